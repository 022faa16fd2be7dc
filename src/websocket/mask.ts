/*
	The portable masking step (RFC 6455 §5.3): a word at a time, whatever the alignment or the byte order of the machine.
	An engine with a native XOR has a better one.
*/

import type { Host } from "./frame.js";

/** XORs `bytes` in place with the 32-bit `key`, most significant byte first. */
export function maskWords(bytes: Uint8Array, key: number): void {
	const { length } = bytes;
	const words = length & ~3;
	if (words) {
		const view = new DataView(bytes.buffer, bytes.byteOffset, words);
		for (let i = 0; i < words; i += 4) view.setInt32(i, view.getInt32(i) ^ key);
	}
	for (let i = words; i < length; i++) bytes[i] = (bytes[i] as number) ^ (key >>> (24 - 8 * (i & 3)));
}

/** A host that does nothing faster than the codec. */
export const portable: Host = Object.freeze({ mask: maskWords });
