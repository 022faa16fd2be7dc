// A codec under test on Node. Whole messages are counted where it delivers them, so that one that does not decode cannot look
// fast; UTF-8 is checked strictly by all of them.

export interface Tally {
	messages: number;
	bytes: number;
}

export interface Subject {
	readonly name: string;
	/** A new server's connection whose handshake is over. `written` is told how many bytes go out. */
	open(tally: Tally, written: (count: number) => void): Opened;
}

export interface Opened {
	/** Bytes of the client arrive. They may be changed. */
	receive(bytes: Buffer): void;
	/** Sends a binary message. */
	send(payload: Buffer): void;
}
