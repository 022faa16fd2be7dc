/*
	One whole out of pieces that arrive one by one: a message in fragments, or in parts of its frames. What comes in one piece is
	handed through without a copy. Space is reserved as the pieces announce themselves: exactly for a single frame, up to twice the
	length so far for many. The limit is the caller's, checked before a piece is added.
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
