/*
	What a multicast DNS responder says of names that are its own (RFC 6762 §5, §6, §7): answers, and what it hears others
	say of them.

	An answer that others may give, too, waits 20 to 120 ms, so that not all speak at once; meanwhile further questions add to
	it, and what others say takes away. One set of records is all that waits, whoever asked. An answer that goes to one asker
	alone is sent at once.

	Limits: a record is multicast once a second at most (§6), in defence of its name four times; answers to single askers
	are `directLimit` a second at most. Whether a query came by multicast cannot be told, so one that came by unicast is
	answered as it asks (QU) or by multicast.
*/

import { MessageBuilder } from "./builder.js";
import { Class, Flag, Section, Type, topBit } from "./message.js";
import type { MessageReader } from "./reader.js";
import { additionalsOf, entries, negativeBits, Owner, probedBits, sharedBits, type Zone } from "./zone.js";

/** Multicast DNS (§3). */
export const multicastPort = 5353;

/** §6: no record is multicast again within so many ms; in defence of a name within so many. */
const repetition = 1000;
const defence = 250;
/** §6: an answer that others may give, too, waits so many ms, and up to so many more. */
const sharedDelay = 20;
const sharedSpread = 101;
/** §7.2: when more known answers are to come it waits so many ms, and up to so many more. */
const truncatedDelay = 400;
const truncatedSpread = 101;
/** §6.7: the longest that a plain DNS client may keep what we say, in seconds. */
const legacyTtl = 10;
/** So many answers to single askers are given within a second. */
const directLimit = 32;
/** So many questions of a plain DNS client are answered: they are repeated to it, and those of A and AAAA come together. */
const legacyQuestions = 2;

/** What a responder needs from around it. */
export interface Surroundings {
	/** The service's port. */
	readonly port: number;
	/** Sends to the group, or to one who asked. Throws nothing. */
	send(message: Uint8Array, address?: string, port?: number): void;
	/** The name is ours from now on: the one that was wanted, or with a number behind it, which is 1 without. */
	onName(name: string, number: number): void;
	/** A whole number from 0 to `end` - 1. */
	random(end: number): number;
}

export class Replies {
	/** When to call `tick`; undefined for never. */
	due: number | undefined;
	private readonly zone: Zone;
	private readonly around: Surroundings;
	/** Records that are due, and who asked for all of them; "" for several. */
	private pending = 0;
	private asker = "";
	/** Records that have been multicast, and when the last time. */
	private told = 0;
	private readonly times = new Int32Array(entries.length);
	/** Answers to single askers since when. */
	private direct = 0;
	private directSince = 0;

	constructor(zone: Zone, around: Surroundings) {
		this.zone = zone;
		this.around = around;
	}

	/** Sends what is due. */
	tick(now: number): void {
		if (this.due === undefined || ((now - this.due) | 0) < 0) return;
		const { pending } = this;
		this.clear();
		this.announce(pending, now);
	}

	/** Multicasts these records now, but those that have just been told. */
	announce(records: number, now: number): void {
		this.multicast(records & ~this.toldWithin(repetition, now), now);
	}

	/** Forgets what is due. */
	clear(): void {
		this.due = undefined;
		this.pending = 0;
	}

	/** Multicasts these records, with those that belong to them and have not just been told. */
	private multicast(answers: number, now: number): void {
		if (!answers) return;
		const more = additionalsOf(answers) & ~this.toldWithin(repetition, now);
		const message = new MessageBuilder(0, Flag.response | Flag.authoritative);
		this.put(message, Section.answer, answers);
		this.put(message, Section.additional, more);
		this.told |= answers | more;
		for (let i = 0; i < entries.length; i++) if ((answers | more) & (1 << i)) this.times[i] = now;
		this.around.send(message.bytes);
	}

	/** Multicasts that these are no more (§10.1). */
	takeBack(records: number): void {
		const message = new MessageBuilder(0, Flag.response | Flag.authoritative);
		this.put(message, Section.answer, records, 0);
		this.around.send(message.bytes);
	}

	/** A query has come. */
	answer(reader: MessageReader, address: string, port: number, now: number): void {
		const { zone } = this;
		const isLegacy = port !== multicastPort;
		/** By multicast, to the asker alone, to who probes for our name; and what is known already. */
		let wanted = 0;
		let single = 0;
		let contested = 0;
		let reverse = false;
		let known = 0;
		while (reader.next()) {
			if (reader.section === Section.additional) continue;
			const owner = zone.ownerAt(reader);
			if (owner < 0) continue;
			if (reader.section === Section.authority) {
				contested |= zone.answersTo(owner as Owner, Type.ANY) & probedBits;
				reverse ||= owner === Owner.reverse && !zone.recordAt(reader, owner, this.around.port);
			}
			if (reader.section === Section.answer) known |= this.knownAt(reader, owner as Owner);
			else if (isLegacy || reader.top) single |= zone.answersTo(owner as Owner, reader.type);
			else wanted |= zone.answersTo(owner as Owner, reader.type);
		}
		if (reader.malformed) return;
		if (reverse) {
			zone.leaveReverse();
			wanted &= zone.told;
			single &= zone.told;
		}
		// §7.2: the rest of a list of known answers that began in another message.
		if (this.asker === address) this.pending &= ~known;
		if (isLegacy) {
			this.answerLegacy(reader, single & ~known, address, port, now);
			return;
		}
		// §8.1: all who share the port must hear that a name is taken.
		const defended = contested & (wanted | single);
		wanted = (wanted | defended) & ~known;
		single &= ~known & ~wanted;
		// §5.4: what has not been multicast for a quarter of its life is, to keep everybody's cache.
		const stale = single & ~this.fresh(now);
		wanted |= stale;
		if (single & ~stale) this.sendTo(single & ~stale, address, port, now);
		if (defended & wanted) this.multicast(defended & wanted & ~this.toldWithin(defence, now), now);
		this.want(wanted & ~defended, (reader.flags & Flag.truncated) !== 0, address, now);
	}

	/** A response of somebody has come. Returns whether it contradicts ours (§9). */
	hear(reader: MessageReader, now: number): boolean {
		const { zone } = this;
		let conflicts = false;
		let told = 0;
		let spoiled = 0;
		let reverse = false;
		while (reader.next()) {
			const owner = reader.section === Section.question ? -1 : zone.ownerAt(reader);
			if (owner < 0) continue;
			const record = zone.recordAt(reader, owner as Owner, this.around.port);
			// §6.6: others are made to forget it early.
			if (record && !this.isLong(reader, record)) spoiled |= record;
			// §7.4: somebody has just said what we were about to say.
			else if (record && reader.section === Section.answer) told |= record & sharedBits;
			else if (!record && reader.ttl > 0) {
				conflicts ||= isContradiction(reader.type, owner as Owner);
				reverse ||= owner === Owner.reverse;
			}
		}
		if (reader.malformed) return false;
		if (reverse) zone.leaveReverse();
		this.pending &= ~told & zone.told;
		this.want(spoiled & ~negativeBits, false, "", now);
		return conflicts;
	}

	/** Has records multicast, now or as soon as they may be. */
	private want(records: number, truncated: boolean, address: string, now: number): void {
		if (!records) return;
		if (!truncated && !(records & sharedBits)) {
			this.announce(records, now);
			return;
		}
		const { around } = this;
		const delay = truncated
			? truncatedDelay + around.random(truncatedSpread)
			: sharedDelay + around.random(sharedSpread);
		const due = (now + delay) | 0;
		this.asker = this.pending === 0 || this.asker === address ? address : "";
		this.pending |= records;
		if (this.due === undefined || ((due - this.due) | 0) < 0) this.due = due;
	}

	private sendTo(answers: number, address: string, port: number, now: number): void {
		if (!this.mayAnswer(now)) return;
		const message = new MessageBuilder(0, Flag.response | Flag.authoritative);
		this.put(message, Section.answer, answers);
		this.put(message, Section.additional, additionalsOf(answers));
		this.around.send(message.bytes, address, port);
	}

	/** §6.7: to a client that knows plain DNS alone, which takes a negative record for no answer. */
	private answerLegacy(reader: MessageReader, answers: number, address: string, port: number, now: number): void {
		if (!answers || reader.count(Section.question) > legacyQuestions || !this.mayAnswer(now)) return;
		const message = new MessageBuilder(reader.id, Flag.response | Flag.authoritative);
		message.questionsOf(reader);
		const positive = answers & ~negativeBits;
		this.put(message, Section.answer, positive, legacyTtl, true);
		this.put(message, Section.additional, (answers | additionalsOf(answers)) & ~positive, legacyTtl, true);
		this.around.send(message.bytes, address, port);
	}

	/** Keeps count of what is sent to single askers. */
	private mayAnswer(now: number): boolean {
		const passed = (now - this.directSince) | 0;
		if (passed < 0 || passed >= 1000) {
			this.directSince = now;
			this.direct = 0;
		}
		return ++this.direct <= directLimit;
	}

	private put(message: MessageBuilder, section: Section, records: number, most = Infinity, isLegacy = false): void {
		const { zone, around } = this;
		for (let i = 0; i < entries.length; i++) {
			if (!(records & (1 << i))) continue;
			const { owner, type, ttl } = entries[i];
			// §10.2: only what is ours alone; §6.7: never to a plain client, and SRV is not compressed for it.
			const flush = isLegacy || (1 << i) & sharedBits ? 0 : topBit;
			const life = Math.min(ttl, most);
			message.record(section, zone.nameOf(owner), type, Class.IN | flush, life, zone.dataOf(i, around.port), !isLegacy);
		}
	}

	/** The record that the asker says to know, if for half of its life at least (§7.1). */
	private knownAt(reader: MessageReader, owner: Owner): number {
		const record = this.zone.recordAt(reader, owner, this.around.port);
		return this.isLong(reader, record) ? record : 0;
	}

	/** Whether the record that the reader stands at has half of our life at least. */
	private isLong(reader: MessageReader, record: number): boolean {
		return 2 * reader.ttl >= entries[31 - Math.clz32(record)]?.ttl;
	}

	/** Records that have been multicast in the last `span` ms. A time from before the clock wrapped is long ago. */
	private toldWithin(span: number, now: number): number {
		let records = 0;
		for (let i = 0; i < entries.length; i++) if (this.isWithin(i, span, now)) records |= 1 << i;
		return records;
	}

	/** Records that have been multicast within a quarter of their life (§5.4). */
	private fresh(now: number): number {
		let records = 0;
		for (let i = 0; i < entries.length; i++) if (this.isWithin(i, 250 * entries[i].ttl, now)) records |= 1 << i;
		return records;
	}

	private isWithin(i: number, span: number, now: number): boolean {
		const passed = (now - this.times[i]) | 0;
		return (this.told & (1 << i)) !== 0 && passed >= 0 && passed < span;
	}
}

/** §9: a record of a name that is ours alone, of a type that we have, with other data. */
function isContradiction(type: number, owner: Owner): boolean {
	if (owner === Owner.host) return type === Type.A;
	return owner === Owner.instance && (type === Type.SRV || type === Type.TXT);
}
