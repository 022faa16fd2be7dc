// Peer: websocket-driver, as a server.

import Hybi from "websocket-driver/lib/websocket/driver/hybi.js";
import type { Subject } from "./subject.js";

const headers = Object.freeze({
	upgrade: "websocket",
	connection: "Upgrade",
	"sec-websocket-version": "13",
	"sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
});

export const driver: Subject = {
	name: "websocket-driver",
	open(tally, written) {
		const hybi = new Hybi({ method: "GET", headers }, "ws://localhost/", { requireMasking: true });
		hybi.on("message", ({ data }) => {
			tally.messages++;
			tally.bytes += data.length;
		});
		hybi.start();
		hybi.io.on("data", (bytes) => written(bytes.length));
		return {
			receive: (bytes) => hybi.parse(bytes),
			send: (payload) => hybi.binary(payload),
		};
	},
};
