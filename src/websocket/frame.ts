/*
	The vocabulary of RFC 6455: opcodes (§5.2, §11.8) and close codes (§7.4, §11.7). Wire numbers have their names here.

	The bits of a frame's first two bytes (the figure of §5.2) are the exception, written out in the codec wherever a header
	is read or made, for a name that is imported costs 25 bytes of flash in each module:
	first byte: FIN 0x80, RSV1–3 0x70, opcode 0x0f (0x08 in it: a control frame); second byte: MASK 0x80, length 0x7f.
*/

/** What a frame carries (RFC 6455 §5.2). Bit 3 marks the control frames (§5.5). */
export const Opcode = Object.freeze({
	continuation: 0x0,
	text: 0x1,
	binary: 0x2,
	close: 0x8,
	ping: 0x9,
	pong: 0xa,
} as const);
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** The opcodes a message can have. */
export type MessageOpcode = typeof Opcode.text | typeof Opcode.binary;

/** Why a connection closes (RFC 6455 §7.4.1; 1013 by IANA's registry). 1005 and 1006 are only ever reported, never sent. */
export const CloseCode = Object.freeze({
	normalClosure: 1000,
	goingAway: 1001,
	protocolError: 1002,
	unsupportedData: 1003,
	noStatusReceived: 1005,
	abnormalClosure: 1006,
	invalidPayload: 1007,
	policyViolation: 1008,
	messageTooBig: 1009,
	internalError: 1011,
	tryAgainLater: 1013,
} as const);

/** The FIN bit: `finBit | opcode` is the first byte of a message's only or last frame. */
export const finBit = 0x80;
