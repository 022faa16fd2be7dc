// Peer: the Receiver and the Sender of ws, used as its WebSocket uses them, without the socket.

import { Receiver, Sender } from "ws";
import type { Subject } from "./subject.js";

export const ws: Subject = {
	name: "ws",
	open(tally, written) {
		const receiver = new Receiver({ isServer: true, maxPayload: 1 << 20, skipUTF8Validation: false });
		receiver.on("message", (data) => {
			tally.messages++;
			tally.bytes += data.length;
		});
		const sender = new Sender({
			cork() {},
			uncork() {},
			write: (bytes) => written(bytes.length),
		});
		const options = { fin: true, binary: true, mask: false, compress: false } as const;
		return {
			receive: (bytes) => receiver.write(bytes),
			send: (payload) => sender.send(payload, options),
		};
	},
};
