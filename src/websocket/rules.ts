/*
	Every MUST about an incoming frame header, as one list in the order of the RFC (§5.1, §5.2, §5.4, §5.5), and about
	close codes (§7.4). Nothing here acts: a violation is a value, and the connection fails with it.
*/

import {
	CloseCode,
	controlBit,
	finBit,
	lengthBits,
	maskBit,
	maxControlPayload,
	Opcode,
	opcodeBits,
	Role,
	reservedBits,
} from "./frame.js";
import { checkUtf8 } from "./utf8.js";

/** What a peer did wrong: the close code to fail with, and why, for its developer (ASCII, under 124 bytes). */
export interface Violation {
	readonly code: number;
	readonly reason: string;
}

const violationOf = (code: number, reason: string): Violation => Object.freeze({ code, reason });
const protocolError = (reason: string): Violation => violationOf(CloseCode.protocolError, reason);

const reservedBit = protocolError("a reserved bit is set");
const reservedOpcode = protocolError("reserved opcode");
const unmaskedFrame = protocolError("a client's frame is not masked");
const maskedFrame = protocolError("a server's frame is masked");
const notMinimal = protocolError("the length is not in its shortest form");
const negativeLength = protocolError("the length has its top bit set");
const continuationOfNothing = protocolError("continuation without a message");
const messageInsideMessage = protocolError("new message inside a fragmented one");
const fragmentedControl = protocolError("fragmented control frame");
const longControl = protocolError("control frame over 125 bytes");

export const tooBig = violationOf(CloseCode.messageTooBig, "message too big");
export const invalidText = violationOf(CloseCode.invalidPayload, "text is not UTF-8");
const invalidCloseCode = protocolError("invalid close code");

/**
 * What is wrong with a frame header, or undefined.
 * `first` and `second` are its first two bytes, `length` the payload length in bytes (Infinity: its top bit
 * is set), `role` ours (not the sender's),
 * `message` the opcode of the message that is being received in fragments, or 0.
 */
export function violation(
	first: number,
	second: number,
	length: number,
	role: Role,
	message: number,
): Violation | undefined {
	const opcode = first & opcodeBits;
	// §5.2: RSV1–3 MUST be 0 unless an extension is negotiated; none ever is.
	if (first & reservedBits) return reservedBit;
	// §5.2: If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_.
	if ((opcode & ~controlBit) > Opcode.binary) return reservedOpcode;
	// §5.1: The server MUST close the connection upon receiving a frame that is not masked,
	if (role === Role.server && !(second & maskBit)) return unmaskedFrame;
	// and a client MUST close a connection if it detects a masked frame.
	if (role === Role.client && second & maskBit) return maskedFrame;
	// §5.2: in all cases, the minimal number of bytes MUST be used to encode the length,
	if ((second & lengthBits) === 126 && length < 126) return notMinimal;
	if ((second & lengthBits) === 127 && length < 0x10000) return notMinimal;
	// and the most significant bit of the 64-bit form MUST be 0.
	if (length === Infinity) return negativeLength;
	if (opcode & controlBit) {
		// §5.5: All control frames MUST have a payload length of 125 bytes or less
		if (length > maxControlPayload) return longControl;
		// and MUST NOT be fragmented.
		return first & finBit ? undefined : fragmentedControl;
	}
	// §5.4: a fragmented message is one frame with an opcode other than 0, followed by frames with opcode 0,
	if (opcode === Opcode.continuation) return message ? undefined : continuationOfNothing;
	// and the fragments of one message MUST NOT be interleaved with those of another.
	return message ? messageInsideMessage : undefined;
}

/** Whether a Close frame may carry `code` (RFC 6455 §7.4, and the IANA registry for 1012–1014). */
export function isCloseCode(code: number): boolean {
	// §7.4.2: 3000–3999 are for registered applications, 4000–4999 for private use; below, only what is defined.
	if (code >= 3000) return code < 5000;
	// §7.4.1: 1004 is reserved; 1005, 1006 and 1015 MUST NOT be set by an endpoint.
	return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
}

/** What is wrong with the payload of a Close frame, or undefined. */
export function closeViolation(payload: Uint8Array): Violation | undefined {
	if (payload.length === 0) return undefined;
	// §5.5.1: If there is a body, the first two bytes MUST be a 2-byte unsigned integer (the status code); one byte is 1005,
	// which none may send,
	if (!isCloseCode(closeCode(payload))) return invalidCloseCode;
	// §5.5.1, §8.1: and what follows is UTF-8.
	return checkUtf8(payload.subarray(2), 0) === 0 ? undefined : invalidText;
}

/** The code that the payload of a Close frame carries (RFC 6455 §7.1.5). */
export const closeCode = (payload: Uint8Array): number =>
	payload.length < 2 ? CloseCode.noStatusReceived : (payload[0] << 8) | payload[1];
