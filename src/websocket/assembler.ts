/*
	One whole out of pieces that arrive one by one: a fragmented message, or a control frame cut by TCP.
	What comes in one piece is handed through without a copy. Space is reserved as the pieces announce themselves: exactly
	for a single frame, up to twice the length so far for many. The limit is the caller's, checked before a piece is added.
*/

export class Assembler {
	declare private bytes?: Uint8Array | undefined;
	declare private length?: number;

	/**
	 * Adds a piece; `left` more bytes are announced, `last` says that the whole ends with them.
	 * Returns the whole when nothing is missing. It is the caller's from then on, or a view of the only piece.
	 */
	add(piece: Uint8Array, left: number, last: boolean): Uint8Array | undefined {
		const former = this.bytes;
		const ends = last && !left;
		if (ends && !former) return piece;
		const start = former ? (this.length as number) : 0;
		const length = start + piece.length;
		let bytes = former;
		if (!bytes || bytes.length < length + left) {
			bytes = new Uint8Array(Math.max(length + left, 2 * start));
			if (former) bytes.set(former.subarray(0, start));
		}
		bytes.set(piece, start);
		this.bytes = ends ? undefined : bytes;
		this.length = length;
		return ends ? bytes.subarray(0, length) : undefined;
	}
}
