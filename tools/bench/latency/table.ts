// The table of `npm run bench:latency`.

import { digits, quantile, ratio, thousands } from "../statistics.js";
import { type Cell, measured, notMeasured, type Table } from "../table.js";
import type { Seen } from "./measure.js";

/** Ways to see a change, in the order of the table. Latencies are undefined where they could not be measured. */
export const ways = Object.freeze([
	"WebSocket, 1 client",
	"WebSocket, 4 clients",
	"the page in Chromium",
	"HTTP, asked every 100 ms",
	"HTTP, asked every 1 s",
] as const);
export type Way = (typeof ways)[number];

export type Results = Readonly<Partial<Record<Way, Partial<Seen>>>>;

/** Switches that change so often a minute, for the bytes per minute. */
export const changes = 6;

export function perMinute(way: Way, { bytesPerChange, idleBytesPerMinute }: Partial<Seen>): number | undefined {
	if (bytesPerChange === undefined || idleBytesPerMinute === undefined) return undefined;
	// Who asks, asks all the time, whatever changes.
	return idleBytesPerMinute + (way.startsWith("HTTP") ? 0 : changes * bytesPerChange);
}

export const head: readonly string[] = Object.freeze([
	"from the edge at the pin",
	"p50",
	"p99",
	"most",
	"beyond the settle time, p50",
	"p99",
	"most",
	"B per change or request",
	`B per minute, ${changes} changes`,
]);

const legend = [
	"HTTP is a minimal server of `node:http` that answers with the same JSON, on a connection that is kept: the firmware has no",
	"such resource.",
].join(" ");

/** How many times the best it is, first; the best by itself. */
function against(value: number | undefined, best: number | undefined, show: (value: number) => string): Cell {
	if (value === undefined) return notMeasured;
	return measured(best === undefined || value === best ? show(value) : `${ratio(value, best)} (${show(value)})`);
}

const whole = (value: number) => thousands(Math.round(value));

/** `results` may be empty: for the check of what a README has. */
export function latencyTable(results: Results, settle: number, note: string): Table {
	const [reference] = ways;
	const share = (way: Way, share: number) => {
		const latencies = results[way]?.latencies;
		return latencies && quantile(latencies, share);
	};
	const minute = (way: Way) => perMinute(way, results[way] ?? {});
	const rows = ways.map((way): Cell[] => {
		const [median, high, most] = [0.5, 0.99, 1].map((part) => share(way, part));
		const beyond = [median, high, most].map((value) => (value === undefined ? undefined : value - settle));
		return [
			way,
			against(median, share(reference, 0.5), digits),
			...[high, most, ...beyond].map((value) => against(value, undefined, digits)),
			against(results[way]?.bytesPerChange, undefined, whole),
			against(minute(way), minute(reference), whole),
		];
	});
	return { name: "latency", head, rows, legend, note };
}
