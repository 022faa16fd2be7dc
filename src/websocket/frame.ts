/*
	What a connection is made of and knows nothing about: how a frame is made (RFC 6455 §5.2), how text is checked as it arrives
	(§8.1), and how a whole is put together out of pieces. Which frames may come, connection.ts judges.

	In a header's first byte are FIN 0x80, RSV1–3 0x70, and the opcode 0x0f, of which 0x08 marks a control frame; in the second
	MASK 0x80 and the length 0x7f. All of it is one module, since each module costs 190 bytes of flash.
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

/**
 * One whole out of pieces that arrive one by one: a message in fragments, or in parts of its frames. What comes in one piece is
 * handed through without a copy. Space is reserved as the pieces announce themselves: exactly for a single frame, up to twice the
 * length so far for many. The limit is the caller's, checked before a piece is added.
 */
export class Assembler {
	declare protected bytes?: Uint8Array | undefined;
	declare protected length?: number;

	/**
	 * Adds a chunk; `left` more bytes are announced, `last` says that the whole ends with them.
	 * Returns the whole when nothing is missing. It is the caller's from then on, or a view of the only chunk.
	 */
	add(chunk: Uint8Array, left: number, last: boolean): Uint8Array | undefined {
		const done = last && !left;
		const begin = this.length ?? 0;
		if (done && !begin) return chunk;
		const length = begin + chunk.length;
		let bytes = this.bytes;
		if (!bytes || bytes.length < length + left) {
			bytes = new Uint8Array(Math.max(length + left, 2 * begin));
			if (this.bytes) bytes.set(this.bytes);
		}
		bytes.set(chunk, begin);
		this.length = done ? 0 : length;
		this.bytes = done ? undefined : bytes;
		return done ? bytes.subarray(0, length) : undefined;
	}
}
