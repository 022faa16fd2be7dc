/*
	A frame (RFC 6455 §5.2): how it is made, and every MUST about one that comes: its header (§5.1, §5.2, §5.4, §5.5), a close code
	(§7.4), text (§8.1). Nothing here acts: what is wrong is a value, and the connection fails with it.

	In a header's first byte are FIN 0x80, RSV1–3 0x70, and the opcode 0x0f, of which 0x08 marks a control frame; in the second
	MASK 0x80 and the length 0x7f.
*/

/**
 * A frame, not masked: its header in a new buffer, with `space` bytes behind it that end with a copy of `data`, unless there is
 * none. `first` is FIN and opcode. The client role takes four bytes more than the payload has, for the key (client.ts).
 */
export const encodeFrame = (first: number, data: Uint8Array, space = data.length): Uint8Array => {
	let length = data.length;
	let size = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
	const bytes = new Uint8Array(size + space);
	if (space) bytes.set(data, bytes.length - length);
	bytes[0] = first;
	bytes[1] = size === 2 ? length : size === 4 ? 126 : 127;
	// Least significant byte first: storing keeps the lowest eight bits of the whole part.
	while (--size > 1) {
		bytes[size] = length;
		length /= 256;
	}
	return bytes;
};

/**
 * The section of RFC 6455 that a frame header violates: 1, 2, 4 or 5 for §5.1, §5.2, §5.4 or §5.5, or 0.
 * `first` and `second` are its first two bytes, `length` the payload length in bytes, with the highest bit of 64 counted twice;
 * `masked` says whether frames to this end have to be, `within` whether a message is being received in fragments.
 */
export const violation = (first: number, second: number, length: number, masked: boolean, within: boolean): number => {
	// §5.1: a server MUST close the connection upon receiving a frame that is not masked, a client if one is masked.
	if (second > 0x7f !== masked) return 1;
	// §5.2: RSV1–3 MUST be 0 unless an extension is negotiated, and none ever is; opcodes 3–7 and B–F are reserved;
	if (first & 0x70 || (first & 7) > 2) return 2;
	// the minimal number of bytes MUST be used to encode the length, and the most significant bit of 64 MUST be 0.
	second &= 0x7f;
	if (second > 125 && (length < (second === 126 ? 126 : 0x10000) || length > 2 ** 63)) return 2;
	// §5.5: all control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented.
	if (first & 8) return length > 125 || first < 0x80 ? 5 : 0;
	// §5.4: a fragmented message is a frame with an opcode, then frames with opcode 0, and no other message between.
	return !(first & 0x0f) !== within ? 4 : 0;
};

/** Whether a Close frame may carry `code` (RFC 6455 §7.4, and the IANA registry for 1012–1014). */
export const isCloseCode = (code: number): boolean => {
	// §7.4.2: 3000–3999 are for registered applications, 4000–4999 for private use; below, only what is defined.
	if (code >= 3000) return code < 5000;
	// §7.4.1: 1004 is reserved; 1005, 1006 and 1015 MUST NOT be set by an endpoint.
	return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
};

/** What an engine can do faster than code that runs on it. */
export interface Host {
	/** XORs `bytes` in place with the 32-bit `key`, most significant byte first (§5.3); `maskWords` is the portable way. */
	mask(bytes: Uint8Array, key: number): void;
	/** Whether `bytes` are whole characters of UTF-8, strictly. */
	isUtf8?(bytes: Uint8Array): boolean;
}

/**
 * UTF-8 checked as it arrives (§8.1, RFC 3629 §4), however it is sliced, and refused at the first byte that cannot belong: the
 * state after `bytes`, from `state`. It is 0 at the start of a text and between characters, -1 after such a byte, where the text
 * ends, otherwise the first byte of a character if that came last, or how many of its bytes are still due.
 * `host` is asked about all but the characters at both ends, which may be cut.
 */
export const checkUtf8 = (bytes: Uint8Array, state: number, host?: Host): number => {
	const length = bytes.length;
	for (let i = 0; i < length; i++) {
		if (state === 0 && host?.isUtf8) {
			let end = length;
			while (end > i && ((bytes[--end] as number) & 0xc0) === 0x80);
			if (!host.isUtf8(bytes.subarray(i, end))) return -1;
			host = undefined;
			i = end;
		}
		const value = bytes[i] as number;
		if (state) {
			if ((value & 0xc0) !== 0x80) return -1;
			// Neither overlong forms (E0, F0), nor surrogates (ED), nor what is past U+10FFFF (F4).
			if (
				state === 0xe0
					? value < 0xa0
					: state === 0xed
						? value > 0x9f
						: state === 0xf0
							? value < 0x90
							: state === 0xf4 && value > 0x8f
			)
				return -1;
			state = state < 3 ? state - 1 : state < 0xe0 ? 0 : state < 0xf0 ? 1 : 2;
		} else if (value > 0x7f) {
			if (value < 0xc2 || value > 0xf4) return -1;
			state = value;
		}
	}
	return state;
};
