/*
	Every MUST about an incoming frame header, as one list (RFC 6455 §5.1, §5.2, §5.4, §5.5), and about close codes (§7.4).
	Nothing here acts: a violation is a value, the number of the section, and the connection fails with it.
*/

/**
 * The section of RFC 6455 that a frame header violates: 1, 2, 4 or 5 for §5.1, §5.2, §5.4 or §5.5, or 0.
 * `first` and `second` are its first two bytes, `length` the payload length in bytes (64 bits are signed), `mask` the
 * MASK bit as frames to this end must have it, `message` the opcode of the message that is being received in fragments, or 0.
 */
export const violation = (first: number, second: number, length: number, mask: number, message: number): number => {
	const opcode = first & 0x0f;
	const form = second & 0x7f;
	// §5.1: a server MUST close the connection upon receiving a frame that is not masked, a client if one is masked.
	if ((second & 0x80) !== mask) return 1;
	// §5.2: RSV1–3 MUST be 0 unless an extension is negotiated, and none ever is; opcodes 3–7 and B–F are reserved;
	if (first & 0x70 || (opcode & 7) > 2) return 2;
	// the minimal number of bytes MUST be used to encode the length, and the most significant bit of 64 MUST be 0.
	if (length < (form < 126 ? 0 : form === 126 ? 126 : 0x10000)) return 2;
	// §5.5: all control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented.
	if (opcode & 8) return length > 125 || first < 0x80 ? 5 : 0;
	// §5.4: a fragmented message is a frame with an opcode, then frames with opcode 0, and no other message between.
	return (opcode ? message : !message) ? 4 : 0;
};

/** Whether a Close frame may carry `code` (RFC 6455 §7.4, and the IANA registry for 1012–1014). */
export const isCloseCode = (code: number): boolean => {
	// §7.4.2: 3000–3999 are for registered applications, 4000–4999 for private use; below, only what is defined.
	if (code >= 3000) return code < 5000;
	// §7.4.1: 1004 is reserved; 1005, 1006 and 1015 MUST NOT be set by an endpoint.
	return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
};
