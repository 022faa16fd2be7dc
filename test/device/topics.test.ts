import { asked } from "../../src/device/commands.js";
import type { DiscoveryOptions, Topics } from "../../src/device/discovery.js";
import { BoardTopics, deviceInterval, longestDelay, type TopicsOptions } from "../../src/device/topics.js";
import { FakeBoard } from "../fakes/broker.js";
import { asciiOf, text } from "../fakes/text.js";
import { bytesOf, concat, equal, test } from "../harness.js";

/** The packets of a client, as lines. */
function linesOf(bytes: Uint8Array): string[] {
	const lines: string[] = [];
	for (let offset = 0; offset < bytes.length; ) {
		const first = bytes[offset++];
		let length = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = bytes[offset++];
			length |= (byte & 0x7f) << shift;
			if (byte < 0x80) break;
		}
		lines.push(lineOf(first, bytes.subarray(offset, offset + length)));
		offset += length;
	}
	return lines;
}

function lineOf(first: number, body: Uint8Array): string {
	if (first >> 4 === 8) {
		const filters: string[] = [];
		for (let at = 2; at < body.length; at += 3 + body[at + 1])
			filters.push(asciiOf(body.subarray(at + 2, at + 2 + body[at + 1])));
		return `subscribe ${filters.join(" ")}`;
	}
	if (first >> 4 !== 3) return `packet ${first >> 4}`;
	const end = 2 + ((body[0] << 8) | body[1]);
	const payload = asciiOf(body.subarray(end + (first & 6 ? 2 : 0)));
	const shown = payload.length > 60 ? `*${payload.length}` : payload;
	return `${asciiOf(body.subarray(2, end))} ${shown} ${first & 6 ? 1 : 0}${first & 1 ? " retained" : ""}`;
}

const describe = (topics: Topics): DiscoveryOptions => ({
	id: "aabb",
	topics,
	name: "board",
	board: "ESP32",
	version: "1",
	mac: "aa:bb",
	ledCount: 2,
	names: new Array(8).fill(""),
	page: undefined,
	hasSignal: false,
	hasHeap: false,
});

class Home extends FakeBoard<BoardTopics> {
	readonly board = { message: "off", onChange: undefined as (() => boolean) | undefined };
	readonly names = { message: "", onChange: undefined as (() => boolean) | undefined };
	readonly commanded: string[] = [];
	whenCommanded: () => void = () => {};
	/** What the next command comes to. */
	outcome: ReturnType<TopicsOptions["commands"]["carryOut"]>;
	readonly log: string[];

	constructor(changes: Partial<TopicsOptions> = {}) {
		const log: string[] = [];
		const commanded: string[] = [];
		const board = { message: "off", onChange: undefined };
		const names = { message: "", onChange: undefined };
		super(
			new BoardTopics({
				id: "aabb",
				prefix: "dip",
				discoveryPrefix: "ha",
				board,
				names,
				diagnostics: { message: "fine" },
				commands: {
					carryOut(message, trusted) {
						commanded.push(`${asciiOf(message)} ${trusted}`);
						home.whenCommanded();
						return home.outcome;
					},
				},
				onAnnounced: () => {},
				describe,
				maxMessage: 100,
				text,
				random: () => 0.5,
				log: (line) => log.push(line),
				...changes,
			}),
		);
		const home = this;
		this.board = board;
		this.names = names;
		this.log = log;
		this.commanded = commanded;
	}

	/** What is said, until the broker has acknowledged all of it. */
	said(): string[] {
		const lines: string[] = [];
		for (;;) {
			const bytes = this.transport.take();
			if (bytes.length === 0) return lines;
			lines.push(...linesOf(bytes));
			for (let id = 1; id < 40; id++) this.transport.arrive(Uint8Array.of(0x40, 2, 0, id));
		}
	}
}

test("everything is told once the broker has accepted: the newest state last", () => {
	const home = new Home().connect() as Home;
	const lines = home.said();
	equal(lines[0], "subscribe dip/aabb/set ha/status");
	equal(lines[1].startsWith("ha/device/aabb/config *"), true, lines[1]);
	equal(lines[1].endsWith(" 1 retained"), true);
	equal(lines.slice(2), [
		"dip/aabb/state off 1 retained",
		"dip/aabb/status online 1 retained",
		"dip/aabb/device fine 0",
	]);
});

test("without a prefix for discovery Home Assistant is not told", () => {
	const home = new Home({ discoveryPrefix: "" }).connect() as Home;
	equal(home.said().slice(0, 2), ["subscribe dip/aabb/set", "dip/aabb/state off 1 retained"]);
	home.transport.arrive(birth("online"));
	equal(home.said(), []);
});

test("the will is that the board is offline", () => {
	const home = new Home();
	const { topic, payload, qos, retain } = home.conversation.will;
	equal([topic, asciiOf(payload), qos, retain], ["dip/aabb/status", "offline", 1, true]);
});

test("each change is told once, and whoever was told before still is", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.board.message = "on";
	equal(home.board.onChange?.(), false);
	equal(home.said(), ["dip/aabb/state on 1 retained"]);
	home.pass(10);
	equal(home.said(), []);
});

test("a feed is followed behind those who follow it already", () => {
	const told: string[] = [];
	const board = { message: "on", onChange: () => told.push("hub") > 0 };
	const home = new Home({ board });
	home.connect();
	home.said();
	equal([board.onChange(), told], [true, ["hub"]]);
	equal(home.said(), ["dip/aabb/state on 1 retained"]);
});

test("newest state wins while the broker is slow: no queue", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.transport.writable = 0;
	for (let i = 0; i < 10_000; i++) {
		home.board.message = `state ${i}`;
		home.board.onChange?.();
	}
	home.transport.drain(8192);
	// The one that was on its way when it became slow, and the newest.
	equal(home.said(), ["dip/aabb/state state 0 1 retained", "dip/aabb/state state 9999 1 retained"]);
});

test("newest state wins while the broker does not acknowledge", () => {
	const home = new Home();
	home.connect();
	home.said();
	for (let i = 0; i < 100; i++) {
		home.board.message = `state ${i}`;
		home.board.onChange?.();
	}
	const lines = home.said();
	equal([lines.length < 12, lines.at(-1)], [true, "dip/aabb/state state 99 1 retained"]);
});

test("newest state wins while the broker is away", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.transport.finish();
	for (const message of ["a", "b", "c"]) {
		home.board.message = message;
		home.board.onChange?.();
	}
	home.pass(3);
	home.accept();
	equal(
		home.said().filter((line) => line.includes("state")),
		["dip/aabb/state c 1 retained"],
	);
});

test("a renaming is told to Home Assistant", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.names.onChange?.();
	const lines = home.said();
	equal([lines.length, lines[0].startsWith("ha/device/aabb/config *")], [1, true]);
});

test("a renaming that has come by the broker is told behind its acknowledgement", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.outcome = undefined;
	home.whenCommanded = () => home.names.onChange?.();
	home.transport.arrive(bytesOf("32 11 000c 'dip/aabb/set' 0009 'x'"));
	const lines = home.said();
	equal([lines.length, lines[0]], [2, "packet 4"]);
	equal(lines[1].startsWith("ha/device/aabb/config *"), true, lines[1]);
});

test("what changes in the middle of a long message comes behind it", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.transport.writable = 50;
	home.names.onChange?.();
	home.board.message = "on";
	home.board.onChange?.();
	home.names.onChange?.();
	home.transport.drain(100_000);
	const lines = home.said();
	equal(
		lines.map((line) => line.split(" ")[0]),
		["ha/device/aabb/config", "ha/device/aabb/config", "dip/aabb/state"],
	);
});

test("diagnostics are told each minute", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.pass(deviceInterval / 1000 - 1);
	equal(
		home.said().filter((line) => line.includes("device")),
		[],
	);
	home.pass(1);
	equal(
		home.said().filter((line) => line.includes("device")),
		["dip/aabb/device fine 0"],
	);
});

/** A PUBLISH of the broker. */
function published(topic: string, payload: string, first = 0x30): Uint8Array {
	const head = Uint8Array.of(first, 2 + topic.length + payload.length, 0, topic.length);
	return concat([head, text.encode(topic), text.encode(payload)]);
}

const set = (payload: string, first?: number) => published("dip/aabb/set", payload, first);

test("commands are carried out, and those who may publish are trusted", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.transport.arrive(set("x"));
	equal([home.commanded, home.said(), home.log], [["x true"], [], []]);
	home.outcome = asked;
	home.transport.arrive(set("{}"));
	equal(home.said(), ["dip/aabb/state off 1 retained"]);
	home.outcome = { error: "There is no led9 here.", command: "leds" };
	home.transport.arrive(set("y"));
	equal([home.said(), home.log], [[], ["mqtt: There is no led9 here."]]);
});

test("a retained command is never acted on", () => {
	const home = new Home();
	home.connect();
	home.transport.arrive(set("x", 0x31));
	home.transport.arrive(set("", 0x31));
	equal([home.commanded, home.log.length], [[], 2]);
});

test("other topics are not commands", () => {
	const home = new Home();
	home.connect();
	home.transport.arrive(bytesOf("30 06 0003 'dip' 'x'"));
	equal(home.commanded, []);
});

const birth = (payload: string, first?: number) => published("ha/status", payload, first);

test("Home Assistant is told again some time after it has started", () => {
	const home = new Home();
	home.connect();
	home.said();
	home.transport.arrive(birth("online", 0x31));
	home.transport.arrive(birth("offline"));
	home.pass(30);
	equal(home.said(), [], "retained, and when it ends");
	home.transport.arrive(birth("online"));
	home.pass(longestDelay / 2000 - 1);
	equal(home.said(), []);
	home.pass(2);
	equal(
		home.said().map((line) => line.split(" ")[0]),
		["ha/device/aabb/config", "dip/aabb/device"],
	);
	home.pass(15);
	equal(home.said(), []);
});

test("what the broker does not allow is named", () => {
	const { conversation } = new Home();
	const denied = (...codes: number[]) => conversation.denied(Uint8Array.of(...codes));
	equal([denied(1, 1), denied(0x80, 1), denied(1, 0x80)], ["", "dip/aabb/set", "ha/status"]);
	equal(denied(0x80, 0x80), "dip/aabb/set and ha/status");
});
