/*
	DNS messages, made and mutated, into the reader, the portal's answers and the responder of src/dns/.

	A message is one of the vectors, or made of names that are ours or nearly, pointers to anywhere, and counts that may lie;
	or it is noise. What must hold:
	- no exception, and no end to wait for; what is read is the same the second time, and lies within the message;
	- the portal answers with a well-formed message of the same id and question, or not at all;
	- the responder sends well-formed messages only, none of them after a malformed one; no record more often than §6 of
	  RFC 6762 allows, and a bounded number to single askers;
	- when the network falls silent it comes to rest, with a name, and its timers have been few.
*/

import { limits, Section, Type } from "../../src/dns/message.js";
import { endOfName, fullLength } from "../../src/dns/name.js";
import { answerOf } from "../../src/dns/portal.js";
import { MessageReader } from "../../src/dns/reader.js";
import { linesOf } from "../fakes/dns.js";
import { FakeLink } from "../fakes/link.js";
import { charactersOf, concat, equal, type Random } from "../harness.js";
import { dns, malformed, wellFormed } from "../vectors/dns.js";
import { mutate } from "./bytes.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";

const names = [
	"board.local",
	"BOARD.LOCAL",
	"board-2.local",
	"board._http._tcp.local",
	"board-2._http._tcp.local",
	"_http._tcp.local",
	"_services._dns-sd._udp.local",
	"5.1.168.192.in-addr.arpa",
	"other.local",
	"local",
];
const types = [Type.A, Type.AAAA, Type.PTR, Type.SRV, Type.TXT, Type.NSEC, Type.ANY, 41, 65];
const lives = [0, 1, 59, 60, 120, 2250, 4500, 0xffff_ffff];

/** Builds bytes; names may point back, or to anywhere. */
class Maker {
	private readonly random: Random;
	private readonly pieces: Uint8Array[] = [];
	private readonly places: number[] = [12];
	private length = 12;

	constructor(random: Random) {
		this.random = random;
	}

	put(...bytes: readonly number[]): void {
		this.add(Uint8Array.from(bytes));
	}

	uint16(...values: readonly number[]): void {
		for (const value of values) this.put(value >> 8, value);
	}

	name(): void {
		const { random } = this;
		const labels = once(random, 8) ? [] : pick(random, names).split(".");
		// Some end early, in a pointer.
		const kept = labels.length && !once(random, 4) ? labels.length : random.below(labels.length + 1);
		const target = kept ? pick(random, this.places) : random.below(once(random, 4) ? 0x4000 : this.length + 4);
		if (kept) this.places.push(this.length);
		for (const label of labels.slice(0, kept)) {
			this.put(label.length);
			this.add(charactersOf(label));
		}
		if (kept && kept === labels.length) this.put(0);
		else this.uint16(0xc000 | target);
	}

	question(): void {
		this.name();
		this.uint16(pick(this.random, types), pick(this.random, [1, 1, 1, 0x8001, 255, 3]));
	}

	record(): void {
		const { random } = this;
		this.name();
		const type = pick(random, types);
		const life = pick(random, lives);
		this.uint16(type, pick(random, [1, 1, 0x8001, 0x8001, 4096]), life >>> 16, life & 0xffff);
		const data = new Maker(random);
		data.length = this.length + 2;
		if (type === Type.A) data.put(192, 168, 1, random.below(8));
		else if (type === Type.SRV) data.uint16(0, 0, 80);
		if (type === Type.PTR || type === Type.SRV || type === Type.NSEC) data.name();
		if (type === Type.NSEC || type === Type.TXT) data.add(random.bytes(random.below(5)));
		const bytes = concat(data.pieces);
		this.uint16(once(random, 30) ? random.below(0x10000) : bytes.length);
		this.add(bytes);
	}

	message(isResponse: boolean): Uint8Array {
		const { random } = this;
		const counts = [random.below(isResponse ? 2 : 4), random.below(3), random.below(3), random.below(2)];
		for (let i = counts[0]; i > 0; i--) this.question();
		for (let i = counts[1] + counts[2] + counts[3]; i > 0; i--) this.record();
		const head = new Maker(random);
		head.uint16(random.below(4), isResponse ? 0x8400 : once(random, 10) ? 0x0200 : 0);
		head.uint16(...(once(random, 20) ? counts.map(() => random.below(0x10000)) : counts));
		return concat([...head.pieces, ...this.pieces]);
	}

	private add(bytes: Uint8Array): void {
		this.pieces.push(bytes);
		this.length += bytes.length;
	}
}

function messageFrom(random: Random): Uint8Array {
	if (once(random, 20)) return random.bytes(random.below(random.below(1600) + 1));
	const [, vector] = once(random, 2) ? pick(random, wellFormed) : pick(random, malformed);
	let bytes = once(random, 4) ? dns(vector) : new Maker(random).message(once(random, 2));
	if (once(random, 2)) for (let i = random.below(3); i > 0; i--) bytes = mutate(random, bytes);
	return bytes;
}

/** Reads it all; what must hold of each step. Returns the lines, or undefined for a malformed message. */
function read(bytes: Uint8Array): readonly string[] | undefined {
	const reader = new MessageReader(bytes);
	let end = 12;
	let section: number = Section.question;
	while (reader.next()) {
		demand(reader.name === end && reader.end > reader.name, "it goes on where it was");
		demand(reader.section >= section, "sections come in their order");
		demand(reader.data <= reader.end && reader.end <= bytes.length, "data lie within the message");
		const length = fullLength(bytes, reader.name);
		demand(length > 0 && length <= limits.name && endOfName(bytes, reader.name) <= reader.data, "a name");
		const data = reader.fullData();
		demand(data === undefined || data.length <= reader.end - reader.data + limits.name, "data in full");
		end = reader.end;
		section = reader.section;
	}
	const lines = linesOf(bytes);
	demand((lines === undefined) === reader.malformed, "malformed both times");
	return lines;
}

export const dnsFuzzer: Fuzzer = {
	name: "dns",
	round(random) {
		const bytes = messageFrom(random);
		const before = bytes.slice();
		const lines = read(bytes);
		const answer = answerOf(bytes, Uint8Array.of(192, 168, 4, 1));
		equal(bytes, before, "a message is not changed");
		if (!answer) return;
		const [question, ...more] = linesOf(answer) ?? [];
		demand(lines !== undefined && question === lines[0] && more.length <= 1, "an answer to the question");
		demand(answer[0] === bytes[0] && answer[1] === bytes[1] && (answer[2] & 0x80) !== 0, "its id, as a response");
	},
};

/** What a line says apart from its section. */
const recordOf = (line: string): string => line.slice(line.indexOf(" ") + 1);

/** By record, when it was multicast the last time. */
type Times = Map<string, number>;

function checkSent(link: FakeLink, times: Times): number {
	let single = 0;
	for (const { time, to, bytes, lines } of link.taken()) {
		demand(lines[0] !== "malformed" && bytes.length <= 1000, `sends ${lines}`);
		if (to !== undefined) single++;
		if (to !== undefined || !(bytes[2] & 0x80)) continue;
		for (const line of lines) {
			const what = recordOf(line);
			const isGoodbye = what.includes(" flush 0 ") || what.includes(" PTR 0 ");
			const last = times.get(what);
			// A name that is defended is told four times a second; a name that has been asked for anew, as soon as it is won.
			demand(last === undefined || time - last >= 250 || isGoodbye, `${what} at ${last} and ${time}`);
			times.set(what, time);
		}
	}
	return single;
}

export const mdnsFuzzer: Fuzzer = {
	name: "mdns",
	round(random) {
		const link = new FakeLink(random.next());
		const board = once(random, 3)
			? link.add("192.168.1.5", "board", (end) => random.below(end))
			: link.established("192.168.1.5", "board", (end) => random.below(end));
		const times: Times = new Map();
		const count = random.below(30);
		const start = link.clock.now();
		let single = 0;
		for (let i = 0; i < count; i++) {
			const bytes = messageFrom(random);
			const isMalformed = read(bytes) === undefined;
			const { due } = board;
			board.receive(bytes, `192.168.1.${random.below(3) + 70}`, once(random, 4) ? 60_000 : 5353);
			demand(!isMalformed || (board.due === due && link.taken().length === 0), "a malformed message changes nothing");
			single += checkSent(link, times);
			link.clock.advance(random.below(once(random, 4) ? 3000 : 50));
			single += checkSent(link, times);
		}
		const seconds = ((link.clock.now() - start) | 0) / 1000 + 2;
		demand(single <= 32 * seconds, `${single} answers to single askers`);
		link.clock.advance(10_000);
		checkSent(link, times);
		demand(board.due === undefined, "it comes to rest");
		demand(board.name !== undefined, "it has a name");
		demand(board.timers <= 6 + 12 * count, `${board.timers} timers`);
	},
};
