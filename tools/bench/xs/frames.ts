/*
	What goes over the wire in the benches, the same bytes in each run. Made here and not by the codec under test.
*/

import { finBit } from "../../../src/websocket/names.js";

/** Its bytes leave ASCII what is ASCII, so that a frame that is unmasked twice is text both times. */
export const maskingKey = Object.freeze([0x11, 0x22, 0x33, 0x44]);

/** `length` letters. */
export function letters(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let i = 0; i < length; i++) bytes[i] = 0x61 + (i % 26);
	return bytes;
}

/** The bytes of an ASCII text. */
export function ascii(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}

/** The header of a client's message in one frame (RFC 6455 §5.2). */
export function headerOf(opcode: number, length: number): Uint8Array {
	const extended = length < 126 ? 0 : length < 0x10000 ? 2 : 8;
	const header = new Uint8Array(2 + extended + maskingKey.length);
	header[0] = finBit | opcode;
	header[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
	for (let i = extended + 1, rest = length; i > 1; i--, rest = Math.floor(rest / 256)) header[i] = rest % 256;
	header.set(maskingKey, 2 + extended);
	return header;
}

/** A client's message in one frame. */
export function masked(opcode: number, length: number): Uint8Array {
	const header = headerOf(opcode, length);
	const frame = new Uint8Array(header.length + length);
	frame.set(header);
	const payload = letters(length);
	for (let i = 0; i < length; i++) frame[header.length + i] = payload[i] ^ maskingKey[i % 4];
	return frame;
}

/** Views of `bytes`, of `size` bytes each. */
export function slices(bytes: Uint8Array, size: number): readonly Uint8Array[] {
	const views: Uint8Array[] = [];
	for (let start = 0; start < bytes.length; start += size) views.push(bytes.subarray(start, start + size));
	return views;
}
