// The tables of `npm run bench` out of its figures.

import { type Figures, key } from "./figures.js";
import { type Results, ways } from "./latency/table.js";
import type { Row } from "./node/measure.js";
import { digits, median, ratio, thousands } from "./statistics.js";
import { type Cell, measured, notMeasured, type Table } from "./table.js";
import { messages, outgoing } from "./workload.js";

/** What the SDK's peers are called in tables. */
export const peerNames: Readonly<Record<string, string>> = Object.freeze({
	websocket: "`modules/network/websocket`",
	websocketclient: "`websocketclient`",
});

export const workloads: readonly string[] = [
	...messages.map(({ name }) => `decode ${name}`),
	...outgoing.map(({ name }) => `encode ${name}`),
];

const whole = (value: number | undefined): string => (value === undefined ? "–" : thousands(Math.round(value)));

/** Another's value: how many times ours it is, first. */
const against = (theirs: number, ours: number | undefined): Cell =>
	ours === undefined ? notMeasured : measured(`${ratio(theirs, ours)} (${digits(theirs)})`);

/** A figure that is the same on every machine is exact; others are measured on this one. */
const cellOf = (exact: Figures, others: Figures, name: string): Cell =>
	exact.has(name) ? whole(exact.get(name)) : others.has(name) ? measured(whole(others.get(name))) : notMeasured;

/** What the codec's work costs on XS. */
export function workTable(exact: Figures, others: Figures): Table {
	const rows = workloads.map((name): Cell[] => {
		const of = (subject: string, unit: string) => cellOf(exact, others, key(subject, name, unit));
		return [
			name,
			of("codec", "computrons"),
			of("codec on TCP", "computrons"),
			of("codec", "slots"),
			of("codec", "chunks"),
			of("platform", "slots"),
			of("platform", "chunks"),
		];
	});
	const head = ["", "computrons", "on TCP", "garbage: slots", "B of chunks", "TCP's own: slots", "B of chunks"];
	return { name: "xs", head, rows, note: "" };
}

/** What is held and allocated. */
export function memoryTable(exact: Figures, others: Figures): Table {
	const row = (name: string, subject: string, what: string): Cell[] => [
		name,
		...["slots", "chunks", "bytes"].map((unit) => cellOf(exact, others, key(subject, what, unit))),
	];
	return {
		name: "memory",
		head: ["", "slots", "B of chunks", "B together"],
		rows: [
			row("codec and connection, idle", "codec", "idle"),
			row("with the TCP object", "codec on TCP", "idle"),
			row("in the middle of a payload", "codec on TCP", "mid-message, in the payload"),
			row("in the middle of a header", "codec on TCP", "mid-message, in the header"),
			row("in the middle of a Ping of 125 bytes", "codec on TCP", "mid-message, in a Ping"),
			row("the firmware after its start", "firmware", "boot"),
			row("the same at an MQTT broker", "mqtt", "boot"),
			row("the same over WebSocket", "ws", "boot"),
			row("a TCP connection that has said nothing", "firmware", "connection before its request"),
			row("a WebSocket of the firmware, idle", "firmware", "client, idle"),
			row("garbage: a flip told to 4 clients", "firmware", "broadcast to 4"),
			row("garbage: each further client", "firmware", "broadcast, each client"),
			row("garbage: 125 bytes echoed", "firmware", "125 B echoed"),
			row("garbage: a flip told to an MQTT broker", "mqtt", "flip told"),
			row("garbage: the same over WebSocket", "ws", "flip told"),
		],
		note: "",
	};
}

/** TCP payload of a client. */
export function wireTable(exact: Figures): Table {
	const names = ["from the server: upgrade and first messages", "a change", "a minute without a change"];
	const rows = names.map((name) => [name, whole(exact.get(key("wire", name, "bytes")))]);
	return { name: "wire", head: ["TCP payload of a client", "B"], rows, note: "" };
}

/** The subject that is compared with the SDK's: it reads from the same TCP. */
export const ours = "codec on TCP";

/** The one of them that checks what it is told: the goals and the headlines are about that. */
export const rival = "websocketclient";

/** What is linked into the image of a device. */
export function linkedTable(figures: Figures, note: string): Table {
	const row = (text: string, name: string): Cell[] => [text, cellOf(new Map(), figures, key("linked", name, "bytes"))];
	return {
		name: "linked",
		head: ["linked and preloaded", "B of flash"],
		rows: [
			row("what the firmware uses of codec and handshake, with tokens", "websocket"),
			row("the same beside HTTP, which has tokens, too", "websocket, beside HTTP"),
			row("of that, the codec alone", "websocket, without the handshake"),
			row(
				"what the client role adds: its frames, its handshake, heads of responses",
				"websocket, what the client role adds",
			),
			row("`http/` with the rest of the grammar", "http"),
			row("`json/`", "json"),
			row("`mqtt/`", "mqtt"),
			row("all that is there for an MQTT broker, the client role of WebSocket included", "all of MQTT"),
			row("`switches/`", "switches"),
			row("`server/`", "server"),
			row("`device/`", "device"),
			row("`platform/`", "platform"),
			row("the SDK's `network/websocket`", "peer: network/websocket"),
			row("the SDK's `websocketclient`", "peer: websocketclient"),
		],
		note: figures.size ? note : "Needs $MODDABLE.",
	};
}

/** What the headlines are made of; figures may be absent, and are then left as they were. */
interface Headlines {
	readonly exact: Figures;
	readonly others: Figures;
	readonly peers: Figures;
	readonly latencies?: Results;
	/** The settle time, in ms. */
	readonly settle?: number;
	readonly note: string;
}

/** The five figures of the README. */
export function headlineTable({ exact, others, peers, latencies = {}, settle = 0, note }: Headlines): Table {
	const bytes = (figures: Figures, name: string): Cell | undefined =>
		figures.has(name) ? `${whole(figures.get(name))} B` : undefined;
	const told = (text: string | undefined): Cell => (text === undefined ? notMeasured : measured(text));
	const of = (figures: Figures, name: string, unit: string): string | undefined =>
		figures.has(name) ? `\`${rival}\`: ${whole(figures.get(name))} ${unit}` : undefined;
	const slices = "decode 16 KB binary, in slices";
	const times = [rival, ours].map((subject) => peers.get(key(subject, slices, "microseconds")));
	const onNode = others.get(key("node", slices, "ratio"));
	const speed = times[0] && times[1] && onNode ? `${ratio(times[0], times[1])} and ${ratio(onNode, 1)}` : undefined;
	const late = (way: (typeof ways)[number]): string | undefined => {
		const all = latencies[way]?.latencies;
		return all && `${digits(median(all) - settle)} ms`;
	};
	const asked = late(ways[3]);
	const idle = key("firmware", "client, idle", "bytes");
	const linked = key("linked", "websocket", "bytes");
	return {
		name: "headlines",
		head: ["", "here", "others"],
		rows: [
			[
				"flash of codec and handshake",
				told(others.has(linked) ? `${whole(others.get(linked))} B` : undefined),
				told(of(others, key("linked", `peer: ${rival}`, "bytes"), "B")),
			],
			[
				"RAM of an idle WebSocket of the firmware",
				bytes(exact, idle) ?? told(bytes(others, idle) as string | undefined),
				told(of(peers, key(rival, "idle", "bytes"), "B, with nothing upon it")),
			],
			["speed of decoding 16 KB as TCP cuts it", told(speed), "`websocketclient` on XS and `ws` on Node: 1×"],
			[
				"from a flip to its message, beyond the settle time, median",
				told(late(ways[0])),
				told(asked && `asking by HTTP ten times a second: ${asked}`),
			],
			[
				"WebSockets that fit a board's heap, with pages being loaded",
				cellOf(exact, others, key("firmware", "clients", "count")),
				"",
			],
		],
		note,
	};
}

/** This codec and the SDK's own: computrons, time, and heap. Without figures: for the check of what a README has. */
export function peerTables(figures: Figures, circumstances: string): Table[] {
	const names = Object.keys(peerNames);
	const compare = (unit: string, name: string): Cell[] => {
		const own = figures.get(key(ours, name, unit));
		const cells = names.map((peer): Cell => {
			const theirs = figures.get(key(peer, name, unit));
			if (theirs !== undefined) return against(theirs, own);
			return figures.size ? measured("fails") : notMeasured;
		});
		return [name, own === undefined ? notMeasured : measured(digits(own)), ...cells];
	};
	const legend = "The SDK's do not check UTF-8, and `modules/network/websocket` checks nothing.";
	const note = figures.size ? circumstances : "Needs $MODDABLE.";
	const table = (name: string, unit: string, rows: readonly string[]): Table => ({
		name,
		head: [unit, "here", ...names.map((name) => peerNames[name])],
		rows: rows.map((row) => compare(unit, row)),
		legend,
		note,
	});
	const memory = ["idle", "mid-message, in the payload", "mid-message, in the header"];
	return [
		table("peers-computrons", "computrons", workloads),
		table("peers-time", "microseconds", workloads),
		table("peers-memory", "bytes", memory),
	];
}

/** The peers on Node: ratios first. `measurements` may be empty: for the check of what a README has. */
export function nodeTable(measurements: readonly Row[], note: string): Table {
	const rows = workloads.map((name): Cell[] => {
		const times = measurements.find((row) => row.name === name)?.microseconds;
		if (!times) return [name, notMeasured, notMeasured];
		return [name, measured(digits(times.here)), against(times.ws, times.here)];
	});
	return { name: "node", head: ["µs", "here", "`ws`"], rows, note };
}
