/*
	Who may shake hands, on a clock that stands still: src/platform/tls/ upon fake transports and a filter without ciphers.
*/

import { SecureDoor } from "../../src/platform/tls/securedoor.js";
import type { Transport, TransportEvents } from "../../src/server/ports.js";
import { Filter, Identity } from "../../tools/bench/modules/tlsfilter.js";
import { numbers } from "../../tools/bench/modules/vitals.js";
import { FakeClock } from "../fakes/clock.js";
import { FakeTransport } from "../fakes/transport.js";
import { charactersOf, equal, test } from "../harness.js";

const heapFree = 0;
const handshakeTime = 10_000;
const patience = 1000;
const closeTime = 2000;
const longestRest = 30;
/** The longest until a deadline is looked at. */
const look = 250;

/** A server that takes every connection, and gives up what it is told to. */
class FakeServer {
	readonly admitted: Transport[] = [];
	/** Whose place is asked for, and whether it is given. */
	readonly asked: string[] = [];
	gives = false;
	/** What it holds beside those that came by this door. */
	plain = 0;

	get connections(): number {
		return this.plain + this.admitted.length;
	}

	admit(transport: Transport): void {
		this.admitted.push(transport);
		const events: TransportEvents = {
			onReadable() {
				transport.receive();
			},
			onWritable() {},
			onEnd: () => this.leave(transport),
			onError: () => this.leave(transport),
			onFault: () => this.leave(transport),
		};
		transport.events = events;
	}

	makeRoom(address: string): boolean {
		this.asked.push(address);
		const [first] = this.admitted;
		if (this.gives && first) this.leave(first);
		return this.gives;
	}

	private leave(transport: Transport): void {
		this.admitted.splice(this.admitted.indexOf(transport), 1);
		transport.close();
	}
}

class House {
	readonly clock = new FakeClock();
	readonly server = new FakeServer();
	readonly lines: string[] = [];
	readonly counts = {
		fingerprint: "",
		from: "",
		until: "",
		sessions: 0,
		limit: 0,
		handshakes: 0,
		resumed: 0,
		failed: 0,
		refused: 0,
	};
	readonly door: SecureDoor;

	constructor(maxSessions = 4, maxConnections = 16, heapFloor = 0) {
		const settings = { port: 443, only: false, maxSessions, heapFloor };
		const { server, clock, counts } = this;
		const log = (line: string) => void this.lines.push(line);
		this.door = new SecureDoor({ server, settings, maxConnections, clock, log, counts });
		this.door.identity = new Identity() as unknown as NonNullable<SecureDoor["identity"]>;
		Filter.alive = Filter.steps = 0;
		Filter.onStep = undefined;
		numbers[heapFree] = undefined;
	}

	/** Somebody connects, and says `words`. */
	connect(address: string, words = ""): FakeTransport {
		const lower = new FakeTransport();
		lower.address = address;
		this.door.admit(lower);
		if (!lower.closed) lower.drain(1000);
		this.say(lower, words);
		return lower;
	}

	say(lower: FakeTransport, words: string): void {
		if (words && !lower.closed) lower.arrive(charactersOf(words));
	}

	/** As many turns of the engine as are asked for. */
	turns(count = 100): void {
		for (let i = 0; i < count; i++) this.clock.advance(0);
	}
}

test("who has said nothing has no session; who has shaken hands is the server's", () => {
	const house = new House();
	const lower = house.connect("a");
	house.turns();
	equal([Filter.alive, house.counts.sessions], [0, 0]);
	house.say(lower, "h");
	house.turns();
	equal([lower.takeText(), Filter.alive, house.server.connections], ["s", 1, 0]);
	house.say(lower, "fGET /");
	house.turns();
	equal([house.server.connections, house.counts.handshakes, house.counts.sessions], [1, 1, 1]);
	equal(house.server.admitted[0]?.secure, true);
	house.door.drop();
	equal([lower.closed, Filter.alive, house.counts.sessions], [true, 0, 0]);
});

test("one costly step is taken in a turn, whoever's it is", () => {
	const house = new House();
	for (const address of ["a", "b", "c"]) house.connect(address, "hf");
	const taken: number[] = [];
	for (let i = 0; i < 8; i++) {
		// Each turn asks for the next one.
		const [before] = [Filter.steps];
		house.clock.advance(0);
		taken.push(Filter.steps - before);
	}
	equal(house.server.connections, 3);
	equal(
		taken.filter((steps) => steps > 6),
		[],
	);
	const single = new House();
	const order: string[] = [];
	single.connect("a", "hf");
	single.connect("b", "hf");
	const { after } = single.clock;
	single.clock.after = (delay, callback) => {
		const steps = Filter.steps;
		return after.call(single.clock, delay, () => {
			callback();
			order.push(`${Filter.steps - steps >= 1}`);
			equal(Filter.steps <= order.length + 1, true, "more than a step in a turn");
		});
	};
	single.turns();
	equal(single.server.connections, 2);
});

test("behind a step that takes long there is a rest, in which a switch settles", () => {
	const house = new House();
	const { clock } = house;
	Filter.onStep = () => clock.jump(clock.now() + 250);
	for (const address of ["a", "b"]) house.connect(address, "hf");
	for (let steps = 1; steps <= 4; steps++) {
		clock.advance(0);
		equal(Filter.steps, steps);
		house.say(house.connect("c"), "h");
		clock.advance(longestRest - 1);
		equal(Filter.steps, steps);
		clock.advance(1);
	}
});

test("the fifth waits until a session is over", () => {
	const house = new House(4);
	for (const address of ["a", "b", "c", "d"]) house.connect(address, "hf");
	house.turns();
	const fifth = house.connect("e", "hf");
	house.clock.advance(patience - look);
	equal([house.server.connections, Filter.alive, fifth.closed, house.server.asked], [4, 4, false, []]);
	const [first] = house.server.admitted;
	house.server.admitted.shift();
	first?.close();
	house.clock.advance(closeTime + look);
	house.turns();
	equal([house.server.connections, Filter.alive, house.counts.handshakes], [4, 4, 5]);
});

test("after a second somebody makes room: who stopped in its handshake, or else the server's that deserves it least", () => {
	const house = new House(2);
	const stalled = house.connect("a", "h");
	house.connect("b", "hf");
	house.turns();
	const next = house.connect("c", "hf");
	house.clock.advance(patience + look);
	house.turns();
	equal([stalled.closed, house.server.connections, house.counts.failed, house.server.asked], [true, 2, 1, []]);
	equal(next.closed, false);
	house.server.gives = true;
	house.connect("d", "hf");
	house.clock.advance(patience + look);
	equal(house.server.asked[0], "d");
	house.clock.advance(closeTime);
	house.turns();
	equal(house.counts.handshakes, 3);
});

test("a session that would leave the heap too little is not begun", () => {
	const house = new House(4, 16, 24_576);
	numbers[heapFree] = 40_000;
	house.connect("a", "hf");
	house.clock.advance(500);
	equal([Filter.alive, house.server.connections], [0, 0]);
	numbers[heapFree] = 60_000;
	house.clock.advance(look);
	house.turns();
	equal([Filter.alive, house.server.connections], [1, 1]);
	numbers[heapFree] = undefined;
});

test("who is not through after ten seconds is closed, whatever it does", () => {
	const house = new House();
	const silent = house.connect("a");
	const half = house.connect("b", "h");
	house.clock.advance(handshakeTime - look);
	equal([silent.closed, half.closed], [false, false]);
	house.clock.advance(2 * look);
	equal([silent.closed, half.closed, house.counts.failed, Filter.alive], [true, true, 2, 0]);
	equal(house.lines, [], "what a client does is not logged");
});

test("garbage ends in an alert, which can be read before the end", () => {
	const house = new House();
	const lower = house.connect("a", "!");
	house.turns();
	equal([lower.takeText(), lower.ended, lower.closed, Filter.alive], ["a", true, false, 0]);
	house.clock.advance(closeTime + look);
	equal([lower.closed, house.counts.failed], [true, 1]);
});

test("a client that takes nothing does not hold its session for longer than the time to leave", () => {
	const house = new House();
	const lower = house.connect("a", "hf");
	house.turns();
	lower.writable = 0;
	house.server.admitted[0]?.close();
	equal([lower.closed, Filter.alive], [false, 1]);
	house.clock.advance(closeTime + look);
	equal([lower.closed, Filter.alive], [true, 0]);
});

test("a connection that breaks after its client has closed its half is told so", () => {
	const house = new House();
	const lower = house.connect("a", "hf");
	house.turns();
	const [transport] = house.server.admitted;
	const told: string[] = [];
	if (transport)
		transport.events = {
			onReadable() {
				while (transport.receive());
			},
			onWritable() {},
			onEnd: () => void told.push("end"),
			onError: () => void told.push("error"),
			onFault: (error) => void told.push(String(error)),
		};
	house.say(lower, "GET /e");
	house.turns();
	equal(told, ["end"]);
	lower.fail();
	lower.fail();
	equal([told, Filter.alive], [["end", "error"], 1]);
	const other = house.connect("b", "hf");
	house.turns();
	house.say(other, "GET /");
	other.writable = 0;
	other.fail();
	equal([other.closed, Filter.alive], [true, 1], "what cannot leave is not waited for");
});

test("a fault of ours ends that connection alone, with a line", () => {
	const house = new House();
	house.door.identity = undefined;
	const lower = house.connect("a", "h");
	house.turns();
	equal([lower.closed, house.lines], [true, ["TLS: Error: no certificate"]]);
});

test("in one turn, who came first is let in; later who is silent makes way, the oldest first", () => {
	const house = new House();
	const first = Array.from({ length: 12 }, () => house.connect("a"));
	const late = house.connect("a");
	equal([first.some(({ closed }) => closed), late.closed, house.counts.refused], [false, true, 1]);
	house.clock.advance(1);
	const newer = house.connect("a");
	equal([first.map(({ closed }) => closed).lastIndexOf(true), newer.closed, house.counts.refused], [0, false, 1]);
});

test("of many silent ones, those of the address that has most of them go first", () => {
	const house = new House();
	const other = house.connect("b");
	house.clock.advance(5);
	const crowd = Array.from({ length: 11 }, () => house.connect("a"));
	house.clock.advance(5);
	house.connect("c");
	equal([other.closed, crowd[0]?.closed, crowd[1]?.closed], [false, true, false]);
});

test("a crowd of one address that has begun to speak does not keep others out, but its own", () => {
	const house = new House();
	const crowd = Array.from({ length: 12 }, () => house.connect("a", "h"));
	house.turns();
	// Four shake hands.
	while (!crowd.at(-1)?.closed) crowd.push(house.connect("a", "h"));
	const last = crowd.filter(({ closed }) => !closed).at(-1);
	const owner = house.connect("b", "h");
	equal([owner.closed, last?.closed], [false, true]);
});

test("a crowd that has begun to shake hands, with a session for each, gives way to others, and to its own once it stands still", () => {
	const house = new House(16, 16);
	const crowd = Array.from({ length: 12 }, () => house.connect("a", "h"));
	house.turns();
	for (let i = 0; i < 4; i++) crowd.push(house.connect("a", "h"));
	house.turns();
	equal([crowd.some(({ closed }) => closed), Filter.alive], [false, 16]);
	house.clock.advance(10);
	equal(house.connect("a", "h").closed, true);
	const owner = house.connect("b", "hf");
	house.turns();
	equal([owner.closed, crowd[15]?.closed, house.counts.handshakes], [false, true, 1]);
	house.clock.advance(patience);
	equal([house.connect("a", "h").closed, crowd[0]?.closed], [false, true]);
});

test("with every place of the server's taken, one of them is asked for", () => {
	const house = new House(16, 16);
	house.server.plain = 16;
	equal([house.connect("a").closed, house.server.asked], [true, ["a"]]);
	house.server.plain = 15;
	house.connect("b", "hf");
	house.turns();
	house.server.gives = true;
	// The session leaves as a whole; its place is free at once.
	equal(house.connect("c").closed, false);
});

/** Sixteen that come back as soon as they are closed, and an owner; after how many ms it is through, or undefined. */
function throughAfter(words: string, hello: number, house = new House()): number | undefined {
	let crowd = Array.from({ length: 16 }, () => house.connect("a", words));
	let owner: FakeTransport | undefined;
	for (let now = 0; now < 5000; now++) {
		crowd = crowd.map((lower) => (lower.closed ? house.connect("a", words) : lower));
		if (now >= 3000 && (!owner || owner.closed)) {
			owner = house.connect("b");
			if (hello === 0) house.say(owner, "hf");
		} else if (owner && hello && now === 3000 + hello) house.say(owner, "hf");
		house.clock.advance(1);
		if (house.counts.handshakes) return now - 3000;
	}
	return undefined;
}

test("an owner is through at once while sixteen silent connections are made again as they are closed", () => {
	equal([throughAfter("", 0), throughAfter("", 30)], [0, 30]);
});

test("an owner is through in time while sixteen halves of handshakes are made again as they are closed", () => {
	const after = throughAfter("h", 0);
	equal(after !== undefined && after <= 2000, true, String(after));
});
