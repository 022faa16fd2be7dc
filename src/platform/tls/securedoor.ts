/*
	Who may shake hands, and when. A session of TLS costs as much memory as dozens of connections, and a handshake more time
	than anything else a board does; so:

	- a connection that has sent nothing has no session, and is the first to go when there are too many: a client speaks as soon as
	  it is connected, so who is silent for longer than the turn in which it came makes way for who comes, the oldest first.
	  An address that has more than half of those places gives up one of its own, silent or not, and cannot take another's;
	- one costly step of one handshake is taken in a turn, so that whatever else there is to do is done between two steps; and
	  behind it there is a rest, or a switch that moved meanwhile would settle only behind the next step;
	- there are at most `maxSessions`, and none is begun that would leave the heap less than `heapFloor`; who has knocked waits
	  for a place, which is first given to who has the fewest connections. After a second of that, a handshake that waits for
	  its client gives its place up, or else the connection of the server's that deserves it least (place.ts);
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
/** How long who is silent keeps its place when there are too many, in ms: in a stampede, who came first is let in. */
const shortest = 1;
/** The rest behind a step that took as long or longer, in ms: a switch settles in 20. */
const longestRest = 30;
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
		if (this.isFull) this.makePlace(lower.address, now);
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

	private schedule(rest = 0): void {
		if (this.due) return;
		this.due = true;
		this.options.clock.after(rest, () => this.turn());
	}

	/** One step of one handshake. */
	private turn(): void {
		const { clock } = this.options;
		const began = clock.now();
		const begins = this.hasRoom ? this.next : undefined;
		const next = this.ready.find((transport) => transport.phase !== Phase.waiting || transport === begins);
		if (next) this.takeStep(next);
		this.due = false;
		const rest = Math.min((clock.now() - began) | 0, longestRest);
		if (rest > 0 || (next && this.ready.length)) this.schedule(rest);
	}

	private takeStep(transport: SecureTransport): void {
		remove(this.ready, transport);
		try {
			this.proceed(transport);
		} catch (error) {
			transport.onFault(error);
		}
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

	/** Once somebody has waited for too long; whose turn it is has the place. */
	private makeRoom(now: number): void {
		const { next } = this;
		const oldest = this.transports.find(({ phase }) => phase === Phase.waiting);
		if (!next || !oldest || this.hasRoom || !isPast(oldest.since, patience, now)) return;
		const stalled = this.stalled(now);
		if (stalled) {
			this.options.counts.failed++;
			stalled.drop();
		} else this.options.server.makeRoom(next.address);
	}

	/** For a newcomer, of those that are not through if one gives way, or else of the server's. */
	private makePlace(address: string, now: number): void {
		const ours = this.transports.filter(isOurs);
		const crowd = ours.filter((other) => 2 * countOf(ours, other.address) > ours.length);
		const isSilent = ({ phase, since }: SecureTransport) => phase === Phase.silent && isPast(since, shortest, now);
		const isOwn = crowd[0]?.address === address;
		// The last of a crowd waits longest for its turn.
		const other = isOwn ? undefined : (crowd[crowd.length - 1] ?? ours.find(isSilent));
		const giver = crowd.find(isSilent) ?? other ?? this.stalled(now);
		if (giver) giver.drop();
		else if (ours.filter(isWaiting).length < maxWaiting) this.options.server.makeRoom(address);
	}

	/** One that has not gone on with its handshake for too long. */
	private stalled(now: number): SecureTransport | undefined {
		return this.transports.find(
			(other) => other.phase === Phase.shaking && !this.ready.includes(other) && isPast(other.progress, patience, now),
		);
	}

	/** Whose turn it is to be given a session: who has the fewest connections here, and of those the oldest. */
	private get next(): SecureTransport | undefined {
		const { transports } = this;
		let next: SecureTransport | undefined;
		let least = Number.POSITIVE_INFINITY;
		for (const transport of transports) {
			if (transport.phase !== Phase.waiting) continue;
			const count = countOf(transports, transport.address);
			if (count >= least) continue;
			least = count;
			next = transport;
		}
		return next;
	}
}

const isWaiting = ({ phase }: SecureTransport): boolean => phase < Phase.shaking;
/** Whether it counts as a connection, though the server does not have it yet. */
const isOurs = ({ phase }: SecureTransport): boolean => phase < Phase.open;
const countOf = (transports: readonly SecureTransport[], address: string): number =>
	transports.filter((transport) => transport.address === address).length;
const hasSession = ({ hasSession }: SecureTransport): boolean => hasSession;
const isPast = (since: number, delay: number, now: number): boolean => ((now - since) | 0) >= delay;

function remove<T>(list: T[], item: T): void {
	const i = list.indexOf(item);
	if (i >= 0) list.splice(i, 1);
}
