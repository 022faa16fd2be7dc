/*
	The vocabulary of RFC 6455: opcodes (§5.2, §11.8), close codes (§7.4, §11.7), roles (§5.1) and the bits of a frame's
	first two bytes. Wire numbers stand here and nowhere else.
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

/** Why a connection closes (RFC 6455 §7.4.1). 1005 and 1006 are only ever reported, never sent. */
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
} as const);

/** Which end of the connection we are: a client masks its frames, a server does not (RFC 6455 §5.1). */
export const Role = Object.freeze({ server: 0, client: 1 } as const);
export type Role = (typeof Role)[keyof typeof Role];

export const finBit = 0x80;
export const reservedBits = 0x70;
export const opcodeBits = 0x0f;
export const controlBit = 0x08;
export const maskBit = 0x80;
export const lengthBits = 0x7f;

/** The longest payload of a control frame, in bytes (RFC 6455 §5.5). */
export const maxControlPayload = 125;

/**
 * XORs `bytes` in place with the 32-bit masking `key`, whose most significant byte meets `bytes[0]` (RFC 6455 §5.3).
 * The caller of the codec passes one in: a native step where there is one, `maskWords` elsewhere.
 */
export type Mask = (bytes: Uint8Array, key: number) => void;
