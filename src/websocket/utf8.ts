/*
	UTF-8 checked as it arrives (RFC 6455 §8.1, RFC 3629 §4), however it is sliced, and refused at the first byte that cannot
	belong.

	The state between two slices is one integer: 0 between characters, otherwise how many continuation bytes are due
	(bits 16–17) and the bounds of the next one (bits 0–7 lowest, 8–15 highest). The narrowed bounds after E0, ED, F0 and
	F4 are what excludes overlong forms, surrogates and everything past U+10FFFF.
*/

/** The state for a byte that cannot belong. It is final. */
export const invalidUtf8 = -1;

/** The state after the first byte of a character of several. */
const afterLead = (byte: number): number => {
	if (byte < 0xc2 || byte > 0xf4) return invalidUtf8;
	if (byte < 0xe0) return 0x1bf80;
	if (byte < 0xf0) return byte === 0xe0 ? 0x2bfa0 : byte === 0xed ? 0x29f80 : 0x2bf80;
	return byte === 0xf0 ? 0x3bf90 : byte === 0xf4 ? 0x38f80 : 0x3bf80;
};

/**
 * The state after `bytes`, from `state` (0 at the start of a text): 0 at a character's end, `invalidUtf8` for good.
 * `isUtf8` is the host's strict check of a text, where it has one: it gets all but the characters at both ends, which may be cut.
 */
export const checkUtf8 = (bytes: Uint8Array, state: number, isUtf8?: (bytes: Uint8Array) => boolean): number => {
	const length = bytes.length;
	let unasked = isUtf8;
	for (let i = 0; i < length; i++) {
		if (state === 0 && unasked) {
			let end = length;
			while (end > i && length - end < 4 && ((bytes[--end] as number) & 0xc0) === 0x80);
			if (!unasked(bytes.subarray(i, end))) return invalidUtf8;
			unasked = undefined;
			i = end;
		}
		const byte = bytes[i] as number;
		if (state === 0) {
			if (byte < 0x80) continue;
			state = afterLead(byte);
		} else if (byte < (state & 0xff) || byte > ((state >> 8) & 0xff)) state = invalidUtf8;
		else state = state < 0x20000 ? 0 : ((state >> 16) - 1) * 0x10000 + 0xbf80;
		if (state === invalidUtf8) break;
	}
	return state;
};
