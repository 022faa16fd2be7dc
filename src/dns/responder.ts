/*
	A multicast DNS responder (RFC 6762) for one host and one service of it (RFC 6763): wins a name, tells of it, answers,
	defends it, and takes it back.

	Strategy: a machine without a clock, a socket or a timer. It is given messages and the time, sends through `send`, and
	says in `due` when it wants to be called again: never, when nothing is under way. What it knows of the network is one
	number for each record: when it was last multicast.

	Parts: this is the life of the name (§8, §9, §10.1); replies.ts answers for it (§5, §6, §7).
	Limits: one interface, IPv4; it is no querier.
*/

import { MessageBuilder } from "./builder.js";
import { contest } from "./contest.js";
import { Class, Flag, Section, Type, topBit } from "./message.js";
import { MessageReader } from "./reader.js";
import { multicastPort, Replies, type Surroundings } from "./replies.js";
import { Bit, entries, negativeBits, type Offer, Owner, probedBits, Zone } from "./zone.js";

export type { Offer, Surroundings };

const Phase = Object.freeze({ probing: 0, announcing: 1, established: 2, closed: 3 } as const);
type Phase = (typeof Phase)[keyof typeof Phase];

/** §8.1: three probes, 250 ms apart, after as much at most; ms. */
const probes = 3;
const probeInterval = 250;
/** §8.3: at least two announcements; the second a second later, each further one twice as late. */
const announcements = 3;
const announceInterval = 1000;
/** §8.2: for how long who has lost to one that probes too waits, in ms. */
const defeatPause = 1000;
/** §8.1: so many conflicts, none so many ms after the one before, are too many; each further probe waits so many ms. */
const conflictLimit = 15;
const conflictSpan = 10_000;
const conflictPause = 5000;

export class Responder {
	/** When to call `tick`, in the clock's ms; undefined for never. */
	get due(): number | undefined {
		const { step, replies } = this;
		if (step === undefined || replies.due === undefined) return step ?? replies.due;
		return ((step - replies.due) | 0) < 0 ? step : replies.due;
	}

	private readonly offer: Offer;
	private readonly around: Surroundings;
	private zone: Zone;
	private replies: Replies;
	private phase: Phase = Phase.probing;
	/** When the phase goes on, and how many probes or announcements have been sent in it. */
	private step: number | undefined;
	private sent = 0;
	private name: string;
	/** What stands behind the name, from 2 on; 1 for nothing. */
	private number: number;
	private conflicts = 0;
	private lastConflict = 0;

	/** `number` is what stood behind the name the last time. */
	constructor(offer: Offer, around: Surroundings, now: number, number = 1) {
		this.offer = offer;
		this.around = around;
		this.name = offer.name;
		this.number = number;
		this.zone = new Zone(this.label, offer);
		this.replies = new Replies(this.zone, around);
		this.probe(now);
	}

	/** A message has come from this address and port. */
	receive(bytes: Uint8Array, address: string, port: number, now: number): void {
		const reader = new MessageReader(bytes);
		// §18.3, §18.11: other operations and codes than 0 are ignored.
		if (this.phase === Phase.closed || reader.malformed || reader.flags & (Flag.opcode | Flag.code)) return;
		if (!(reader.flags & Flag.response)) this.receiveQuery(reader, address, port, now);
		// §6: a response that does not come from port 5353 is ignored.
		else if (port === multicastPort) this.receiveResponse(reader, now);
	}

	/** Does what is due. */
	tick(now: number): void {
		if (this.step !== undefined && ((now - this.step) | 0) >= 0) this.goOn(now);
		this.replies.tick(now);
	}

	/** Gives the name up for another, which is probed for. */
	rename(name: string, now: number): void {
		if (this.phase === Phase.closed) return;
		this.goodbye();
		this.name = name;
		this.number = 1;
		this.take(now);
	}

	/** Takes back what has been told. Final. */
	close(): void {
		this.goodbye();
		this.phase = Phase.closed;
		this.step = undefined;
		this.replies.clear();
	}

	private get label(): string {
		return this.number === 1 ? this.name : `${this.name}-${this.number}`;
	}

	/** Goes for the present label. */
	private take(now: number, pause?: number): void {
		const { told } = this.zone;
		this.zone = new Zone(this.label, this.offer);
		this.zone.told = told;
		this.replies = new Replies(this.zone, this.around);
		this.probe(now, pause);
	}

	private probe(now: number, pause = this.around.random(probeInterval)): void {
		this.phase = Phase.probing;
		this.replies.clear();
		this.sent = 0;
		this.step = (now + pause) | 0;
	}

	private goOn(now: number): void {
		if (this.phase === Phase.probing && this.sent < probes) this.sendProbe(now);
		else this.announce(now);
	}

	private sendProbe(now: number): void {
		const { zone, around } = this;
		// The last is answered by multicast: where several programs share the port, one of the others may be given what is sent
		// to this host alone (§15.1).
		const qclass = ++this.sent < probes ? Class.IN | topBit : Class.IN;
		const message = new MessageBuilder(0, 0);
		message.question(zone.nameOf(Owner.host), Type.ANY, qclass);
		message.question(zone.nameOf(Owner.instance), Type.ANY, qclass);
		// Asked for, but not fought for.
		message.question(zone.nameOf(Owner.reverse), Type.PTR, qclass);
		for (let i = 0; i < entries.length; i++) {
			const { owner, type, ttl } = entries[i];
			// §10.2: the cache-flush bit is not set in probes.
			if ((1 << i) & probedBits)
				message.record(Section.authority, zone.nameOf(owner), type, Class.IN, ttl, zone.dataOf(i, around.port));
		}
		this.step = (now + probeInterval) | 0;
		around.send(message.bytes);
	}

	private announce(now: number): void {
		if (this.phase === Phase.probing) {
			this.phase = Phase.announcing;
			this.sent = 0;
			this.around.onName(this.label, this.number);
		}
		const interval = announceInterval << this.sent++;
		if (this.sent < announcements) this.step = (now + interval) | 0;
		else {
			this.step = undefined;
			this.phase = Phase.established;
		}
		this.replies.announce(this.zone.told & ~negativeBits, now);
	}

	/** §10.1: the record that is shared by all who have such a service is not ours to take back. */
	private goodbye(): void {
		if (this.phase === Phase.announcing || this.phase === Phase.established)
			this.replies.takeBack(this.zone.told & ~negativeBits & ~Bit.service);
	}

	private receiveQuery(reader: MessageReader, address: string, port: number, now: number): void {
		if (this.phase !== Phase.probing) {
			this.replies.answer(reader, address, port, now);
			return;
		}
		// §8.2: one that probes for the same names.
		const { zone, around } = this;
		const order = contest(zone, around.port, Owner.host, reader) || contest(zone, around.port, Owner.instance, reader);
		if (order < 0 && !reader.malformed) this.probe(now, defeatPause);
	}

	private receiveResponse(reader: MessageReader, now: number): void {
		const conflicts = this.phase === Phase.probing ? this.isTaken(reader) : this.replies.hear(reader, now);
		if (!conflicts) return;
		// §9: who had the name asks again before leaving it to the other.
		if (this.phase !== Phase.probing) this.probe(now, 0);
		else {
			this.number++;
			this.take(now, this.pauseAfterConflict(now));
		}
	}

	/** Whether somebody says that a name that is probed for is theirs, by a record of it that we would not have. */
	private isTaken(reader: MessageReader): boolean {
		const { zone, around } = this;
		let taken = false;
		let reverse = false;
		while (reader.next()) {
			if (reader.section === Section.question || reader.ttl === 0 || reader.type === Type.NSEC) continue;
			const owner = zone.ownerAt(reader);
			if (owner < 0 || zone.recordAt(reader, owner as Owner, around.port)) continue;
			taken ||= owner === Owner.host || owner === Owner.instance;
			reverse ||= owner === Owner.reverse;
		}
		if (reader.malformed) return false;
		if (reverse) zone.leaveReverse();
		return taken;
	}

	/** Undefined for a random one. */
	private pauseAfterConflict(now: number): number | undefined {
		const passed = (now - this.lastConflict) | 0;
		if (passed < 0 || passed > conflictSpan) this.conflicts = 0;
		this.lastConflict = now;
		return ++this.conflicts >= conflictLimit ? conflictPause : undefined;
	}
}
