/*
	Who may shake hands, and when. A session of TLS costs as much memory as dozens of connections, and a handshake more time
	than anything else a board does; so:

	- a connection that has sent nothing has no session, and after a second is the first to go when too many wait;
	- one costly step of one handshake is taken in a turn, so that whatever else there is to do is done between two steps;
	- there are at most `maxSessions`, and none is begun that would leave the heap less than `heapFloor`; who has knocked waits
	  for a place. After a second of that, a handshake that waits for its client gives its place up, or else the connection
	  of the server's that deserves it least (place.ts);
	- who has not got through after `handshakeTime` is closed, without a word.

	What a client does wrong is counted and not logged.
*/

import type { Identity } from "tlsfilter";
import type { TlsCounts, TlsSettings } from "../../device/ports.js";
import type { Clock, Log, Transport } from "../../server/ports.js";
import type { Admitter } from "../tcp.js";
import { heapFree } from "../vitals.js";
import { type Keeper, Phase, SecureTransport } from "./securetransport.js";

/** From a client's connection to the end of its handshake, in ms. */
const handshakeTime = 10_000;
/** How long a place is waited for before somebody has to make room, in ms. */
const patience = 1000;
/** How long what waits may take to leave once the server has closed, in ms. */
const closeTime = 2000;
/** How often deadlines are checked, in ms. */
const tickInterval = 250;
/** How many may wait without a session: what is left of lwIP's control blocks is for who does not. */
const maxWaiting = 12;
/** What a session takes of the heap at most, in its handshake. */
const sessionCost = 24_576;

/** The server as the door sees it. */
export interface Server extends Admitter {
	readonly connections: number;
	/** Has a secure connection make room for a newcomer from `address`. Returns whether one does. */
	makeRoom(address: string): boolean;
}

export interface SecureDoorOptions {
	readonly server: Server;
	readonly settings: TlsSettings;
	/** The server's limit, which those that wait for it count towards. */
	readonly maxConnections: number;
	readonly clock: Clock;
	readonly log: Log;
	readonly counts: TlsCounts;
}

export class SecureDoor implements Admitter, Keeper {
	/** Set before it listens, and again when the certificate is another. */
	identity: Identity | undefined;
	private readonly options: SecureDoorOptions;
	/** Every connection that is not closed, the oldest first. */
	private readonly transports: SecureTransport[] = [];
	/** Those that can go on, in the order of their news. */
	private readonly ready: SecureTransport[] = [];
	private due = false;

	constructor(options: SecureDoorOptions) {
		this.options = options;
		options.clock.every(tickInterval, () => this.tick());
	}

	admit(lower: Transport): void {
		const { clock, counts } = this.options;
		const now = clock.now();
		if (this.isFull) this.oldestSilent(now)?.drop();
		if (this.isFull) {
			counts.refused++;
			lower.close();
			return;
		}
		this.transports.push(new SecureTransport(this, lower, now));
	}

	/** Ends every connection at once: the network is gone. */
	drop(): void {
		for (const transport of [...this.transports]) transport.drop();
	}

	onNews(transport: SecureTransport): void {
		transport.progress = this.options.clock.now();
		if (!this.ready.includes(transport)) this.ready.push(transport);
		this.schedule();
	}

	onClosing(transport: SecureTransport): void {
		transport.progress = this.options.clock.now();
		remove(this.ready, transport);
	}

	onClosed(transport: SecureTransport): void {
		remove(this.transports, transport);
		remove(this.ready, transport);
		this.options.counts.sessions = this.sessions;
		if (this.ready.length) this.schedule();
	}

	later(transport: SecureTransport): void {
		this.options.clock.after(0, () => transport.settle());
	}

	onFault(error: unknown): void {
		this.options.log(`TLS: ${error}`);
	}

	private get isFull(): boolean {
		const { server, maxConnections } = this.options;
		const waiting = this.transports.filter(isWaiting).length;
		const own = this.transports.filter(isOurs).length;
		return waiting >= maxWaiting || server.connections + own >= maxConnections;
	}

	private get sessions(): number {
		return this.transports.filter(hasSession).length;
	}

	/** Whether one more session can be begun. */
	private get hasRoom(): boolean {
		const { maxSessions, heapFloor } = this.options.settings;
		return this.sessions < maxSessions && heapFree() - sessionCost >= heapFloor;
	}

	private schedule(): void {
		if (this.due) return;
		this.due = true;
		this.options.clock.after(0, () => this.turn());
	}

	/** One step of one handshake. */
	private turn(): void {
		this.due = false;
		const next = this.ready.find((transport) => transport.phase !== Phase.waiting || this.hasRoom);
		if (!next) return;
		remove(this.ready, next);
		try {
			this.proceed(next);
		} catch (error) {
			next.onFault(error);
		}
		if (this.ready.length) this.schedule();
	}

	private proceed(transport: SecureTransport): void {
		const { server, counts } = this.options;
		if (transport.phase === Phase.waiting) this.begin(transport);
		if (transport.phase !== Phase.shaking) return;
		const more = transport.step();
		const phase = transport.phase as Phase;
		if (phase === Phase.open) {
			counts.handshakes++;
			if (transport.resumed) counts.resumed++;
			server.admit(transport);
			transport.begun();
		} else if (phase !== Phase.shaking) counts.failed++;
		else if (more) this.onNews(transport);
	}

	private begin(transport: SecureTransport): void {
		const { identity } = this;
		if (!identity) throw new Error("no certificate");
		transport.begin(identity);
		this.options.counts.sessions = this.sessions;
	}

	private tick(): void {
		const { clock, counts } = this.options;
		const now = clock.now();
		for (const transport of [...this.transports]) {
			const { phase } = transport;
			if (phase < Phase.open && isPast(transport.since, handshakeTime, now)) {
				counts.failed++;
				transport.drop();
			} else if (phase === Phase.closing && isPast(transport.progress, closeTime, now)) transport.drop();
		}
		this.makeRoom(now);
		if (this.ready.length) this.schedule();
	}

	/** For the one that has waited longest. */
	private makeRoom(now: number): void {
		const next = this.oldest(Phase.waiting);
		if (!next || this.hasRoom || !isPast(next.since, patience, now)) return;
		const stalled = this.transports.find(
			(other) => other.phase === Phase.shaking && !this.ready.includes(other) && isPast(other.progress, patience, now),
		);
		if (stalled) {
			this.options.counts.failed++;
			stalled.drop();
		} else this.options.server.makeRoom(next.address);
	}

	/** One that has had the time to say something: in a stampede, who came first is let in. */
	private oldestSilent(now: number): SecureTransport | undefined {
		const oldest = this.oldest(Phase.silent);
		return oldest && isPast(oldest.since, patience, now) ? oldest : undefined;
	}

	private oldest(phase: Phase): SecureTransport | undefined {
		return this.transports.find((transport) => transport.phase === phase);
	}
}

const isWaiting = ({ phase }: SecureTransport): boolean => phase < Phase.shaking;
/** Whether it counts as a connection, though the server does not have it yet. */
const isOurs = ({ phase }: SecureTransport): boolean => phase < Phase.open;
const hasSession = ({ hasSession }: SecureTransport): boolean => hasSession;
const isPast = (since: number, delay: number, now: number): boolean => ((now - since) | 0) >= delay;

function remove<T>(list: T[], item: T): void {
	const i = list.indexOf(item);
	if (i >= 0) list.splice(i, 1);
}
