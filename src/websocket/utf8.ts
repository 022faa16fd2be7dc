/*
	UTF-8 checked as it arrives (RFC 6455 §8.1, RFC 3629 §4), however it is sliced, and refused at the first byte that cannot belong.

	The state between two slices is one integer: 0 between characters, otherwise how many continuation bytes are due
	(bits 0–1) and the bounds of the next one (bits 8–15 lowest, 16–23 highest). The narrowed bounds after E0, ED, F0 and
	F4 are what excludes overlong forms, surrogates and everything past U+10FFFF.
*/

/** The state for a byte that cannot belong. It is final. */
export const invalidUtf8 = -1;

const bounds = (lowest: number, highest: number, due: number) => (highest << 16) | (lowest << 8) | due;

function afterLead(byte: number): number {
	if (byte < 0xc2) return invalidUtf8;
	if (byte < 0xe0) return bounds(0x80, 0xbf, 1);
	if (byte === 0xe0) return bounds(0xa0, 0xbf, 2);
	if (byte === 0xed) return bounds(0x80, 0x9f, 2);
	if (byte < 0xf0) return bounds(0x80, 0xbf, 2);
	if (byte === 0xf0) return bounds(0x90, 0xbf, 3);
	if (byte < 0xf4) return bounds(0x80, 0xbf, 3);
	if (byte === 0xf4) return bounds(0x80, 0x8f, 3);
	return invalidUtf8;
}

/** The state after `bytes`, from `state` (0 at the start of a text): 0 at a character's end, `invalidUtf8` for good. */
export function checkUtf8(bytes: Uint8Array, state: number): number {
	const { length } = bytes;
	for (let i = 0; i < length && state !== invalidUtf8; i++) {
		const byte = bytes[i];
		if (state === 0) {
			if (byte >= 0x80) state = afterLead(byte);
		} else if (byte < ((state >> 8) & 0xff) || byte > state >> 16) {
			state = invalidUtf8;
		} else {
			const due = (state & 3) - 1;
			state = due ? bounds(0x80, 0xbf, due) : 0;
		}
	}
	return state;
}
