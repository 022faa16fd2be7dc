// `npm run soak -- [--minutes M]`: the whole server among fakes, on the real XS engine in the heap of a board, with clients
// of every kind coming and going, and an MQTT broker that ends its connection in every way, for M minutes (5), and for 8
// reports at least. A report says what is alive, each 5,000 connections, or fewer when it is to be over soon. With $MODDABLE
// set it goes on in the Moddable simulator, for as long, with the SDK's own engine.
//
// Exit status 1 when that grows (soak/growth.ts says how it is judged), when XS runs out of memory or a client is not
// dealt with as it has to be; 2 for wrong arguments. Without a C compiler nothing is run, which is said.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { skip } from "../test/moddable/sdk.js";
import { runTool, UsageError } from "./commandline.js";
import { fewest, growthOf, type Sample, tolerance } from "./soak/growth.js";
import { soakInSimulator } from "./soak/simulator.js";
import { type Plan, soak } from "./soak/start.js";
import { buildXS } from "./xs/build.js";

const compiled = resolve("build/soak");

/** From one report to the next: a computer that does 80,000 in a minute is done in time. */
const connectionsFor = (minutes: number): number => Math.min(5000, Math.ceil(10_000 * minutes));

const tool = Object.freeze({
	name: "soak",
	usage: `usage: npm run soak -- [--minutes M]
The whole server in a board's heap, clients coming and going, for M minutes (5); with $MODDABLE also in the simulator.`,
	options: { minutes: { type: "string" } },
} as const);

/** Throws UsageError. */
function minutesOf(text = "5"): number {
	const minutes = Number(text);
	if (!(minutes > 0 && minutes <= 10_000))
		throw new UsageError(`--minutes must be a number up to 10000, not "${text}"`);
	return minutes;
}

function compile(): void {
	const words = [resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.node.json", "--outDir", compiled];
	if (spawnSync(process.execPath, words, { stdio: "inherit" }).status !== 0)
		throw new Error("the soak does not compile");
}

const columns = ["minutes", "connections", "slots", "chunks"];

const row = (cells: readonly (string | number)[]) =>
	console.log(cells.map((cell, i) => String(cell).padStart(columns[i].length + 2)).join(""));

type Soak = (plan: Plan, tell: (sample: Sample) => void) => Promise<void>;

async function run(where: string, minutes: number, soakThere: Soak): Promise<void> {
	const start = performance.now();
	const elapsed = () => (performance.now() - start) / 60_000;
	const samples: Sample[] = [];
	console.log(where);
	row(columns);
	const plan = {
		connections: connectionsFor(minutes),
		reports: 0,
		enough: () => samples.length >= fewest && elapsed() >= minutes,
	};
	await soakThere(plan, (sample) => {
		samples.push(sample);
		row([elapsed().toFixed(1), sample.connections, sample.slots, sample.chunks]);
	});
	const growth = growthOf(samples);
	if (growth) throw new Error(`${growth}, from the first quarter to the last`);
	console.log(`nothing has grown by more than ${tolerance.slots} slots or ${tolerance.chunks} bytes of chunks`);
}

await runTool(tool, async ({ values }) => {
	const minutes = minutesOf(values.minutes);
	const built = await buildXS();
	if ("missing" in built) console.log(`soak: not run on XS, missing ${built.missing}`);
	else {
		compile();
		const script = resolve(compiled, "tools/soak/run-xs.js");
		await run("XS, in an ESP32's heap", minutes, (plan, tell) => soak(built.shell, script, plan, tell));
	}
	if (skip) console.log(`soak: not run in mcsim, ${skip}`);
	else await run("the Moddable simulator", minutes, soakInSimulator);
});
