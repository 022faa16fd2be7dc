import { WebSocketTransport } from "../../src/device/websockettransport.js";
import { Outbox } from "../../src/server/outbox.js";
import type { Transport } from "../../src/server/ports.js";
import { isKey } from "../../src/websocket/handshake.js";
import { maskWords } from "../../src/websocket/mask.js";
import { asciiOf, text } from "../fakes/text.js";
import { FakeTransport } from "../fakes/transport.js";
import { bytesOf, concat, equal, hex, Random, test } from "../harness.js";

const random = new Random(6455);

const tools = {
	outboxOf: (transport: Transport) => new Outbox(transport),
	decode: text.decode,
	mask: maskWords,
	sha1: () => "accept",
	random: () => (random.next() >>> 0) / 0x1_0000_0000,
};

const answer = (changes: readonly string[] = []) =>
	[
		"HTTP/1.1 101 Switching Protocols",
		"Upgrade: websocket",
		"Connection: Upgrade",
		"Sec-WebSocket-Accept: accept",
		"Sec-WebSocket-Protocol: mqtt",
		...changes,
		"",
		"",
	].join("\r\n");

/** A WebSocket to a broker, the broker's end of it, and what its user is told. */
class Bed {
	readonly tcp = new FakeTransport();
	readonly transport: WebSocketTransport;
	readonly events: string[] = [];
	/** Whether what comes is read. */
	reads = true;

	constructor(host = "broker", port = 9001) {
		this.transport = new WebSocketTransport(this.tcp, { host, port, resource: "/mqtt" }, tools);
		this.transport.events = {
			onReadable: () => this.read(),
			onWritable: () => this.events.push(`writable ${this.transport.writable}`),
			onEnd: () => this.events.push("end"),
			onError: () => this.events.push("error"),
			onFault: (error) => this.events.push(String(error)),
		};
	}

	read(): void {
		while (this.reads) {
			const bytes = this.transport.receive();
			if (!bytes) return;
			this.events.push(hex(bytes));
		}
	}

	open(writable = 1000): this {
		this.tcp.drain(8192);
		this.tcp.take();
		this.tcp.writable = writable;
		this.tcp.arrive(text.encode(answer()));
		this.events.length = 0;
		return this;
	}

	/** What has been sent, in frames without their masks. */
	frames(): string[] {
		const bytes = this.tcp.take();
		const frames: string[] = [];
		for (let at = 0; at < bytes.length; ) {
			const first = bytes[at];
			const short = bytes[at + 1] & 0x7f;
			const head = short === 126 ? 4 : 2;
			const length = short === 126 ? (bytes[at + 2] << 8) | bytes[at + 3] : short;
			equal(bytes[at + 1] & 0x80, 0x80, "masked");
			const payload = bytes.slice(at + head + 4, at + head + 4 + length);
			for (let i = 0; i < length; i++) payload[i] ^= bytes[at + head + (i & 3)];
			frames.push(`${hex(Uint8Array.of(first))} ${hex(payload)}`);
			at += head + 4 + length;
		}
		return frames;
	}
}

test("the opening handshake asks for mqtt, with a key of 16 bytes at random", () => {
	const keys = new Set<string>();
	for (let i = 0; i < 50; i++) {
		const { tcp, transport } = new Bed();
		equal(transport.writable, 0);
		tcp.drain(8192);
		const lines = asciiOf(tcp.take()).split("\r\n");
		equal(
			[lines[0], lines[1], lines.includes("Sec-WebSocket-Protocol: mqtt")],
			["GET /mqtt HTTP/1.1", "Host: broker:9001", true],
		);
		const key = lines.find((line) => line.startsWith("Sec-WebSocket-Key: "))?.slice(19) ?? "";
		equal(isKey(key), true, key);
		keys.add(key);
	}
	equal(keys.size, 50);
	const hosts = [new Bed("fe80::1", 80), new Bed("broker", 80)].map(({ tcp }) => {
		tcp.drain(8192);
		return asciiOf(tcp.take()).split("\r\n")[1];
	});
	equal(hosts, ["Host: [fe80::1]", "Host: broker"]);
});

test("bytes go to and fro, whatever the borders of frames", () => {
	for (let cut = 0; cut < 20; cut++) {
		const bed = new Bed();
		bed.tcp.drain(8192);
		bed.tcp.take();
		const all = concat([text.encode(answer()), bytesOf("8202 'ab' 0201 'c' 8000 8201 'd'")]);
		const at = all.length - cut;
		bed.tcp.arrive(all.slice(0, at));
		if (cut) bed.tcp.arrive(all.slice(at));
		const [writable, ...rest] = bed.events;
		equal(writable.startsWith("writable"), true);
		equal(rest.filter((event) => !event.startsWith("writable")).join(""), "61626364", `cut at ${cut}`);
	}
	const bed = new Bed().open();
	bed.transport.send(bytesOf("'hello'"));
	bed.transport.send(new Uint8Array(300));
	equal(bed.frames(), [`82 ${hex(bytesOf("'hello'"))}`, `82 ${"00".repeat(300)}`]);
});

test("what fits is what fits with its frame", () => {
	const bed = new Bed().open(1000);
	equal(bed.transport.writable, 992);
	bed.transport.send(new Uint8Array(bed.transport.writable));
	equal([bed.tcp.writable, bed.transport.writable], [0, 0]);
	bed.tcp.drain(5);
	equal(bed.events, ["writable 0"]);
});

test("while the answer to a Ping waits nothing is read, and nothing is writable", () => {
	const bed = new Bed().open(3);
	bed.tcp.arrive(bytesOf("8902 'hi' 8201 'a'"));
	bed.tcp.arrive(bytesOf("8201 'b'"));
	equal([bed.events, bed.transport.writable, bed.tcp.unread], [[], 0, 1]);
	bed.tcp.drain(2);
	equal(bed.events, []);
	bed.tcp.drain(100);
	bed.read();
	equal([bed.events, bed.frames()], [["writable 89", "61", "62"], ["8a 6869"]]);
});

test("every wrong answer is told in words", () => {
	const wrong: readonly (readonly [string, string])[] = [
		["HTTP/1.1 404 Not Found\r\n\r\n", "The server has answered 404 Not Found"],
		["HTTP/1.1 401 \r\n\r\n", "The server has answered 401"],
		["220 mail.example ESMTP\r\n", "The status line is malformed."],
		[answer().replace("accept\r\n", "other\r\n"), "Sec-WebSocket-Accept does not belong to our key."],
		[answer().replace("Sec-WebSocket-Protocol: mqtt\r\n", ""), "The server does not speak mqtt here."],
		[answer().replace("mqtt", "mqttv3.1"), "Sec-WebSocket-Protocol has what was not asked for."],
		[answer(["Sec-WebSocket-Extensions: permessage-deflate"]), "Sec-WebSocket-Extensions has what was not asked for."],
	];
	for (const [head, words] of wrong) {
		const bed = new Bed();
		bed.tcp.drain(8192);
		bed.tcp.arrive(text.encode(head));
		equal(bed.events, [`no WebSocket to the broker: ${words}`]);
	}
});

test("the end: a Close in order, one after a fault of the broker's, and TCP's", () => {
	const bed = new Bed().open();
	bed.tcp.arrive(bytesOf("8201 'a' 8802 03e8"));
	equal([bed.events, bed.frames()], [["61", "end"], ["88 03e8"]]);
	equal(bed.transport.writable, 0);
	for (const [bytes, code] of [
		["8101 'a'", 1003],
		["8281 00000000 'a'", 1002],
		["c201 'a'", 1002],
	] as const) {
		const other = new Bed().open();
		other.tcp.arrive(bytesOf(bytes));
		equal(other.events, [`the broker has broken the WebSocket (${code})`], bytes);
	}
	const ended = new Bed().open();
	ended.tcp.finish();
	equal(ended.events, ["end"]);
	const broken = new Bed().open();
	broken.tcp.fail();
	equal(broken.events, ["error"]);
});

test("what was not read is read before the end is told", () => {
	const bed = new Bed().open();
	bed.reads = false;
	bed.tcp.arrive(bytesOf("8201 'a'"));
	bed.tcp.arrive(bytesOf("8802 03e8"));
	equal(bed.events, []);
	bed.reads = true;
	bed.tcp.arrive(bytesOf("8201 'b'"));
	equal(bed.events, ["61", "end"]);
});

test("closing says so, and is final", () => {
	const bed = new Bed().open();
	bed.transport.close();
	bed.transport.close();
	equal([bed.frames(), bed.tcp.closed], [["88 03e8"], true]);
	const early = new Bed();
	early.transport.close();
	equal(early.tcp.closed, true);
});
