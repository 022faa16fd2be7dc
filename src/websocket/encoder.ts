/*
	Frames onto the wire (RFC 6455 §5.2), for both roles: a client's frames are masked, a server's are not.
	A frame is made in one exact buffer; only the header is made when a large payload is to go out without a copy.
*/

import { lengthBits, type Mask, maskBit } from "./frame.js";

const keySize = 4;

/** How many bytes of extended length a payload of `length` bytes needs: 0, 2 or 8. */
const extendedSize = (length: number) => (length < 126 ? 0 : length < 0x10000 ? 2 : 8);

/** The size in bytes of the header of a frame with a payload of `length` bytes. */
export const headerSize = (length: number, masked: boolean) => 2 + extendedSize(length) + (masked ? keySize : 0);

/** Writes the header at the start of `into`. `first` is FIN and opcode; a `key` makes it a masked frame. */
export function encodeHeader(into: Uint8Array, first: number, length: number, key?: number): void {
	const extended = extendedSize(length);
	into[0] = first;
	into[1] = extended === 0 ? length : extended === 2 ? lengthBits - 1 : lengthBits;
	for (let i = extended + 1, rest = length; i > 1; i--, rest = Math.floor(rest / 256)) into[i] = rest % 256;
	if (key === undefined) return;
	into[1] |= maskBit;
	for (let i = 0; i < keySize; i++) into[2 + extended + i] = key >>> (24 - 8 * i);
}

/** A whole frame in a buffer of its own. `payload` is left as it is; with a `key`, its copy is masked by `mask`. */
export function encodeFrame(first: number, payload: Uint8Array, mask?: Mask, key?: number): Uint8Array {
	const start = headerSize(payload.length, key !== undefined);
	const frame = new Uint8Array(start + payload.length);
	encodeHeader(frame, first, payload.length, key);
	frame.set(payload, start);
	if (mask && key !== undefined) mask(frame.subarray(start), key);
	return frame;
}
