/*
	The client role (RFC 6455 §5.1): its frames are masked, its peer's are not.
*/

import { Connection } from "./connection.js";
import { encodeFrame } from "./frame.js";
import type { Opcode } from "./names.js";

export abstract class ClientConnection extends Connection {
	/** A fresh unpredictable 32-bit integer for each frame (§5.3, §10.3): no default of ours could be one. */
	protected abstract override maskingKey(): number;

	/** A frame that was made for many is masked for this connection alone (§5.3: the masking key MUST be unpredictable). */
	override sendFrame(bytes: Uint8Array): boolean {
		if (this.sending) throw new Error("a message is not finished");
		const size = bytes[1] as number;
		return this.send(((bytes[0] as number) & 0x0f) as Opcode, bytes.subarray(size < 126 ? 2 : size === 126 ? 4 : 10));
	}

	protected override transmit(first: number, data: Uint8Array): void {
		const { length } = data;
		const bytes = encodeFrame(first, data, 4 + length);
		const begin = bytes.length - length;
		const key = this.maskingKey();
		bytes[1] = (bytes[1] as number) | 0x80;
		for (let i = 0; i < 4; i++) bytes[begin - 4 + i] = key >>> (24 - 8 * i);
		this.host.mask(bytes.subarray(begin), key);
		this.write(bytes);
	}
}
