/*
	What is answered, to whom and when, by sections of RFC 6762. The board of these tests is 192.168.1.5, who asks 192.168.1.77.
*/

import { Type } from "../../src/dns/message.js";
import { MessageReader } from "../../src/dns/reader.js";
import { locationOf, messageOf, type QuestionOf, type RecordOf, response } from "../fakes/dns.js";
import { FakeLink } from "../fakes/link.js";
import { equal, test } from "../harness.js";

const host = "board.local";
const service = "_http._tcp.local";
const services = "_services._dns-sd._udp.local";
const instance = `board.${service}`;
const reverse = "5.1.168.192.in-addr.arpa";
const asker = "192.168.1.77";

const ours: readonly RecordOf[] = [
	{ name: host, type: Type.A, data: Uint8Array.of(192, 168, 1, 5), ttl: 120 },
	{ name: instance, type: Type.TXT, data: Uint8Array.of(3, 0x70, 0x3d, 0x2f), ttl: 4500 },
	{ name: instance, type: Type.SRV, data: locationOf(80, host), ttl: 120 },
	{ name: service, type: Type.PTR, data: instance, ttl: 4500 },
];
const [address, , , pointer] = ours;

const line = {
	address: `${host} A flush 120 192.168.1.5`,
	addressOnly: `${host} NSEC flush 120 05626f617264056c6f63616c00000140`,
	text: `${instance} TXT flush 4500 03703d2f`,
	location: `${instance} SRV flush 120 80 ${host}`,
	locationOnly: `${instance} NSEC flush 4500 05626f617264055f68747470045f746370056c6f63616c0000050000800040`,
	pointer: `${service} PTR 4500 ${instance}`,
	services: `${services} PTR 4500 ${service}`,
	reverse: `${reverse} PTR flush 120 ${host}`,
};
type Line = keyof typeof line;

const lines = (answers: readonly Line[], additionals: readonly Line[] = []) => [
	...answers.map((name) => `answer ${line[name]}`),
	...additionals.map((name) => `additional ${line[name]}`),
];

/** What is asked, then the answers, then what comes along. */
const asked: readonly (readonly [string, number, readonly Line[], readonly Line[]])[] = [
	[host, Type.A, ["address"], ["addressOnly"]],
	["BOARD.Local", Type.A, ["address"], ["addressOnly"]],
	[host, Type.AAAA, ["addressOnly"], ["address"]],
	[host, Type.TXT, ["addressOnly"], ["address"]],
	[host, 65, ["addressOnly"], ["address"]],
	[host, Type.NSEC, ["addressOnly"], ["address"]],
	[host, Type.ANY, ["address"], ["addressOnly"]],
	[instance, Type.SRV, ["location"], ["address", "addressOnly"]],
	[instance, Type.TXT, ["text"], []],
	[instance, Type.ANY, ["text", "location"], ["address", "addressOnly"]],
	[instance, Type.A, ["locationOnly"], []],
	[service, Type.PTR, ["pointer"], ["address", "addressOnly", "text", "location", "locationOnly"]],
	[service, Type.ANY, ["pointer"], ["address", "addressOnly", "text", "location", "locationOnly"]],
	[services, Type.PTR, ["services"], []],
	[reverse, Type.PTR, ["reverse"], []],
];

for (const [name, type, answers, additionals] of asked)
	test(`mDNS: ${name}, type ${type}`, () => {
		const link = new FakeLink();
		link.established();
		link.say({ id: 7, questions: [{ name, type }] });
		link.clock.advance(1000);
		const [sent, ...more] = link.taken();
		equal([more.length, sent.to, sent.port], [0, undefined, 5353]);
		equal(sent.lines, lines(answers, additionals));
		const reader = new MessageReader(sent.bytes);
		equal([reader.id, reader.flags], [0, response], "§18.1: a multicast response has no id");
		const isShared = answers[0] === "pointer" || answers[0] === "services";
		equal(sent.time - 10_001, isShared ? 20 : 0, "§6: what others may answer, too, waits");
	});

/** Questions that are none of ours. */
const strange: readonly QuestionOf[] = [
	{ name: "other.local", type: Type.A },
	{ name: "board", type: Type.A },
	{ name: "board.local.local", type: Type.A },
	{ name: "local", type: Type.ANY },
	{ name: service, type: Type.SRV },
	{ name: service, type: Type.A },
	{ name: "_https._tcp.local", type: Type.PTR },
	{ name: "other._http._tcp.local", type: Type.SRV },
	{ name: "6.1.168.192.in-addr.arpa", type: Type.PTR },
	{ name: host, type: Type.A, class: 3 },
];

test("what is not ours, or not of the Internet, is left to others", () => {
	const link = new FakeLink();
	link.established();
	for (const port of [5353, 60_000])
		for (const question of strange) {
			link.say({ questions: [question] }, asker, port);
			link.clock.advance(1000);
			equal(link.text(), [], `${question.name} ${question.type}`);
		}
	link.say({ questions: [{ name: host, type: Type.A, class: 255 }] });
	link.clock.advance(1);
	equal(link.taken().length, 1);
});

test("several questions are answered in one message, and it waits if one of the answers has to", () => {
	const link = new FakeLink();
	link.established("192.168.1.5", "board", (end) => end - 1);
	link.say({
		questions: [
			{ name: host, type: Type.A },
			{ name: "other.local", type: Type.A },
			{ name: host, type: Type.AAAA },
			{ name: services, type: Type.PTR },
		],
	});
	link.clock.advance(120);
	equal(link.text(), []);
	link.clock.advance(1);
	equal(link.text(), ["10121 response", ...lines(["address", "addressOnly", "services"])]);
});

test("§6.4: questions that come while an answer waits are answered with it", () => {
	const link = new FakeLink();
	link.established();
	link.say({ questions: [{ name: services, type: Type.PTR }] });
	link.clock.advance(10);
	link.say({ questions: [{ name: service, type: Type.PTR }] }, "192.168.1.78");
	link.clock.advance(1000);
	equal(link.text(), [
		"10021 response",
		...lines(["pointer", "services"], ["address", "addressOnly", "text", "location", "locationOnly"]),
	]);
});

test("§6: no record is multicast twice within a second", () => {
	const link = new FakeLink();
	link.established();
	for (let i = 0; i < 50; i++) {
		link.say({
			questions: [
				{ name: host, type: Type.A },
				{ name: service, type: Type.PTR },
			],
		});
		link.clock.advance(100);
	}
	const times = new Map<string, number[]>();
	for (const { time, lines } of link.taken())
		for (const line of lines) {
			const what = line.slice(line.indexOf(" ") + 1);
			times.set(what, [...(times.get(what) ?? []), time]);
		}
	equal(times.size, 6);
	for (const [what, at] of times) {
		equal(at.length >= 4, true, `${what} is told again`);
		for (let i = 1; i < at.length; i++) equal(at[i] - at[i - 1] >= 1000, true, what);
	}
});

test("§7.1: what the asker knows is not told, if it knows it for half of its life", () => {
	const question = [
		{ name: host, type: Type.A },
		{ name: instance, type: Type.ANY },
		{ name: service, type: Type.PTR },
	];
	const cases: readonly (readonly [string, readonly RecordOf[], readonly Line[]])[] = [
		["all", ours, []],
		["half", ours.map((record) => ({ ...record, ttl: (record.ttl as number) / 2 })), []],
		[
			"less",
			ours.map((record) => ({ ...record, ttl: (record.ttl as number) / 2 - 1 })),
			["address", "text", "location", "pointer"],
		],
		["one", [pointer], ["address", "text", "location"]],
		[
			"other data",
			[
				{ ...address, data: Uint8Array.of(192, 168, 1, 6) },
				{ ...pointer, data: "other._http._tcp.local" },
			],
			["address", "text", "location", "pointer"],
		],
		[
			"in other case, with a flush bit",
			[{ ...pointer, name: "_HTTP._tcp.local", flush: true }],
			["address", "text", "location"],
		],
		[
			"in the wrong section",
			ours.map((record) => ({ ...record, section: 3 })),
			["address", "text", "location", "pointer"],
		],
	];
	for (const [what, records, answers] of cases)
		for (const unicast of [false, true]) {
			const link = new FakeLink();
			link.established();
			link.say({ questions: question.map((one) => ({ ...one, unicast })), records });
			link.clock.advance(1000);
			const told = link.taken().flatMap(({ lines }) => lines.filter((line) => line.startsWith("answer ")));
			equal(told.sort(), lines(answers).sort(), what);
		}
});

test("§7.2: more known answers are to come, so the answer waits for them", () => {
	const link = new FakeLink();
	link.established("192.168.1.5", "board", (end) => end - 1);
	const questions = [{ name: service, type: Type.PTR }];
	const elsewhere: RecordOf = { ...pointer, data: "other._http._tcp.local" };
	link.say({ flags: 0x0200, questions, records: [elsewhere] });
	link.clock.advance(100);
	link.say({ records: [pointer] });
	link.clock.advance(1000);
	equal(link.text(), [], "known after all");
	link.say({ flags: 0x0200, questions, records: [elsewhere] });
	link.clock.advance(100);
	link.say({ records: [pointer] }, "192.168.1.78");
	link.clock.advance(400);
	equal(link.text(), [], "500 ms");
	link.clock.advance(1);
	equal(link.taken()[0]?.lines[0], `answer ${line.pointer}`, "it was not the asker who knows it");
	link.clock.advance(1000);
	link.say({ flags: 0x0200, questions });
	link.say({ flags: 0x0200, questions }, "192.168.1.78");
	link.clock.advance(100);
	link.say({ records: [pointer] });
	link.clock.advance(1000);
	equal(link.taken().length, 1, "the other one does not know it");
});

test("§5.4: who would take a unicast response gets one, if all have been told lately", () => {
	const link = new FakeLink();
	link.established();
	link.say({ id: 7, questions: [{ name: host, type: Type.A, unicast: true }] });
	link.clock.advance(1);
	const [sent] = link.taken();
	equal([sent.to, sent.port, sent.lines], [asker, 5353, lines(["address"], ["addressOnly"])]);
	link.clock.advance(30_000);
	link.taken();
	link.say({
		questions: [
			{ name: host, type: Type.A, unicast: true },
			{ name: services, type: Type.PTR, unicast: true },
		],
	});
	link.clock.advance(1000);
	equal(
		link.taken().map(({ to, lines }) => [to, lines]),
		[
			[asker, lines(["services"])],
			[undefined, lines(["address"], ["addressOnly"])],
		],
		"an address that was told more than 30 s ago is told to all",
	);
});

test("§6.7: a plain client gets its question back, its id, short lives, no flush bit, and SRV without compression", () => {
	const link = new FakeLink();
	link.established();
	link.say({ id: 0x1234, questions: [{ name: "Board.local", type: Type.A }] }, asker, 60_000);
	link.clock.advance(1);
	const [sent, ...more] = link.taken();
	equal([more.length, sent.to, sent.port], [0, asker, 60_000]);
	equal(sent.lines, [
		"? Board.local A",
		"answer Board.local A 10 192.168.1.5",
		"additional Board.local NSEC 10 05626f617264056c6f63616c00000140",
	]);
	equal(new MessageReader(sent.bytes).id, 0x1234);
	link.say({ questions: [{ name: instance, type: Type.SRV, unicast: true }] }, asker, 60_000);
	link.clock.advance(1);
	const [{ bytes, lines: second }] = link.taken();
	equal(second.slice(0, 2), [`? ${instance} SRV QU`, `answer ${instance} SRV 10 80 ${host}`]);
	const reader = new MessageReader(bytes);
	reader.next();
	reader.next();
	equal(reader.end - reader.data, 6 + 13);
});

test("§6.7: a plain client that asks for what there is not is told so at once", () => {
	const link = new FakeLink();
	link.established();
	link.say({ id: 9, questions: [{ name: host, type: Type.AAAA }] }, asker, 60_000);
	link.clock.advance(1);
	equal(link.taken()[0].lines, [
		`? ${host} AAAA`,
		"additional board.local A 10 192.168.1.5",
		"additional board.local NSEC 10 05626f617264056c6f63616c00000140",
	]);
});

test("a flood from one asker is not answered without end", () => {
	const link = new FakeLink();
	link.established();
	for (let second = 0; second < 3; second++) {
		let answers = 0;
		for (let i = 0; i < 200; i++) {
			link.say({ questions: [{ name: host, type: Type.A }] }, asker, 1024 + i);
			link.clock.advance(5);
			answers += link.taken().length;
		}
		equal(answers, 32);
	}
	const questions: QuestionOf[] = [];
	for (let i = 0; i < 60; i++) questions.push({ name: host, type: Type.A });
	link.say({ questions }, asker, 60_000);
	link.clock.advance(1000);
	equal(link.text(), [], "a plain client asks one question");
});

test("§8.1: a probe for our name is answered by multicast, four times a second at most", () => {
	const link = new FakeLink();
	link.established();
	for (let i = 0; i < 100; i++) {
		link.say({
			questions: [{ name: host, type: Type.ANY, unicast: true }],
			records: [{ section: 2, name: host, type: Type.A, data: Uint8Array.of(192, 168, 1, 77) }],
		});
		link.clock.advance(20);
	}
	const sent = link.taken();
	equal([sent.length, sent[0].to, sent[0].lines[0]], [8, undefined, `answer ${line.address}`]);
});

test("a probe for the name of our address is not ours to answer: a desktop has another responder with that address", () => {
	const link = new FakeLink();
	link.established();
	link.say({
		questions: [{ name: "other.local", type: Type.ANY }],
		records: [{ section: 2, name: reverse, type: Type.PTR, data: "other.local" }],
	});
	link.clock.advance(1000);
	equal(link.text(), []);
});

test("§7.4: what somebody else has just said need not be said again", () => {
	const link = new FakeLink();
	link.established();
	const same: RecordOf = { name: services, type: Type.PTR, data: service, ttl: 4500 };
	link.say({ questions: [{ name: services, type: Type.PTR }] });
	link.clock.advance(5);
	link.say({ flags: response, records: [same] }, "192.168.1.78");
	link.clock.advance(1000);
	equal(link.text(), []);
	link.say({ questions: [{ name: services, type: Type.PTR }] });
	link.clock.advance(5);
	link.say({ flags: response, records: [{ ...same, ttl: 2000 }] }, "192.168.1.78");
	link.clock.advance(1000);
	equal(link.taken().length, 1, "they said it for too short a time");
});

test("§6.6, §10.1: what others are made to forget is told again", () => {
	const link = new FakeLink();
	link.established();
	link.say({ flags: response, records: [{ name: services, type: Type.PTR, data: service, ttl: 0 }] });
	link.clock.advance(1000);
	equal(link.text(), ["10021 response", ...lines(["services"])]);
	link.say({ flags: response, records: [{ ...address, ttl: 59, flush: true }] });
	link.clock.advance(1);
	equal(link.taken()[0].lines[0], `answer ${line.address}`);
});

test("while a name is probed for, nothing is answered of it", () => {
	const link = new FakeLink();
	link.add("192.168.1.5");
	link.clock.advance(300);
	link.taken();
	link.say({ questions: [{ name: host, type: Type.A }] });
	link.say({ questions: [{ name: host, type: Type.A }] }, asker, 60_000);
	link.clock.advance(100);
	equal(link.text(), []);
});

test("a time long ago does not count as just now when the clock has wrapped", () => {
	const link = new FakeLink();
	link.established();
	for (const days of [24.9, 30, 49.8]) {
		link.clock.jump(days * 86_400_000);
		link.say({ questions: [{ name: host, type: Type.A }] });
		link.clock.advance(1);
		equal(link.taken().length, 1, `${days} days`);
		link.clock.jump(0);
		link.clock.advance(2000);
	}
});

test("text that is malformed where it matters is no known answer", () => {
	const link = new FakeLink();
	link.established();
	const message = messageOf({ questions: [{ name: service, type: Type.PTR }], records: [pointer] });
	// The pointer of the record's data leads to itself.
	message[message.length - 1] = message.length - 2;
	link.say(message);
	link.clock.advance(1000);
	equal(link.taken().length, 1);
});
