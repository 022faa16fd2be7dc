// `npm run bench:fleet -- [--boards N] [--flips N] [--restarts N]`: N boards' MQTT side, the firmware's own code with pins that are simulated,
// against a Mosquitto on this computer, with one subscriber that watches all of them from a process of its own.
//
// What is measured: a storm of connections; from a flip to the subscriber; messages and bytes of TCP payload in a minute
// without a flip, and of a flip; the broker killed, flips meanwhile, and started again: when every board is back, and whether
// any last state is lost; memory of a board, on Node, before and after that (--restarts says how often; usually once). All boards share this process and its event loop, so latencies are
// upper bounds. Needs mosquitto on the PATH, and as many open files as boards.

import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import mqtt from "mqtt";
import { Board } from "../../src/device/board.js";
import { Commands } from "../../src/device/commands.js";
import { Diagnostics } from "../../src/device/diagnostics.js";
import { type Home, openHome } from "../../src/device/home.js";
import { SwitchNames } from "../../src/device/names.js";
import type { NetworkInterface } from "../../src/device/ports.js";
import { Uptime } from "../../src/device/uptime.js";
import { sockets } from "../../src/platform/tcp.js";
import { openText } from "../../src/platform/text.js";
import { Outbox } from "../../src/server/outbox.js";
import type { Clock, Transport } from "../../src/server/ports.js";
import { Traffic } from "../../src/server/traffic.js";
import { Switches } from "../../src/switches/switches.js";
import { maskWords } from "../../src/websocket/mask.js";
import { Mosquitto, noMosquitto } from "../../test/end-to-end/mosquitto.js";
import { everybodyLeaves } from "../../test/end-to-end/raw.js";
import { runTool, wholeNumber } from "../commandline.js";
import { thousands } from "./statistics.js";

/** Milliseconds that are the same in each process. */
const now = () => performance.timeOrigin + performance.now();

/** What the subscriber tells: a board's identifier, which topic, what it says, and when it came. */
interface Told {
	readonly id: string;
	readonly topic: "state" | "status";
	readonly payload: string;
	readonly at: number;
}

/** The subscriber, in its own process. */
async function watch(port: number): Promise<void> {
	const client = mqtt.connect({ host: "127.0.0.1", port, reconnectPeriod: 200 });
	client.on("error", () => {});
	client.on("message", (name, payload) => {
		const [, id, topic] = name.split("/");
		process.send?.({ id, topic, payload: String(payload), at: now() });
	});
	// Each time that it has connected.
	client.on("connect", () => client.subscribe(["dipsocket/+/state", "dipsocket/+/status"], { qos: 1 }));
	process.on("disconnect", () => process.exit());
}

/** What has gone over TCP. */
const traffic = { sent: 0, received: 0, writes: 0 };

const counted = (transport: Transport): Transport => {
	const { send, receive } = transport;
	transport.send = (bytes) => {
		traffic.sent += bytes.length;
		traffic.writes++;
		send.call(transport, bytes);
	};
	transport.receive = () => {
		const bytes = receive.call(transport);
		traffic.received += bytes?.length ?? 0;
		return bytes;
	};
	return transport;
};

const clock: Clock = {
	now: () => Math.round(performance.now()) | 0,
	after: (wait, callback) => setTimeout(callback, wait),
	cancel: (waiting) => clearTimeout(waiting as NodeJS.Timeout),
	every: (interval, callback) => setInterval(callback, interval),
};
const text = openText();
const sha1 = (value: string) => createHash("sha1").update(value).digest("base64");

interface Member {
	readonly id: string;
	readonly home: Home;
	readonly board: Board;
	readonly switches: Switches;
}

function boardAt(place: number, port: number): Member {
	const digits = place.toString(16).padStart(6, "0");
	const mac = `02:00:00:${digits.match(/../g)?.join(":")}`;
	const network: NetworkInterface = {
		onChanged() {},
		join() {},
		leave() {},
		fault: undefined,
		linked: true,
		address: "127.0.0.1",
		lost: false,
		spot: undefined,
		signal: -60,
		mac,
	};
	const vitals = {
		reset: "power on",
		resets: 0,
		heap: { free: 143_000, least: 120_000 },
		slots: { used: 900, size: 3072 },
		chunks: { used: 5000, size: 61_440 },
	};
	const settings = { name: "fleet", board: "ESP32", version: "0", build: "", maxClients: 8, maxMessage: 1024 };
	const uptime = new Uptime(clock);
	const switches = new Switches(0, 0);
	const leds = { count: 8, write() {} };
	const board = new Board({ name: settings.name, switches, leds, lit: 0, uptime });
	const preferences = { get: () => undefined, set() {}, delete() {} };
	const names = new SwitchNames({ preferences, clock, log() {} });
	const device = { settings, vitals, network, traffic: new Traffic(), uptime, clock };
	const address = { host: "127.0.0.1", port, resource: undefined };
	const home = openHome({
		mqtt: { address, user: "", password: "", prefix: "dipsocket", discoveryPrefix: "homeassistant" },
		preferences,
		port: 80,
		device,
		board,
		names,
		diagnostics: new Diagnostics(device),
		commands: new Commands({ board, names, text }),
		sockets: { resolve: sockets.resolve, connect: (ip, to) => counted(sockets.connect(ip, to)) },
		hub: { clock, text, mask: maskWords, log() {}, site: { sha1 }, outboxOf: (transport) => new Outbox(transport) },
	});
	if (!home) throw new Error("a board without a broker");
	return { id: mac.replaceAll(":", ""), home, board, switches };
}

/** Flips switch 1 of a board, as its sampler would once it has settled. */
function flip({ board, switches }: Member): void {
	switches.state ^= 1;
	board.settled(1);
}

function percentile(sorted: readonly number[], share: number): string {
	return `${(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(1)} ms`;
}

class Fleet {
	readonly members: readonly Member[];
	/** By identifier: the newest messages, and when they came. */
	readonly states = new Map<string, Told>();
	readonly statuses = new Map<string, Told>();
	private readonly watcher: ChildProcess;

	constructor(members: readonly Member[], watcher: ChildProcess) {
		this.members = members;
		this.watcher = watcher;
		watcher.on("message", (told: Told) => (told.topic === "state" ? this.states : this.statuses).set(told.id, told));
	}

	/** Waits until every board is online, and its last state is known to the subscriber. Returns when the last message came. */
	async settled(since: number): Promise<number> {
		const isBack = ({ id, switches }: Member) => {
			const state = this.states.get(id);
			const status = this.statuses.get(id);
			return (
				status?.payload === "online" &&
				status.at >= since &&
				state?.payload.startsWith(`{"dipSwitches":{"dip1":"${switches.state & 1 ? "On" : "Off"}"`)
			);
		};
		for (let waited = 0; !this.members.every(isBack); waited += 50) {
			if (waited > 180_000) {
				const lost = this.members.filter((member) => !isBack(member));
				throw new Error(`${lost.length} boards are not back, such as ${lost[0]?.id}: ${lost[0]?.home.state}`);
			}
			await delay(50);
		}
		return Math.max(...[...this.states.values(), ...this.statuses.values()].map(({ at }) => at));
	}

	/** Flips one board after the other, `perSecond` of them; returns the times until the subscriber saw them, sorted. */
	async latencies(count: number, perSecond: number): Promise<number[]> {
		const all: number[] = [];
		const begin = now();
		const started = new Map<string, number>();
		const note = (told: Told) => {
			const at = started.get(told.id);
			if (told.topic !== "state" || at === undefined) return;
			started.delete(told.id);
			all.push(told.at - at);
		};
		this.watcher.on("message", note);
		for (let i = 0; i < count; i++) {
			const member = this.members[i % this.members.length] as Member;
			started.set(member.id, now());
			flip(member);
			const due = begin + ((i + 1) * 1000) / perSecond - now();
			if (due > 0) await delay(due);
		}
		for (let waited = 0; started.size && waited < 10_000; waited += 20) await delay(20);
		this.watcher.off("message", note);
		if (started.size) throw new Error(`${started.size} of ${count} flips have not been seen`);
		return all.sort((a, b) => a - b);
	}
}

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function used(): number {
	collect();
	const { heapUsed, external, arrayBuffers } = process.memoryUsage();
	return heapUsed + external + arrayBuffers;
}

async function bench(boards: number, flips: number, restarts: number): Promise<void> {
	// By default it drops what waits for a subscriber beyond 1,000 messages, of which a thousand boards send more at once.
	const broker = await Mosquitto.start(undefined, ["max_queued_messages 0", "max_inflight_messages 0"]);
	const watcher = fork(process.argv[1] as string, ["--watch", String(broker.port)]);
	const say = (what: string, value: string) => console.log(`${what.padEnd(58)} ${value}`);
	await delay(500);

	const before = used();
	const members = Array.from({ length: boards }, (_, place) => boardAt(place, broker.port));
	const fleet = new Fleet(members, watcher);
	const start = now();
	for (const member of members) member.home.start();
	const connected = await fleet.settled(start);
	say(
		`${thousands(boards)} boards connect at once, until the last is seen`,
		`${((connected - start) / 1000).toFixed(1)} s`,
	);
	say(
		"bytes of a board's start: sent, received",
		`${Math.round(traffic.sent / boards)}, ${Math.round(traffic.received / boards)}`,
	);
	say("memory of a board on Node, its socket included", `${((used() - before) / boards / 1024).toFixed(1)} KB`);

	const times = await fleet.latencies(flips, 200);
	say(
		`flip → subscriber, ${thousands(flips)} flips at 200/s: p50, p99`,
		`${percentile(times, 0.5)}, ${percentile(times, 0.99)}`,
	);

	Object.assign(traffic, { sent: 0, received: 0, writes: 0 });
	for (const member of members) flip(member);
	await delay(3000);
	const perFlip = [traffic.sent / boards, traffic.received / boards];
	say("bytes of a flip: sent, received", perFlip.map(Math.round).join(", "));

	Object.assign(traffic, { sent: 0, received: 0, writes: 0 });
	await delay(120_000);
	const perHour = [traffic.writes, traffic.sent, traffic.received].map((value) => Math.round((value / boards) * 30));
	say("a board in an hour without a flip: messages, sent, received", `${perHour[0]}, ${perHour[1]} B, ${perHour[2]} B`);

	const sizes: number[] = [];
	let slowest = 0;
	for (let i = 0; i < restarts; i++) {
		await broker.kill();
		for (const member of members) flip(member);
		await delay(1000);
		const restarted = now();
		await broker.start();
		slowest = Math.max(slowest, (await fleet.settled(restarted)) - restarted);
		sizes.push((used() - before) / boards / 1024);
	}
	say(`the broker killed and started again (${restarts}×): every board back after`, `${(slowest / 1000).toFixed(1)} s`);
	say("last states lost", "0");
	const ends = [sizes[0], sizes.at(-1)].map((size = 0) => `${size.toFixed(1)} KB`);
	say("memory of a board after the first of them, and the last", ends.join(", "));
	watcher.disconnect();
	await everybodyLeaves();
}

const number = Object.freeze({ type: "string" } as const);

const tool = Object.freeze({
	name: "bench:fleet",
	usage: `usage: npm run bench:fleet -- [--boards N] [--flips N] [--restarts N]
The MQTT side of N boards (1000) against a Mosquitto on this computer, with so many flips (2000) and restarts of the broker (1).`,
	// --watch is the subscriber's process.
	options: { boards: number, flips: number, restarts: number, watch: number },
});

await runTool(tool, async ({ values }) => {
	if (values.watch) return watch(Number(values.watch));
	const whole = (name: "boards" | "flips" | "restarts", usual: number) =>
		wholeNumber(name, values[name], 1, 100_000) ?? usual;
	const plan = [whole("boards", 1000), whole("flips", 2000), whole("restarts", 1)] as const;
	if (noMosquitto) {
		console.log(`bench:fleet: not run, ${noMosquitto}`);
		return;
	}
	try {
		await bench(...plan);
	} catch (error) {
		console.error(`bench:fleet: ${error instanceof Error ? error.message : error}`);
		await everybodyLeaves();
		process.exit(1);
	}
	process.exit();
});
