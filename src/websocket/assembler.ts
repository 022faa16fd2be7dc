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
		let bytes = this.bytes;
		if (complete && !bytes) return piece;
		const length = this.length + piece.length;
		if (!bytes || bytes.length < length + left) {
			const former = bytes?.subarray(0, this.length);
			bytes = new Uint8Array(former ? Math.max(length + left, 2 * this.length) : length + left);
			if (former) bytes.set(former);
		}
		bytes.set(piece, this.length);
		this.bytes = complete ? undefined : bytes;
		this.length = complete ? 0 : length;
		return complete ? bytes.subarray(0, length) : undefined;
	}
}
