// `npm run bench:latency`: from the flip of a switch to whoever sees it, on this computer: the real firmware, real sockets, the real
// page; against asking for the same state by HTTP every 100 ms and every second. Times are ms; bytes are TCP payload of both
// directions. How it is called stands in `help`.

import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, release } from "node:os";
import { join } from "node:path";
import { type Command, runTool } from "../commandline.js";
import { root } from "../root.js";
import { readManifestConfig } from "../simulator/config.js";
import { Bed } from "./latency/bed.js";
import { measureBrowser } from "./latency/browser.js";
import { chart } from "./latency/chart.js";
import { measureIdle, measurePolling, measureWebSocket, type Seen, seed } from "./latency/measure.js";
import { latencyTable, type Results, ways } from "./latency/table.js";
import { write } from "./readme.js";
import { quantile } from "./statistics.js";
import { aligned, markdown } from "./table.js";
import { headlineTable } from "./tables.js";

const help = `Measures the time from the flip of a switch to whoever sees it, against asking by HTTP. There is one part:

  npm run bench:latency    four to five minutes

  --quick    fewer flips (half a minute)
  --write    also writes the table into tools/bench/README.md, its headline into README.md, and the picture to
             tools/pictures/latency.svg
  --help, -h shows this

The table and the picture always go to build/bench/latency.md and latency.svg.
`;

/** Figures that are not measured here. */
const nothing = Object.freeze({ exact: new Map(), others: new Map(), peers: new Map() });

const output = join(root, "build/bench");
const settle = Number(readManifestConfig(join(root, "manifest.json")).settle);

/** How many flips each way of seeing them is given, and for how many ms nothing happens. */
const plans = Object.freeze({
	whole: { flips: 300, slow: 60, idle: 60_000 },
	quick: { flips: 30, slow: 5, idle: 11_000 },
} as const);

interface Measured {
	readonly results: Results;
	/** What could not be measured, and why: a sentence, or "". */
	readonly missing: string;
}

async function measure({ flips, slow, idle }: (typeof plans)[keyof typeof plans]): Promise<Measured> {
	const [one, four, browser, often, seldom] = ways;
	const results: Partial<Record<(typeof ways)[number], Partial<Seen>>> = {};
	let missing = "";
	const bed = await Bed.start([]);
	try {
		const idleBytesPerMinute = await measureIdle(bed, idle);
		results[one] = { ...(await measureWebSocket(bed, 1, flips)), idleBytesPerMinute };
		results[four] = { ...(await measureWebSocket(bed, 4, flips)), idleBytesPerMinute };
		results[often] = await measurePolling(bed, 100, flips);
		results[seldom] = await measurePolling(bed, 1000, slow);
		const latencies = await measureBrowser(bed, flips);
		if (typeof latencies === "string") missing = ` Not measured: ${browser}; ${latencies}.`;
		else results[browser] = { latencies };
	} finally {
		await bed.close();
	}
	return { results, missing };
}

function pictureOf(results: Results, note: string): string {
	const bars = ways.flatMap((way) => {
		const latencies = results[way]?.latencies;
		return latencies ? [{ name: way, median: quantile(latencies, 0.5), high: quantile(latencies, 0.99) }] : [];
	});
	const ours = bars.filter(({ name }) => !name.startsWith("HTTP")).length;
	return chart(`From the flip to whoever sees it: median / 99th percentile`, bars, ours, note);
}

const options = Object.freeze({ quick: { type: "boolean" }, write: { type: "boolean" } } as const);

async function main({ values }: Command<typeof options>): Promise<void> {
	const { results, missing } = await measure(values.quick ? plans.quick : plans.whole);
	const date = new Date().toISOString().slice(0, 10);
	const where = `${platform()} ${release()} ${arch()}, ${cpus()[0].model}, Node ${process.versions.node}`;
	const note = `Measured ${date} on ${where}; settle time ${settle} ms; seed ${seed}.${missing}`;
	const table = latencyTable(results, settle, note);
	const picture = pictureOf(results, `${date}, ${where}; with ${settle} ms of settle time`);
	mkdirSync(output, { recursive: true });
	writeFileSync(join(output, "latency.md"), `${markdown(table)}\n`);
	writeFileSync(join(output, "latency.svg"), picture);
	console.log(aligned(table));
	if (values.write) {
		const headlines = headlineTable({ ...nothing, latencies: results, settle, note });
		write(["README.md", "tools/bench/README.md"], [table, headlines]);
		writeFileSync(join(root, "tools/pictures/latency.svg"), picture);
	}
}

await runTool({ name: "bench:latency", usage: help, options }, main);
