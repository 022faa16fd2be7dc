// The kinds of buffer that the SDK's native functions take, and the bytes of one without copying them.

export type ByteBuffer = ArrayBuffer | ArrayBufferView;

/** Throws TypeError for anything else, as XS does. */
export function bytesOf(buffer: unknown): Uint8Array<ArrayBuffer> {
	if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
	if (!ArrayBuffer.isView(buffer)) throw new TypeError("not a buffer");
	// The firmware has no SharedArrayBuffer.
	return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength);
}
