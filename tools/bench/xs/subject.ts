/*
	A codec under test, as the benches drive it. Every subject counts what it delivers, by the same few lines, so that one that
	does not decode cannot look fast.
*/

export interface Tally {
	messages: number;
	bytes: number;
}

export interface Subject {
	/** A new server's connection whose handshake is over. */
	open(tally: Tally): Opened;
}

export interface Opened {
	/** What the connection consists of, to be kept alive. */
	readonly parts: unknown;
	/** Bytes of the client arrive. They may be changed. */
	receive(bytes: Uint8Array): void;
	/** Sends a binary message. */
	send(payload: Uint8Array): void;
	/** How many bytes have been written since the last call. */
	written(): number;
}

/** What a TCP takes without asking: so much that nothing waits. */
export const unlimited = 0x3fff_ffff;
