/*
	The client role (RFC 6455 §5.1): its frames are masked, its peer's are not.
*/

import { Connection } from "./connection.js";
import { encodeHeader } from "./frame.js";
import type { Opcode } from "./names.js";

export abstract class ClientConnection extends Connection {
	/** A fresh unpredictable 32-bit integer for each frame (§5.3, §10.3): no default of ours could be one. */
	protected abstract override maskingKey(): number;

	/** A frame that was made for many is masked for this connection alone (§5.3: the masking key MUST be unpredictable). */
	override sendFrame(frame: Uint8Array): boolean {
		if (this.sending) throw new Error("another message is not finished");
		const form = frame[1] as number;
		return this.send(((frame[0] as number) & 0x0f) as Opcode, frame.subarray(form < 126 ? 2 : form === 126 ? 4 : 10));
	}

	protected override writeFrame(first: number, payload: Uint8Array): void {
		const { length } = payload;
		const frame = encodeHeader(first, length, 4 + length);
		const start = frame.length - length;
		const key = this.maskingKey();
		frame[1] = (frame[1] as number) | 0x80;
		for (let i = 0; i < 4; i++) frame[start - 4 + i] = key >>> (24 - 8 * i);
		frame.set(payload, start);
		this.host.mask(frame.subarray(start), key);
		this.write(frame);
	}
}
