import { Assembler } from "../../src/websocket/assembler.js";
import type { Connection } from "../../src/websocket/connection.js";
import { checkUtf8, encodeFrame, type Host } from "../../src/websocket/frame.js";
import { portable } from "../../src/websocket/mask.js";
import { CloseCode, finBit, type MessageOpcode, Opcode, Phase } from "../../src/websocket/names.js";
import { endpoint, Role } from "../endpoint.js";
import { feed, Recorder } from "../feed.js";
import { bytesOf, concat, equal, hex, largeTest, Random, test, throws } from "../harness.js";
import {
	closeCodes,
	faulty,
	faultyCloses,
	largeToClient,
	largeToServer,
	toClient,
	toServer,
} from "../vectors/frames.js";
import { invalid, unfinished, valid } from "../vectors/utf8.js";

for (const vector of [...toServer, ...closeCodes]) test(`server gets ${vector[0]}`, () => feed(Role.server, vector));
for (const vector of toClient) test(`client gets ${vector[0]}`, () => feed(Role.client, vector));
for (const vector of largeToServer) largeTest(`server gets ${vector[0]}`, () => feed(Role.server, vector));
for (const vector of largeToClient) largeTest(`client gets ${vector[0]}`, () => feed(Role.client, vector));

/** What may follow a failure: nothing of it is answered or delivered. It holds bytes that look like a Close frame. */
const aftermath = bytesOf(
	"8982 00000000 8880 0182 00000000 8880 80fe 007e 00000000 88*126 8282 00000000 'hi' 8a80 00000000",
);
const close = bytesOf("8882 01020304 02ea");

for (const [name, notation] of faulty)
	largeTest(`after ${name}, the peer's Close is found, and nothing else matters`, () => {
		const bytes = concat([bytesOf(notation), aftermath, close]);
		const cuts = bytes.length < 1000 ? bytes.length : 1;
		for (let cut = 0; cut < cuts; cut++) {
			const { connection, events } = new Recorder(Role.server);
			connection.receive(bytes.slice(0, cut));
			connection.receive(bytes.slice(cut, bytes.length - 1));
			equal([connection.phase, events.length], [Phase.failed, 2], `split at ${cut}: ${events}`);
			connection.receive(bytes.slice(-1));
			equal([connection.phase, events.length], [Phase.closed, 2], `split at ${cut}: ${events}`);
		}
	});

for (const [name, notation] of faultyCloses)
	test(`no Close follows a wrong one: ${name}`, () => {
		const { connection, events } = new Recorder(Role.server);
		connection.receive(bytesOf(notation));
		equal([connection.phase, events.length, events[1]?.endsWith("clean")], [Phase.closed, 2, false], String(events));
	});

test("behind a length that is none, no Close is found", () => {
	const { connection } = new Recorder(Role.server);
	connection.receive(concat([bytesOf("82ff 8000000000000000 00000000"), close, close]));
	equal(connection.phase, Phase.failed);
	connection.end();
	equal(connection.phase, Phase.closed);
});

test("our own failure in the middle of a frame: its rest is skipped", () => {
	const { connection, events } = new Recorder(Role.server);
	connection.receive(bytesOf("8285 00000000 61"));
	connection.fail(CloseCode.internalError);
	connection.receive(concat([bytesOf("88808880"), close.subarray(0, 3)]));
	equal(connection.phase, Phase.failed);
	connection.receive(close.slice(3));
	equal([connection.phase, events], [Phase.closed, [">close 1011", "closed 1011"]]);
});

/** What comes of a text that is a frame in two slices, or two fragments: pieces in hexadecimal, and the code of the end. */
function cutText(payload: Uint8Array, cut: number, fragmented: boolean, host?: Host): string {
	const told: string[] = [];
	const connection = endpoint(Role.server, {
		maxMessage: 100,
		...(host && { host }),
		write() {},
		onFragment: (_opcode, bytes) => told.push(hex(bytes)),
		onClose: (code) => told.push(String(code)),
	});
	const [head, tail] = [payload.slice(0, cut), payload.slice(cut)];
	const key = bytesOf("00000000");
	const frames = fragmented
		? [
				bytesOf("01"),
				Uint8Array.of(0x80 | head.length),
				key,
				head,
				bytesOf("80"),
				Uint8Array.of(0x80 | tail.length),
				key,
			]
		: [bytesOf("81"), Uint8Array.of(0x80 | payload.length), key, head];
	connection.receive(concat(frames));
	connection.receive(tail);
	return told.join(" ");
}

test("a host's check of text changes nothing: not what is told, nor when it fails", () => {
	const isUtf8 = (bytes: Uint8Array) => checkUtf8(bytes, 0) === 0;
	const texts = [...valid, ...unfinished, ...invalid.map(([text]) => text)].flatMap((text) => [text, `4142${text}43`]);
	for (const text of texts) {
		const payload = bytesOf(text);
		for (let cut = 0; cut <= payload.length; cut++)
			for (const fragmented of [false, true])
				equal(
					cutText(payload, cut, fragmented, { ...portable, isUtf8 }),
					cutText(payload, cut, fragmented),
					`${text}, cut at ${cut}`,
				);
	}
	equal(cutText(bytesOf("e282ac"), 1, true, { ...portable, isUtf8 }), "e2 82ac");
	equal(cutText(bytesOf("e28241"), 1, false, { ...portable, isUtf8 }), "e2 1007");
});

test("a host is asked once about a piece that it confirms, and of one that is cut about the rest of it", () => {
	const asked: string[] = [];
	const isUtf8 = (bytes: Uint8Array) => {
		asked.push(hex(bytes));
		return checkUtf8(bytes, 0) === 0;
	};
	cutText(bytesOf("4142e282ac43"), 4, false, { ...portable, isUtf8 });
	equal(asked, ["4142e282", "4142", ""]);
});

test("an exception of ours passes through", () => {
	const connection = endpoint(Role.server, {
		maxMessage: 100,
		write() {},
		onFragment() {
			throw new Error("bug");
		},
	});
	throws(() => connection.receive(bytesOf("8281 00000000 61")), "bug");
});

test("a paused connection that has failed goes on to skip", () => {
	const connection = endpoint(Role.server, { maxMessage: 100, isPaused: () => true, write() {} });
	connection.receive(bytesOf("8282 00000000 61"));
	connection.fail(CloseCode.internalError);
	connection.receive(concat([bytesOf("62"), close]));
	equal(connection.phase, Phase.closed);
});

const hello = bytesOf("'Hello'");

test("a server's frames are the RFC's examples", () => {
	const { connection, sent } = new Recorder(Role.server);
	connection.send(Opcode.text, hello);
	connection.send(Opcode.text, hello.subarray(0, 3), false);
	connection.send(Opcode.text, hello.subarray(3));
	connection.send(Opcode.ping, hello);
	connection.send(Opcode.pong, hello);
	connection.send(Opcode.binary, new Uint8Array(256));
	equal(
		sent.map((frame) => hex(frame.subarray(0, 7))).join(" "),
		["810548656c6c6f", "010348656c", "80026c6f", "890548656c6c6f", "8a0548656c6c6f", "827e0100000000"].join(" "),
	);
});

largeTest("a client masks a frame that was made for many, each time anew", () => {
	const { connection, sent } = new Recorder(Role.client);
	for (const length of [5, 126, 65_536]) {
		sent.length = 0;
		const frame = encodeFrame(finBit | Opcode.text, new Uint8Array(length).fill(0x61));
		equal([connection.sendFrame(frame), frame.at(-1)], [true, 0x61]);
		const bytes = concat(sent);
		equal(
			[bytes[1] & 0x80, bytes.length, hex(bytes.subarray(-length).subarray(0, 4))],
			[0x80, frame.length + 4, "60636265"],
		);
	}
	connection.send(Opcode.text, hello, false);
	throws(() => connection.sendFrame(encodeFrame(finBit | Opcode.text, hello)), "not finished");
});

test("a client's frames are masked, and leave the payload as it was", () => {
	const { connection, sent } = new Recorder(Role.client);
	const payload = hello.slice();
	connection.send(Opcode.text, payload);
	equal(sent[0], bytesOf("8185 01020304 49676f686e"));
	equal(payload, hello);
});

largeTest("a large server frame goes out without a copy", () => {
	const { connection, sent } = new Recorder(Role.server);
	connection.send(Opcode.binary, new Uint8Array(65_536));
	connection.send(Opcode.binary, new Uint8Array(65_535));
	equal(
		sent.map((bytes) => bytes.length),
		[10, 65_536, 4, 65_535],
	);
	equal([sent[0], sent[2]], [bytesOf("827f 0000000000010000"), bytesOf("827e ffff")]);
});

test("nothing follows the end, not even the rest of a large frame", () => {
	const events: string[] = [];
	const connection: Connection = endpoint(Role.server, {
		maxMessage: 100,
		write(bytes) {
			events.push(`>${bytes.length}`);
			connection.end();
		},
		onClose: () => events.push("closed"),
	});
	connection.send(Opcode.binary, new Uint8Array(1025));
	equal(events, [">4", "closed"]);
});

test("a message of unknown length is streamed, with control frames between", () => {
	const recorder = new Recorder(Role.server);
	recorder.connection.send(Opcode.text, hello, false);
	recorder.connection.send(Opcode.ping, new Uint8Array(0));
	recorder.connection.receive(bytesOf("8981 00000000 07"));
	recorder.connection.send(Opcode.text, hello, false);
	recorder.connection.send(Opcode.text, new Uint8Array(0), true);
	recorder.connection.send(Opcode.binary, hello);
	equal(
		recorder.line,
		'>part of text "Hello" | >ping | >pong 07 | >part of more 48656c6c6f | >more | >binary 48656c6c6f',
	);
});

test("our own mistakes throw", () => {
	const { connection } = new Recorder(Role.server);
	connection.send(Opcode.text, hello, false);
	throws(() => connection.send(Opcode.binary, hello), "not finished");
	throws(() => connection.sendFrame(encodeFrame(finBit | Opcode.text, hello)), "not finished");
	throws(() => connection.send(Opcode.ping, new Uint8Array(126)), "RangeError");
	throws(() => connection.send(Opcode.pong, hello, false), "RangeError");
	for (const code of [999, 1005, 1006, 1015, 2999, 5000]) throws(() => connection.close(code), "RangeError");
	throws(() => connection.close(1000, new Uint8Array(124)), "RangeError");
	throws(() => connection.fail(1006), "RangeError");
	throws(() => connection.fail(1011, new Uint8Array(124)), "RangeError");
});

test("the longest control frame and the longest reason are sent; nothing is after a Close, not even a shared frame", () => {
	const { connection, sent } = new Recorder(Role.server);
	equal(connection.send(Opcode.ping, new Uint8Array(125)), true);
	connection.close(1000, new Uint8Array(123).fill(0x61));
	equal(connection.sendFrame(encodeFrame(finBit | Opcode.text, hello)), false);
	equal(
		sent.map((frame) => frame.length),
		[127, 127],
	);
});

test("what is kept of a cut frame is a copy, also of a buffer that is used again", () => {
	const recorder = new Recorder(Role.server);
	const buffer = new Uint8Array(3);
	for (const piece of ["818200", "000000", "6869"]) {
		const bytes = bytesOf(piece);
		buffer.set(bytes);
		recorder.connection.receive(buffer.subarray(0, bytes.length));
	}
	equal(recorder.line, 'text "hi"');
});

test("closing: our Close, messages dropped, pings answered, the peer's Close", () => {
	const recorder = new Recorder(Role.server);
	recorder.connection.close(CloseCode.goingAway);
	recorder.connection.close();
	equal(recorder.connection.send(Opcode.text, hello), false);
	equal(recorder.connection.send(Opcode.ping, hello), false);
	recorder.connection.receive(bytesOf("8181 00000000 'a' 8980 00000000 8882 00000000 03e9 8980 00000000"));
	recorder.connection.end();
	equal(recorder.line, ">close 1001 | >pong | closed 1001 clean");
});

test("a Close is answered with its code alone", () => {
	const recorder = new Recorder(Role.server);
	recorder.connection.receive(bytesOf("8885 00000000 03e8 'bye'"));
	equal(recorder.sent, [bytesOf("8802 03e8")]);
});

test("closing: a violation is not answered with a second Close", () => {
	const recorder = new Recorder(Role.server);
	recorder.connection.close();
	recorder.connection.receive(bytesOf("c180 00000000"));
	equal(recorder.line, ">close 1000 | closed 1002");
});

test("the transport's end is 1006, once", () => {
	const recorder = new Recorder(Role.server);
	recorder.connection.end();
	recorder.connection.end();
	recorder.connection.fail(CloseCode.internalError);
	recorder.connection.receive(bytesOf("8180 00000000"));
	equal(recorder.line, "closed 1006");
});

test("fail sends its code and reason, then nothing more", () => {
	const recorder = new Recorder(Role.server);
	recorder.connection.fail(CloseCode.unsupportedData, bytesOf("'no binary'"));
	equal(recorder.sent[0], bytesOf("880b 03eb 'no binary'"));
	equal(recorder.connection.send(Opcode.text, hello), false);
	equal(recorder.line, ">close 1003 | closed 1003");
});

test("a transport that fails inside write changes nothing about that: one Close frame, one end", () => {
	for (const act of ["close", "fail"] as const) {
		for (const inside of ["send", "end", "close", "fail"] as const) {
			const events: string[] = [];
			let depth = 0;
			const connection: Connection = endpoint(Role.server, {
				maxMessage: 100,
				write(bytes) {
					events.push(`>${bytes[0].toString(16)}`);
					if (depth++) return;
					if (inside === "send") connection.send(Opcode.text, hello);
					else if (inside === "end") connection.end();
					else if (inside === "close") connection.close();
					else connection.fail(CloseCode.internalError);
				},
				onClose: () => events.push("closed"),
			});
			if (act === "close") connection.close();
			else connection.fail(CloseCode.internalError);
			connection.end();
			connection.end();
			equal(events, [">88", "closed"], `${act}, ${inside} inside`);
		}
	}
});

test("while it is paused nothing is taken, and nothing is lost", () => {
	const got: string[] = [];
	let paused = true;
	const connection = endpoint(Role.server, {
		maxMessage: 100,
		isPaused: () => paused,
		write() {},
		onFragment(_opcode, bytes) {
			got.push(hex(bytes));
			paused = true;
		},
	});
	const nothing = new Uint8Array(0);
	const bytes = bytesOf("8181 00000000 'a' 8182 00000000 'bc' 81");
	connection.receive(bytes);
	bytes.fill(0);
	equal(got, []);
	paused = false;
	connection.receive(nothing);
	equal(got, ["61"]);
	connection.receive(nothing);
	equal(got, ["61"]);
	paused = false;
	connection.receive(bytesOf("81 00000000 'd'"));
	paused = false;
	connection.receive(nothing);
	equal(got, ["61", "6263", "64"]);
});

test("the reason of a violation is its section of RFC 6455", () => {
	const sections: readonly (readonly [bytes: string, section: string])[] = [
		["8100", "1"],
		["c180 00000000", "2"],
		["8380 00000000", "2"],
		["81fe 0001 00000000", "2"],
		["8080 00000000", "4"],
		["0980 00000000", "5"],
		["88fe 007e 00000000", "5"],
	];
	for (const [bytes, section] of sections) {
		const { connection, sent } = new Recorder(Role.server);
		connection.receive(bytesOf(bytes));
		equal(sent[0], bytesOf(`8807 03ea c2a7 '5.${section}'`), bytes);
	}
});

test("fragments are handed on as they come, as views", () => {
	const pieces: string[] = [];
	const connection = endpoint(Role.server, {
		maxMessage: 100,
		write() {},
		onFragment: (opcode, bytes, left, last) => pieces.push(`${opcode} ${hex(bytes)} ${left} ${last}`),
	});
	connection.receive(bytesOf("0283 00000000 01"));
	connection.receive(bytesOf("0203 8081 00000000 04"));
	equal(pieces, ["2 01 2 false", "2 0203 0 false", "2 04 0 true"]);
});

test("both roles understand each other, whatever the slicing", () => {
	const seed = 20_261_122;
	const random = new Random(seed);
	for (let round = 0; round < 100; round++) {
		const client = new Recorder(Role.client);
		const server = new Recorder(Role.server);
		const expected: string[] = [];
		for (let i = random.below(4); i >= 0; i--) {
			const length = [0, 1, 125, 126, 127, 300][random.below(6)];
			const opcode: MessageOpcode = random.below(2) ? Opcode.text : Opcode.binary;
			const payload = random.bytes(length).map((byte) => byte & 0x7f);
			const cut = random.below(length + 1);
			if (random.below(2)) client.connection.send(opcode, payload.subarray(0, cut), false);
			client.connection.send(opcode, client.events.at(-1)?.startsWith(">part") ? payload.subarray(cut) : payload);
			expected.push(`${opcode}:${hex(payload)}`);
		}
		const wire = concat(client.sent);
		const got: string[] = [];
		const assembler = new Assembler();
		server.fragment = (opcode, bytes, left, last) => {
			const message = assembler.add(bytes, left, last);
			if (message) got.push(`${opcode}:${hex(message)}`);
		};
		server.receivePieces(wire, random.below(wire.length + 1), 1 + random.below(wire.length));
		equal(got, expected, `seed ${seed}, round ${round}`);
	}
});
