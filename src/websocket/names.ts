/*
	The vocabulary of RFC 6455: opcodes (§5.2, §11.8), close codes (§7.4, §11.7), and the phases of a connection.

	The codec and the firmware take the types alone, and write the numbers, which a reader of the RFC knows: on XS these objects and
	what it takes to reach them are 1.7 KB of flash. Where that does not matter, their names are here.
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

/** The FIN bit: `finBit | opcode` is the first byte of a message's only or last frame. */
export const finBit = 0x80;

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

/** Where a connection stands (RFC 6455 §4.1, §7.1.3, §7.1.4, §7.1.7), in the order in which phases follow each other. */
export const Phase = Object.freeze({
	/** Messages flow. */
	open: 0,
	/** Our Close frame is sent, the peer's is awaited; messages that still arrive are checked and dropped. */
	closing: 1,
	/** The connection has failed: nothing is sent or delivered any more, but the peer's Close frame is still looked for. */
	failed: 2,
	/** The peer's Close frame has come, or the transport has ended; bytes that still arrive are ignored. */
	closed: 3,
} as const);
export type Phase = (typeof Phase)[keyof typeof Phase];
