/*
	Frames onto the wire (RFC 6455 §5.2): a header, or a whole frame in one exact buffer. Not masked: a server's. The client
	role masks what is made here (client.ts).
*/

/** A header at the start of a new buffer, with `room` more bytes behind it. `first` is FIN and opcode. */
export const encodeHeader = (first: number, length: number, room: number): Uint8Array => {
	const size = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
	const bytes = new Uint8Array(size + room);
	bytes[0] = first;
	bytes[1] = size === 2 ? length : size === 4 ? 126 : 127;
	// Least significant byte first: storing keeps the lowest eight bits of the whole part.
	for (let i = size; --i > 1; length /= 256) bytes[i] = length;
	return bytes;
};

/** A whole frame. `payload` is copied. */
export const encodeFrame = (first: number, payload: Uint8Array): Uint8Array => {
	const length = payload.length;
	if (length > 125) {
		const bytes = encodeHeader(first, length, length);
		bytes.set(payload, bytes.length - length);
		return bytes;
	}
	const bytes = new Uint8Array(2 + length);
	bytes[0] = first;
	bytes[1] = length;
	bytes.set(payload, 2);
	return bytes;
};
