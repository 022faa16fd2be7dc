/*
	The codec alone: what it writes is counted, and gone.
*/

import { Opcode } from "../../../src/websocket/names.js";
import { Counting, countIn } from "./counting.js";
import type { Opened, Subject } from "./subject.js";

let sent = 0;

class Codec extends Counting {
	protected override write(bytes: Uint8Array): void {
		sent += bytes.length;
	}
}

export const codec: Subject = {
	open(tally): Opened {
		countIn(tally);
		const connection = new Codec();
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
