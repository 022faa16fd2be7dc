/*
	The codec of src/websocket/: server role, with the mask of the device; messages are taken as they come, in fragments.
*/

import { openMask } from "../../../src/platform/mask.js";
import { Connection } from "../../../src/websocket/connection.js";
import { Opcode, Role } from "../../../src/websocket/frame.js";
import type { ConnectionOptions } from "../../../src/websocket/options.js";
import type { Opened, Subject, Tally } from "./subject.js";

let sent = 0;

const options: ConnectionOptions<Tally> = Object.freeze({
	role: Role.server,
	mask: openMask(),
	maxMessage: 1 << 20,
	write(bytes: Uint8Array) {
		sent += bytes.length;
	},
	onFragment(_opcode: number, bytes: Uint8Array, left: number, last: boolean, tally: Tally) {
		tally.bytes += bytes.length;
		if (last && left === 0) tally.messages++;
	},
});

export const codec: Subject = {
	open(tally): Opened {
		const connection = new Connection(options, tally);
		return {
			parts: connection,
			receive: (bytes) => connection.receive(bytes),
			send: (payload) => connection.send(Opcode.binary, payload),
			written() {
				const count = sent;
				sent = 0;
				return count;
			},
		};
	},
};
