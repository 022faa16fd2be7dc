/*
	One whole out of pieces that arrive one by one: a fragmented message, or a control frame cut by TCP.
	What comes in one piece is handed through without a copy. Space is reserved as the pieces announce themselves: exactly
	for a single frame, up to twice the length so far for many. The limit is the caller's, checked before a piece is added.
*/

export class Assembler {
	private bytes: Uint8Array | undefined;
	private length = 0;

	/**
	 * Adds a piece; `left` more bytes are announced, `last` says that the whole ends with them.
	 * Returns the whole when nothing is missing. It is the caller's from then on, or a view of the only piece.
	 */
	add(piece: Uint8Array, left: number, last: boolean): Uint8Array | undefined {
		const complete = last && left === 0;
		if (complete && this.bytes === undefined) return piece;
		const length = this.length + piece.length;
		const bytes = this.reserve(length + left);
		bytes.set(piece, this.length);
		this.length = length;
		if (!complete) return undefined;
		this.bytes = undefined;
		this.length = 0;
		return bytes.subarray(0, length);
	}

	private reserve(capacity: number): Uint8Array {
		const former = this.bytes;
		if (former && former.length >= capacity) return former;
		const bytes = new Uint8Array(former ? Math.max(capacity, 2 * this.length) : capacity);
		if (former) bytes.set(former.subarray(0, this.length));
		this.bytes = bytes;
		return bytes;
	}
}
