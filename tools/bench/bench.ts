// `npm run bench`: this codec and this firmware against the goals and against the peers. How it is called stands in `help`.
//
// Figures that are the same on every machine come first; times are medians of several runs, and differ. Bytes of chunks are
// exact where the C compiler builds for 32 bits, as the device is; elsewhere they are shown, and not written.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, release } from "node:os";
import { join } from "node:path";
import { type Command, runTool } from "../commandline.js";
import { linkedSizes } from "../linked.js";
import { root } from "../root.js";
import { compile } from "./compile.js";
import { exactFigures, isPortable, memoryOf, workOf } from "./exact.js";
import { type Figures, key, type Result, record } from "./figures.js";
import { goalTable } from "./goals.js";
import { latencyTable } from "./latency/table.js";
import { measureNode, type Row } from "./node/measure.js";
import { outdated, write } from "./readme.js";
import { median } from "./statistics.js";
import { aligned, markdown, type Table } from "./table.js";
import {
	headlineTable,
	linkedTable,
	memoryTable,
	nodeTable,
	ours,
	peerNames,
	peerTables,
	rival,
	wireTable,
	workloads,
	workTable,
} from "./tables.js";
import { type Engine, findEngine, runXS } from "./xs.js";

/** What has tables in it. */
const readmes = ["README.md", "tools/bench/README.md"];
const output = join(root, "build/bench");
const moddable = process.env.MODDABLE ?? "";

const help = `Measures the WebSocket codec and the firmware against the goals and against others. The parts:

  npm run bench              all of it (two minutes): exact figures, times on Node; with $MODDABLE also the WebSocket
                             modules of the SDK, and the bytes that are added to a device's image
  npm run bench -- xs        exact figures alone (seconds): computrons, slots, chunks, what fits a heap, bytes on the wire

  --write    also writes the tables into ${readmes.join(" and ")}, between their markers
  --check    only tells whether the tables there are current (seconds); exit status 1 when not
  --help, -h shows this

All tables go to build/bench/NAME.md as well. From flip to page: npm run bench:latency.
`;

/** Runs of the programs that are timed; the median counts. */
const runs = 5;
const plan = Object.freeze({ rounds: 9, span: 30 });

/** When and where. */
function circumstances(engine: Engine): string {
	const [{ model }] = cpus();
	const date = new Date().toISOString().slice(0, 10);
	const words = `${engine.name}, ${engine.wordSize}-bit`;
	return `Measured ${date} on ${platform()} ${release()} ${arch()}, ${model}; ${words}; Node ${process.versions.node}.`;
}

/** A board's slots, and chunks enough for the peers' copies of 16 KB messages: collections are a part of the time. */
const roomy = Object.freeze(["--chunks", "131072"]);

/** Adds the times of a subject, in µs. */
async function time(engine: Engine, figures: Figures, subject: string): Promise<void> {
	const all: Result[][] = [];
	for (let run = 0; run < runs; run++)
		all.push(await runXS<Result>(engine, "run-codec", ["time", subject, moddable], roomy));
	for (const [i, { name, failed }] of all[0].entries()) {
		if (failed) continue;
		const times = all.map((results) => Number(results[i].microseconds));
		figures.set(key(subject, name, "microseconds"), median(times));
	}
}

/**
 * This codec and the SDK's own, both on TCP, on the SDK's XS, which is the device's. Returns when and where; "" without the
 * SDK. `others` gets how many times as much as ours the work of the `rival` costs.
 */
async function measurePeers(figures: Figures, others: Figures): Promise<string> {
	if (!moddable) return "";
	const engine = await findEngine(moddable);
	if ("missing" in engine) throw new Error(engine.missing);
	for (const subject of [ours, ...Object.keys(peerNames)]) {
		await time(engine, figures, subject);
		record(figures, subject, await workOf(engine, subject, moddable));
		record(figures, subject, await memoryOf(engine, subject, moddable));
	}
	for (const name of workloads) {
		const [theirs, own] = [rival, ours].map((subject) => figures.get(key(subject, name, "computrons")));
		if (theirs !== undefined && own !== undefined) others.set(key(`against ${rival}`, name, "ratio"), theirs / own);
	}
	return circumstances(engine);
}

async function measureLinked(figures: Figures): Promise<void> {
	const sizes = await linkedSizes();
	if ("missing" in sizes) console.log(`linked and preloaded: not measured, missing ${sizes.missing}`);
	else for (const [name, bytes] of sizes) figures.set(key("linked", name, "bytes"), bytes);
}

interface Report {
	/** Figures that are the same on every machine, and others. */
	readonly exact: Figures;
	readonly others: Figures;
	/** Those that are exact on another machine only: where a word has 32 bits. */
	readonly near: Figures;
	/** On the SDK's XS. */
	readonly peers: Figures;
	readonly node: readonly Row[];
	readonly note: string;
	readonly peersNote: string;
}

/** What can be had in seconds. */
async function quickReport(engine: Engine): Promise<Report> {
	const figures = [...(await exactFigures(engine))];
	const isExact = ([name]: [string, number]) => engine.wordSize === 32 || isPortable(name);
	return {
		exact: new Map(figures.filter(isExact)),
		others: new Map(),
		near: new Map(figures.filter((figure) => !isExact(figure))),
		peers: new Map(),
		node: [],
		note: circumstances(engine),
		peersNote: "",
	};
}

/** With times and peers. */
async function fullReport(engine: Engine): Promise<Report> {
	const { exact, others, near, note } = await quickReport(engine);
	const peers: Figures = new Map();
	const peersNote = await measurePeers(peers, others);
	await measureLinked(others);
	const node = measureNode(plan);
	for (const { name, microseconds } of node)
		others.set(key("node", name, "ratio"), microseconds.ws / microseconds.here);
	return { exact, others, near, peers, node, note, peersNote };
}

const exactTables = ({ exact, others, peers, note }: Report): Table[] => [
	goalTable(exact, others, peers, note),
	workTable(exact, others),
	memoryTable(exact, others),
	wireTable(exact),
	headlineTable({ exact, others, peers, note }),
];

const measuredTables = ({ others, peers, node, note, peersNote }: Report): Table[] => [
	linkedTable(others, peersNote),
	...peerTables(peers, peersNote),
	nodeTable(node, note),
];

function show(tables: readonly Table[]): void {
	mkdirSync(output, { recursive: true });
	for (const table of tables) {
		writeFileSync(join(output, `${table.name}.md`), `${markdown(table)}\n`);
		console.log(`\n${table.name}\n${aligned(table)}`);
	}
}

const options = Object.freeze({ write: { type: "boolean" }, check: { type: "boolean" } } as const);

async function main({ values, words }: Command<typeof options>): Promise<void> {
	const engine = await findEngine();
	if ("missing" in engine) {
		console.log(`bench: not run, missing ${engine.missing}`);
		return;
	}
	await compile();
	if (values.check) {
		const report = await quickReport(engine);
		const tables = [...exactTables(report), ...measuredTables(report), latencyTable({}, 0, report.note)];
		const wrong = readmes.flatMap((path) =>
			outdated(readFileSync(join(root, path), "utf8"), tables).map((sentence) => `${path}: ${sentence}`),
		);
		for (const sentence of wrong) console.error(sentence);
		if (wrong.length) console.error("The tables are not current: npm run bench -- --write");
		process.exitCode = wrong.length ? 1 : 0;
		return;
	}
	const isQuick = words.includes("xs");
	const report = await (isQuick ? quickReport(engine) : fullReport(engine));
	const more = isQuick ? [] : measuredTables(report);
	show([...exactTables({ ...report, others: new Map([...report.others, ...report.near]) }), ...more]);
	if (values.write) {
		write(readmes, [...exactTables(report), ...more]);
	}
}

await runTool({ name: "bench", usage: help, options, words: ["xs"] }, main);
