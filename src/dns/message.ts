/*
	Messages of the DNS (RFC 1035 §4) and of multicast DNS (RFC 6762 §18): the numbers on the wire, and what is taken of them.
*/

/** Types of records. */
export const Type = Object.freeze({
	A: 1,
	NS: 2,
	CNAME: 5,
	PTR: 12,
	TXT: 16,
	AAAA: 28,
	SRV: 33,
	DNAME: 39,
	NSEC: 47,
	ANY: 255,
} as const);

export const Class = Object.freeze({ IN: 1, ANY: 255 } as const);

/**
 * The top bit of a class: in a question a unicast response is welcome (QU, RFC 6762 §18.12); in a record the cache is to be
 * flushed of others like it (§18.13).
 */
export const topBit = 0x8000;

/** Parts of the header's second word (RFC 1035 §4.1.1). */
export const Flag = Object.freeze({
	response: 0x8000,
	opcode: 0x7800,
	authoritative: 0x0400,
	truncated: 0x0200,
	recursionDesired: 0x0100,
	recursionAvailable: 0x0080,
	code: 0x000f,
} as const);

/** In the order in which they follow each other, and in which the header counts them. */
export const Section = Object.freeze({ question: 0, answer: 1, authority: 2, additional: 3 } as const);
export type Section = (typeof Section)[keyof typeof Section];

export const headerLength = 12;

export const limits = Object.freeze({
	/** Bytes of a message: what an Ethernet frame carries. Only a single record that is larger needs more (RFC 6762 §17). */
	message: 1472,
	/** Bytes of a name and of a label (RFC 1035 §2.3.4). */
	name: 255,
	label: 63,
	/**
	 * Bytes of all owners' names of a message in full. Compression makes names of 127 labels out of two bytes each, and
	 * walking along all of them would take a board half a second; honest messages have less than half of this.
	 */
	names: 4096,
} as const);

/** Where in a record's data its name begins, or -1 where it has none that we have to read. RFC 6762 §18.14 */
export function nameInData(type: number): number {
	switch (type) {
		case Type.PTR:
		case Type.NSEC:
		case Type.CNAME:
		case Type.NS:
		case Type.DNAME:
			return 0;
		case Type.SRV:
			return 6;
		default:
			return -1;
	}
}

export const readUint16 = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];
