// The tables of `npm run bench` out of its figures.

import { type Figures, key } from "./figures.js";
import type { Row } from "./node/measure.js";
import { digits, ratio, thousands } from "./statistics.js";
import { type Cell, measured, notMeasured, type Table } from "./table.js";
import { messages, outgoing } from "./workload.js";

/** What the SDK's peers are called in tables. */
export const peerNames: Readonly<Record<string, string>> = Object.freeze({
	websocket: "`modules/network/websocket`",
	websocketclient: "`websocketclient`",
	WebSocket: "`websocketclient` + `WebSocket`",
});

const workloads = [...messages.map(({ name }) => `decode ${name}`), ...outgoing.map(({ name }) => `encode ${name}`)];

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
			row("a TCP connection that has said nothing", "firmware", "connection before its request"),
			row("a WebSocket of the firmware, idle", "firmware", "client, idle"),
			row("4 of them", "firmware", "4 clients"),
			row("16 of them", "firmware", "16 clients"),
			row("garbage: a flip told to 4 clients", "firmware", "broadcast to 4"),
			row("garbage: each further client", "firmware", "broadcast, each client"),
			row("garbage: 125 bytes echoed", "firmware", "125 B echoed"),
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
		if (!times) return [name, notMeasured, notMeasured, notMeasured];
		const { here, ws, "websocket-driver": driver } = times;
		return [name, measured(digits(here)), against(ws, here), against(driver, here)];
	});
	return { name: "node", head: ["µs", "here", "`ws`", "`websocket-driver`"], rows, note };
}
