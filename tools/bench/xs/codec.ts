/*
	The codec of src/websocket/: server role, with the mask of the device; messages are taken as they come, in fragments.
*/

import { openMask } from "../../../src/platform/mask.js";
import { openText } from "../../../src/platform/text.js";
import { Connection } from "../../../src/websocket/connection.js";
import { type MessageOpcode, Opcode } from "../../../src/websocket/frame.js";
import type { Opened, Subject, Tally } from "./subject.js";

let sent = 0;
let total: Tally;
const mask = openMask();
const text = openText();

class Codec extends Connection {
	protected override get maxMessage(): number {
		return 1 << 20;
	}

	protected override write(bytes: Uint8Array): void {
		sent += bytes.length;
	}
	protected override mask(bytes: Uint8Array, key: number): void {
		mask(bytes, key);
	}
	protected override utf8(bytes: Uint8Array, state: number): number {
		return state === 0 && text.isUtf8(bytes) ? 0 : super.utf8(bytes, state);
	}

	protected override onFragment(_opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		total.bytes += bytes.length;
		if (last && left === 0) total.messages++;
	}
	protected override onClose(): void {}
}

export const codec: Subject = {
	open(tally): Opened {
		total = tally;
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
