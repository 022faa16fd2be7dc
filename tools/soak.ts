// `npm run soak -- [--minutes M]`: the whole server among fakes, on the real XS engine in the heap of a board, with clients
// of every kind coming and going, and an MQTT broker that ends its connection in every way, for M minutes (5), and for 8
// reports at least. A report says what is alive, each 5,000 connections, or fewer when it is to be over soon. With $MODDABLE
// set it goes on in the Moddable simulator, for as long, with the SDK's own engine.
//
// Exit status 1 when that grows (soak/growth.ts says how it is judged), when XS runs out of memory or a client is not
// dealt with as it has to be; 2 for wrong arguments. Without a C compiler nothing is run, which is said.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { skip } from "../test/moddable/sdk.js";
import { fewest, growthOf, type Sample, tolerance } from "./soak/growth.js";
import { soakInSimulator } from "./soak/simulator.js";
import { type Plan, soak } from "./soak/start.js";
import { buildXS } from "./xs/build.js";

const compiled = resolve("build/soak");

/** From one report to the next: a computer that does 80,000 in a minute is done in time. */
const connectionsFor = (minutes: number): number => Math.min(5000, Math.ceil(10_000 * minutes));

class Refusal extends Error {}

/** Throws Refusal, or parseArgs' TypeError, with a sentence for people. */
function readMinutes(words: string[]): number {
	const { values } = parseArgs({ args: words, options: { minutes: { type: "string", default: "5" } } });
	const minutes = Number(values.minutes);
	if (!(minutes > 0 && minutes <= 10_000)) throw new Refusal(`--minutes must be a number, not "${values.minutes}"`);
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

try {
	const minutes = readMinutes(process.argv.slice(2));
	const built = await buildXS();
	if ("missing" in built) console.log(`soak: not run on XS, missing ${built.missing}`);
	else {
		compile();
		const script = resolve(compiled, "tools/soak/run-xs.js");
		await run("XS, in an ESP32's heap", minutes, (plan, tell) => soak(built.shell, script, plan, tell));
	}
	if (skip) console.log(`soak: not run in mcsim, ${skip}`);
	else await run("the Moddable simulator", minutes, soakInSimulator);
} catch (error) {
	const isUsage = error instanceof Refusal || error instanceof TypeError;
	console.error(`soak: ${error instanceof Error ? error.message : error}`);
	process.exitCode = isUsage ? 2 : 1;
}
