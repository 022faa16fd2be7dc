/*
	Bytes → frame header → payload (RFC 6455 §5.2, §5.3), in any slicing.

	Two states: the header is not whole yet, or payload bytes remain. The header is thought of in its longest form, 14
	bytes, and `position` is the next one due: 0 first byte, 1 second byte, 2–9 extended length (a 16-bit length starts at
	8), 10–13 masking key, 14 payload. So one integer is the whole state of a header cut anywhere, nothing is scanned
	twice, and nothing is allocated for a frame but the view of its payload, which is unmasked in place in the caller's
	buffer.

	Limits: lengths are exact up to 2^53; above, they are only known to be too long. A 64-bit length with its top bit set
	is Infinity.
*/

import { lengthBits, type Mask, maskBit } from "./frame.js";
import { rotateKey } from "./mask.js";

const positionOf = Object.freeze({ first: 0, second: 1, length64: 2, length16: 8, key: 10, payload: 14 } as const);

export abstract class Decoder {
	private position: number = positionOf.first;
	private first = 0;
	private second = 0;
	private remaining = 0;
	private key = 0;

	/** The step that unmasks a payload in place. */
	protected abstract get mask(): Mask;
	/** A header is whole: `length` payload bytes follow. Returns false to have nothing more decoded. */
	protected abstract header(first: number, second: number, length: number): boolean;
	/** The next payload bytes of the frame: all of a short one, none (once) of an empty one. `left` more are due. */
	protected abstract payload(first: number, bytes: Uint8Array, left: number): void;

	/**
	 * Decodes `bytes` from `offset`, up to the end of one frame at most; returns the offset behind what it took.
	 * It takes all there is, or stops at the end of a frame, or returns `bytes.length` after a refused header.
	 */
	protected decode(bytes: Uint8Array, offset: number): number {
		const end = bytes.length;
		while (this.position !== positionOf.payload) {
			if (offset === end) return end;
			this.headerByte(bytes[offset++]);
			if (this.position === positionOf.payload && !this.header(this.first, this.second, this.remaining)) return end;
		}
		const length = this.remaining;
		const next = Math.min(end, offset + length);
		const taken = next - offset;
		if (taken === 0 && length) return end;
		const payload = bytes.subarray(offset, next);
		if (this.second & maskBit) {
			this.mask(payload, this.key);
			this.key = rotateKey(this.key, taken);
		}
		this.remaining = length - taken;
		if (this.remaining === 0) this.position = positionOf.first;
		this.payload(this.first, payload, this.remaining);
		return next;
	}

	private headerByte(byte: number): void {
		switch (this.position) {
			case positionOf.first:
				this.first = byte;
				this.position = positionOf.second;
				return;
			case positionOf.second: {
				const length = byte & lengthBits;
				this.second = byte;
				this.remaining = length < 126 ? length : 0;
				this.position = length < 126 ? this.afterLength() : length === 126 ? positionOf.length16 : positionOf.length64;
				return;
			}
		}
		if (this.position < positionOf.key) {
			const negative = this.position === positionOf.length64 && byte >= 0x80;
			this.remaining = negative ? Infinity : this.remaining * 256 + byte;
			if (++this.position === positionOf.key) this.position = this.afterLength();
		} else {
			this.key = (this.key << 8) | byte;
			this.position++;
		}
	}

	private afterLength(): number {
		return this.second & maskBit ? positionOf.key : positionOf.payload;
	}
}
