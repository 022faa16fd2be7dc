/*
	The life of a name, by sections of RFC 6762: probed for, told, contested, lost, taken back.
*/

import { Type } from "../../src/dns/message.js";
import { locationOf, messageOf, type RecordOf, response } from "../fakes/dns.js";
import { FakeLink } from "../fakes/link.js";
import { equal, test } from "../harness.js";

const host = "board.local";
const instance = "board._http._tcp.local";

const probe = (qu: string, address = "192.168.1.5") => [
	`? ${host} ANY${qu}`,
	`? ${instance} ANY${qu}`,
	`? 5.1.168.192.in-addr.arpa PTR${qu}`,
	`authority ${host} A 120 ${address}`,
	`authority ${instance} TXT 4500 03703d2f`,
	`authority ${instance} SRV 120 80 ${host}`,
];

const announcement = [
	`answer ${host} A flush 120 192.168.1.5`,
	`answer ${instance} TXT flush 4500 03703d2f`,
	`answer ${instance} SRV flush 120 80 ${host}`,
	`answer _http._tcp.local PTR 4500 ${instance}`,
	"answer _services._dns-sd._udp.local PTR 4500 _http._tcp.local",
	`answer 5.1.168.192.in-addr.arpa PTR flush 120 ${host}`,
];

const negatives = [
	`additional ${host} NSEC flush 120 05626f617264056c6f63616c00000140`,
	`additional ${instance} NSEC flush 4500 05626f617264055f68747470045f746370056c6f63616c0000050000800040`,
];

const addressOfOther: RecordOf = { name: host, type: Type.A, flush: true, data: Uint8Array.of(192, 168, 1, 77) };

test("§8.1, §8.3: three probes, then three announcements, and then nothing is due", () => {
	const link = new FakeLink();
	const board = link.add("192.168.1.5", "board", (end) => end - 1);
	equal(board.names, []);
	link.clock.advance(100_000);
	equal(link.text(), [
		"249 query",
		...probe(" QU"),
		"499 query",
		...probe(" QU"),
		"749 query",
		...probe(""),
		"999 response",
		...announcement,
		...negatives,
		"1999 response",
		...announcement,
		...negatives,
		"3999 response",
		...announcement,
		...negatives,
	]);
	equal(board.names, ["board"]);
	equal([board.due, board.timers], [undefined, 6]);
});

test("the same, while the clock wraps", () => {
	for (const start of [0x7fff_ffff - 500, 0xffff_ffff - 500]) {
		const link = new FakeLink(start);
		const board = link.add("192.168.1.5");
		link.clock.advance(100_000);
		equal(
			link.taken().map(({ time }) => time),
			[0, 250, 500, 750, 1750, 3750],
		);
		equal([board.name, board.due], ["board", undefined]);
	}
});

test("§9: a name that somebody has is left to them, at once, and the next one is taken", () => {
	const link = new FakeLink();
	link.established("192.168.1.5");
	const second = link.add("192.168.1.6");
	link.clock.advance(5000);
	equal(second.names, ["board-2"]);
	const lines = link.text();
	// The holder answers by multicast, though the question would take unicast.
	equal(lines.slice(7, 9), ["10001 response", `answer ${host} A flush 120 192.168.1.5`]);
	equal(lines.includes("answer _http._tcp.local PTR 4500 board-2._http._tcp.local"), true);
	const third = link.add("192.168.1.7");
	link.clock.advance(5000);
	equal(third.names, ["board-3"]);
});

test("§8.1: any record of the name is somebody's, as long as it is not a goodbye, or our own come back", () => {
	const taking: readonly RecordOf[] = [
		addressOfOther,
		{ ...addressOfOther, name: "BOARD.local" },
		{ ...addressOfOther, section: 3 },
		{ name: host, type: Type.AAAA, data: new Uint8Array(16) },
		{ name: instance, type: Type.TXT, data: Uint8Array.of(0) },
		{ name: instance, type: Type.SRV, data: locationOf(80, "other.local") },
		{ name: instance, type: Type.SRV, data: locationOf(81, host) },
	];
	const leaving: readonly RecordOf[] = [
		{ ...addressOfOther, ttl: 0 },
		{ ...addressOfOther, name: "board-2.local" },
		{ ...addressOfOther, data: Uint8Array.of(192, 168, 1, 5) },
		{ name: instance, type: Type.SRV, data: locationOf(80, host) },
		{ name: "_http._tcp.local", type: Type.PTR, data: "other._http._tcp.local" },
		{ name: "5.1.168.192.in-addr.arpa", type: Type.PTR, data: "other.local" },
		{ name: host, type: Type.NSEC, data: Uint8Array.of(0, 0, 1, 0x40) },
	];
	for (const [records, name] of [
		[taking, "board-2"],
		[leaving, "board"],
	] as const)
		for (const [i, record] of records.entries()) {
			const link = new FakeLink();
			const board = link.add("192.168.1.5");
			link.clock.advance(300);
			link.say({ flags: response, records: [record] });
			link.clock.advance(5000);
			equal(board.names, [name], `record ${i}`);
		}
});

test("§6: a response that does not come from port 5353 says nothing, nor one with a code or of another operation", () => {
	for (const [flags, port] of [
		[response, 5354],
		[response | 3, 5353],
		[response | 0x2800, 5353],
	] as const) {
		const link = new FakeLink();
		const board = link.add("192.168.1.5");
		link.clock.advance(300);
		link.say({ flags, records: [addressOfOther] }, "192.168.1.77", port);
		link.clock.advance(5000);
		equal(board.name, "board");
	}
});

test("§8.2: of two that probe at the same time the later address wins, and the other waits a second, asks, and takes the next", () => {
	for (const addresses of [
		["192.168.1.5", "192.168.1.60"],
		["192.168.1.60", "192.168.1.5"],
	]) {
		const link = new FakeLink();
		// Both wait as long as they can: the last probe is the only one that the other sees in time.
		const [a, b] = addresses.map((address, i) => link.add(address, "board", () => i * 100));
		link.clock.advance(20_000);
		const [high, low] = addresses[0] === "192.168.1.60" ? [a, b] : [b, a];
		equal([high.names, low.names], [["board"], ["board-2"]]);
		const announced = link
			.taken()
			.filter(({ lines, from }) => from === low.address && lines[0].startsWith("answer board.local"));
		equal(announced, [], "the loser never says that the name is its own");
	}
});

test("§8.2: our own probe that comes back is no rival, and a host that probes for the same records is ourselves", () => {
	const link = new FakeLink();
	const board = link.add("192.168.1.5");
	link.clock.advance(100);
	link.send("192.168.1.5", 5353, link.taken()[0].bytes);
	link.clock.advance(5000);
	equal(board.name, "board");
	equal(
		link.taken().map(({ time }) => time),
		[100, 250, 500, 750, 1750, 3750],
	);
});

test("§8.2: records are compared by class, type and data, sorted, however they come", () => {
	const a = (last: number): RecordOf => ({
		section: 2,
		name: host,
		type: Type.A,
		data: Uint8Array.of(192, 168, 1, last),
	});
	const ours = { text: Uint8Array.of(3, 0x70, 0x3d, 0x2f), location: locationOf(80, host) };
	const text = (data: Uint8Array): RecordOf => ({ section: 2, name: instance, type: Type.TXT, data });
	const location = (data: Uint8Array): RecordOf => ({ section: 2, name: instance, type: Type.SRV, data });
	const contests: readonly (readonly [string, readonly RecordOf[], boolean])[] = [
		["an earlier address", [a(4)], true],
		["the same address", [a(5)], true],
		["a later address", [a(6)], false],
		["two addresses, the first the same", [a(5), a(6)], false],
		["two addresses, the first earlier", [a(6), a(4)], true],
		["another type, later", [{ section: 2, name: host, type: Type.AAAA, data: new Uint8Array(16) }], false],
		[
			"no record of the name",
			[{ section: 2, name: "other.local", type: Type.A, data: Uint8Array.of(255, 0, 0, 0) }],
			true,
		],
		["the same instance, however sorted", [a(5), location(ours.location), text(ours.text)], true],
		["a later text", [text(Uint8Array.of(3, 0x71, 0, 0))], false],
		["a longer text", [text(Uint8Array.of(4, 0, 0, 0, 0))], false],
		["half of the instance", [text(ours.text)], true],
		["a later port", [text(ours.text), location(locationOf(81, host))], false],
		["a later host, its name compressed", [a(5), text(ours.text), location(locationOf(80, "board.locbl"))], false],
	];
	for (const [what, records, wins] of contests) {
		const link = new FakeLink();
		const board = link.add("192.168.1.5");
		link.clock.advance(510);
		link.taken();
		link.say({
			questions: [
				{ name: host, type: Type.ANY },
				{ name: instance, type: Type.ANY },
			],
			records,
		});
		link.clock.advance(300);
		equal(board.name, wins ? "board" : undefined, what);
		link.clock.advance(5000);
		equal(board.name, "board", `${what}: the other does not answer`);
	}
});

test("§9: one that says it has our name makes us ask again; if nobody answers then, it is still ours", () => {
	const link = new FakeLink();
	const board = link.established();
	link.say({ flags: response, records: [addressOfOther] });
	link.clock.advance(10_000);
	equal(board.names, ["board", "board"]);
	equal(
		link.taken().map(({ time }) => time - 10_000),
		[1, 251, 501, 751, 1751, 3751],
	);
});

test("§9: and if the other has it really, one of them gets another", () => {
	const link = new FakeLink();
	const a = link.established("192.168.1.5");
	// Two networks are joined that both have a board.
	link.loses = () => true;
	const b = link.add("192.168.1.6");
	link.clock.advance(10_000);
	equal([a.name, b.name], ["board", "board"]);
	link.loses = () => false;
	link.say({ flags: response, records: [{ ...addressOfOther, data: Uint8Array.of(192, 168, 1, 6) }] });
	link.clock.advance(20_000);
	equal([a.name, b.name].sort(), ["board", "board-2"]);
});

test("§9: other data of a record that is ours alone are a conflict; what others may have, too, is not", () => {
	const records: readonly (readonly [RecordOf, boolean])[] = [
		[addressOfOther, true],
		[{ name: instance, type: Type.SRV, data: locationOf(81, host) }, true],
		[{ name: instance, type: Type.TXT, data: Uint8Array.of(0) }, true],
		[{ ...addressOfOther, ttl: 0 }, false],
		[{ name: host, type: Type.AAAA, data: new Uint8Array(16) }, false],
		[{ name: "_http._tcp.local", type: Type.PTR, data: "other._http._tcp.local" }, false],
		[{ name: "5.1.168.192.in-addr.arpa", type: Type.PTR, data: "other.local" }, false],
	];
	for (const [record, conflicts] of records) {
		const link = new FakeLink();
		const board = link.established();
		link.say({ flags: response, records: [record] });
		link.clock.advance(1);
		equal(board.due !== undefined, conflicts, JSON.stringify(record));
	}
});

test("§8.1: whoever contradicts on and on is given names at most every 5 s", () => {
	const link = new FakeLink();
	const board = link.add("192.168.1.5");
	const spoil = () => {
		const sent = link.taken().at(-1);
		const name = sent?.lines.find((line) => line.startsWith("?"))?.split(" ")[1];
		if (name) link.say({ flags: response, records: [{ ...addressOfOther, name }] });
	};
	for (let i = 0; i < 600_000; i += 50) {
		link.clock.advance(50);
		spoil();
	}
	equal(board.names, []);
	link.clock.advance(10_000);
	const number = Number(board.name?.split("-")[1]);
	equal(number > 15 && number < 15 + 600 / 5 + 2, true);
});

test("§10.1: goodbye takes back what was told, but not what others tell, too", () => {
	const link = new FakeLink();
	const board = link.established();
	board.close();
	equal(link.text(), [
		"10000 response",
		...announcement.filter((line) => !line.includes("_services")).map((line) => line.replace(/ (120|4500) /, " 0 ")),
	]);
	board.receive(messageOf({ questions: [{ name: host, type: Type.A }] }), "192.168.1.77", 5353);
	board.close();
	link.clock.advance(10_000);
	equal([link.taken().length, board.due], [0, undefined]);
});

test("§10.1: who has told nothing yet says no goodbye", () => {
	const link = new FakeLink();
	const board = link.add("192.168.1.5");
	link.clock.advance(600);
	link.taken();
	board.close();
	link.clock.advance(10_000);
	equal([link.text(), board.names], [[], []]);
});

test("another name: goodbye to the old one, and the new one is probed for", () => {
	const link = new FakeLink();
	const board = link.established();
	board.rename("panel");
	equal(link.taken()[0].lines[0], `answer ${host} A flush 0 192.168.1.5`);
	link.clock.advance(10_000);
	equal(board.names, ["board", "panel"]);
	equal(link.taken()[0].lines[0], "? panel.local ANY QU");
	link.say({ questions: [{ name: host, type: Type.A }] });
	link.clock.advance(1000);
	equal(link.text(), []);
	link.say({ questions: [{ name: "panel.local", type: Type.A }] });
	link.clock.advance(1000);
	equal(link.taken()[0].lines[0], "answer panel.local A flush 120 192.168.1.5");
});

test("another name, taken while the old one had a number: it begins without one", () => {
	const link = new FakeLink();
	link.established();
	const board = link.established("192.168.1.6");
	equal(board.name, "board-2");
	board.rename("panel");
	link.clock.advance(10_000);
	equal(board.name, "panel");
});

test("§4: the name of our address is left to whoever speaks for it, now or later, without a word", () => {
	const reverse = "5.1.168.192.in-addr.arpa";
	const other: RecordOf = { name: reverse, type: Type.PTR, data: "desktop.local" };
	const speaks = [
		(link: FakeLink) => link.say({ flags: response, records: [other] }),
		(link: FakeLink) =>
			link.say({ questions: [{ name: reverse, type: Type.ANY }], records: [{ ...other, section: 2 }] }),
	];
	const speaksOfIt = (link: FakeLink) =>
		link.taken().some(({ lines }) => lines.some((line) => line.startsWith(`answer ${reverse}`)));
	const probing = new FakeLink();
	const board = probing.add("192.168.1.5");
	probing.clock.advance(600);
	speaks[0](probing);
	probing.clock.advance(10_000);
	equal([board.name, speaksOfIt(probing)], ["board", false]);
	board.rename("panel");
	probing.clock.advance(10_000);
	equal(speaksOfIt(probing), false, "nor with another name");
	for (const speak of speaks) {
		const link = new FakeLink();
		const later = link.established();
		speak(link);
		link.clock.advance(1000);
		link.say({ questions: [{ name: reverse, type: Type.PTR }] });
		link.clock.advance(1000);
		later.close();
		equal(speaksOfIt(link), false);
	}
	const link = new FakeLink();
	link.established();
	link.say({ flags: response, records: [{ ...other, ttl: 0 }] });
	link.say({ questions: [{ name: reverse, type: Type.PTR }] });
	link.clock.advance(1000);
	equal(speaksOfIt(link), true, "a goodbye says nothing");
});

test("what is malformed, to the last byte, changes nothing", () => {
	const link = new FakeLink();
	const board = link.add("192.168.1.5");
	link.clock.advance(300);
	const whole = messageOf({ flags: response, records: [addressOfOther] });
	for (let length = 0; length < whole.length; length++) link.say(whole.slice(0, length));
	// A count that promises more.
	const more = whole.slice();
	more[7] = 2;
	link.say(more);
	link.clock.advance(5000);
	equal(board.name, "board");
});
