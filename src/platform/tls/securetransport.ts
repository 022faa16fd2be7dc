/*
	TLS over a transport, as a transport: what is sent goes through a Filter into the one below, what arrives there comes out of it.
	It begins without a filter, and so without its memory; the door (securedoor.ts) gives it one, has it shake hands step by
	step, and then hands it to the server, which knows no difference.

	A record leaves whole: nothing is writable while ciphertext of the last one waits. `close` sends what waits and close_notify
	first, for at most a deadline that the door keeps.
	A client that closes its half without close_notify (RFC 8446 §6.1) may have been cut off, and is told as an error.
*/

import { Filter, type Identity } from "tlsfilter";
import type { Transport, TransportEvents } from "../../server/ports.js";

/** As in tlsfilter. */
const FilterPhase = Object.freeze({ shaking: 0, open: 1, ended: 2, broken: 3 } as const);

export const Phase = Object.freeze({
	/** It has sent nothing, and costs next to nothing. */
	silent: 0,
	/** It has sent something, and waits for a filter. */
	waiting: 1,
	shaking: 2,
	/** The server has it. */
	open: 3,
	/** Our half is about to be closed, behind what waits. */
	ending: 4,
	/** Nobody has it; what waits is on its way. */
	closing: 5,
	closed: 6,
} as const);
export type Phase = (typeof Phase)[keyof typeof Phase];

/** What of the connection's end has been told: a connection may break after its client has closed its half. */
const Told = Object.freeze({ nothing: 0, end: 1, error: 2 } as const);
type Told = (typeof Told)[keyof typeof Told];

/** What a filter takes at once. */
const longestPiece = 1024;

/** Who looks after it before and after the server does. None of these calls back. */
export interface Keeper {
	/** It can go on with its handshake. */
	onNews(transport: SecureTransport): void;
	/** Nobody has it any more: its time to leave begins. */
	onClosing(transport: SecureTransport): void;
	/** It is closed for good. */
	onClosed(transport: SecureTransport): void;
	/** Calls its `settle` in a turn of its own. */
	later(transport: SecureTransport): void;
	onFault(error: unknown): void;
}

export class SecureTransport implements Transport, TransportEvents {
	events: TransportEvents | undefined = undefined;
	phase: Phase = Phase.silent;
	/** When it came, and when it last got on, in the clock's ms: the door's. */
	readonly since: number;
	progress: number;
	private readonly keeper: Keeper;
	private readonly lower: Transport;
	declare private filter: Filter | undefined;
	/** Ciphertext that did not fit into the filter. */
	declare private rest: Uint8Array | undefined;
	/** Whether the client's half is closed below. */
	private ended = false;
	private told: Told = Told.nothing;

	constructor(keeper: Keeper, lower: Transport, now: number) {
		this.keeper = keeper;
		this.lower = lower;
		this.since = this.progress = now;
		lower.events = this;
	}

	get secure(): boolean {
		return true;
	}

	get address(): string {
		return this.lower.address;
	}

	get resumed(): boolean {
		return this.filter?.resumed ?? false;
	}

	get writable(): number {
		return this.phase === Phase.open && this.lower.writable > 0 ? (this.filter?.writable ?? 0) : 0;
	}

	send(bytes: Uint8Array): void {
		this.filter?.write(bytes);
		this.flush();
		this.check();
	}

	receive(): Uint8Array | undefined {
		const { filter } = this;
		while (filter) {
			const bytes = filter.read();
			if (bytes) return new Uint8Array(bytes);
			if (!this.feed()) break;
		}
		this.check();
		return undefined;
	}

	end(): void {
		if (this.phase !== Phase.open) return;
		this.phase = Phase.ending;
		this.filter?.end();
		this.flush();
	}

	close(): void {
		this.events = undefined;
		if (this.phase >= Phase.closing) return;
		if (!this.filter) {
			this.drop();
			return;
		}
		const hadServer = this.phase >= Phase.open;
		this.phase = Phase.closing;
		this.keeper.onClosing(this);
		if (hadServer) this.filter.end();
		this.flush();
	}

	/** Whether it has the memory of a session. */
	get hasSession(): boolean {
		return this.filter !== undefined;
	}

	/** Ends it at once, whatever waits. */
	drop(): void {
		if (this.phase === Phase.closed) return;
		this.phase = Phase.closed;
		this.events = undefined;
		this.filter?.close();
		this.filter = undefined;
		this.rest = undefined;
		this.lower.close();
		this.keeper.onClosed(this);
	}

	/** Begins the handshake. Throws when there is no memory. */
	begin(identity: Identity): void {
		this.filter = new Filter(identity, this);
		this.phase = Phase.shaking;
	}

	/** Takes the handshake one costly step further. Returns whether it can go on at once; closes it when it has failed. */
	step(): boolean {
		const { filter } = this;
		if (!filter || this.phase !== Phase.shaking) return false;
		let more: boolean;
		do more = filter.step();
		while (!more && filter.phase === FilterPhase.shaking && this.feed());
		this.flush();
		if (filter.phase === FilterPhase.broken) this.close();
		else if (filter.phase !== FilterPhase.shaking) this.phase = Phase.open;
		return more;
	}

	/** Tells whoever has it all that holds. */
	begun(): void {
		this.tell(tellReadable);
		if (this.writable > 0) this.tell(tellWritable);
	}

	/** Tells the end, once everything has been read. */
	settle(): void {
		this.tellOver(this.outcome);
	}

	onReadable(): void {
		switch (this.phase) {
			case Phase.silent:
				this.phase = Phase.waiting;
				this.keeper.onNews(this);
				break;
			case Phase.shaking:
				this.keeper.onNews(this);
				break;
			case Phase.open:
			case Phase.ending:
				this.tell(tellReadable);
				break;
			case Phase.closing:
				this.drain();
				break;
			default:
		}
	}

	onWritable(): void {
		this.flush();
		if (this.phase === Phase.shaking) this.keeper.onNews(this);
		else if (this.writable > 0) this.tell(tellWritable);
	}

	onEnd(): void {
		this.ended = true;
		if (this.isServed) this.settle();
		else this.drop();
	}

	onError(): void {
		if (this.isServed) this.tellOver(Told.error);
		// Nothing of what waits can leave any more.
		if (!this.isServed) this.drop();
	}

	onFault(error: unknown): void {
		this.keeper.onFault(error);
		this.drop();
	}

	/** A filter that works between calls, as the desktop's does, has got on. */
	onFiltered(): void {
		this.flush();
		if (this.phase === Phase.shaking) this.keeper.onNews(this);
		else {
			this.begun();
			this.settle();
		}
	}

	/** Whether the server has it. */
	private get isServed(): boolean {
		return this.phase === Phase.open || this.phase === Phase.ending;
	}

	/** How it has ended, if nothing more comes. */
	private get outcome(): Told {
		const phase = this.filter?.phase;
		if (phase === FilterPhase.ended) return Told.end;
		const isCut = this.ended && phase === FilterPhase.open;
		return isCut || phase === FilterPhase.broken ? Told.error : Told.nothing;
	}

	private check(): void {
		if (this.outcome > this.told) this.keeper.later(this);
	}

	private tellOver(outcome: Told): void {
		if (outcome <= this.told) return;
		this.told = outcome;
		this.tell(outcome === Told.end ? tellEnd : tellError);
	}

	/** Feeds the next piece of ciphertext. Returns whether there was one. */
	private feed(): boolean {
		const { filter } = this;
		if (!filter?.hungry) return false;
		const bytes = this.rest ?? this.lower.receive();
		if (!bytes) return false;
		this.rest = bytes.length > longestPiece ? bytes.subarray(longestPiece) : undefined;
		filter.feed(this.rest ? bytes.subarray(0, longestPiece) : bytes);
		return true;
	}

	private flush(): void {
		const { filter, lower } = this;
		while (filter?.pending && lower.writable > 0) {
			const piece = filter.take(lower.writable);
			if (!piece) return;
			lower.send(new Uint8Array(piece));
		}
		if (!filter || filter.pending) return;
		if (this.phase === Phase.ending) lower.end();
		else if (this.phase === Phase.closing) this.finish(filter);
	}

	/** Everything is out. An alert must be read before the connection goes. */
	private finish(filter: Filter): void {
		if (filter.phase !== FilterPhase.broken) {
			this.drop();
			return;
		}
		filter.close();
		this.filter = undefined;
		this.rest = undefined;
		this.lower.end();
		this.drain();
	}

	/** Unread bytes would reset the connection, and with it what is on its way. */
	private drain(): void {
		while (this.lower.receive());
	}

	private tell(what: (events: TransportEvents) => void): void {
		const { events } = this;
		if (!events) return;
		try {
			what(events);
		} catch (error) {
			events.onFault(error);
		}
	}
}

const tellReadable = (events: TransportEvents) => events.onReadable();
const tellWritable = (events: TransportEvents) => events.onWritable();
const tellEnd = (events: TransportEvents) => events.onEnd();
const tellError = (events: TransportEvents) => events.onError();
