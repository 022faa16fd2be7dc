// `npm run fuzz -- [head|connection|longframe|mqtt|session|image|dns|mdns|improv …] [--seed N] [--seconds S] [--rounds R]`: the fuzzers of
// test/fuzz/ on Node, each for S seconds (10) or R rounds, with seeds from N on, or from a random number that is printed.
//
// The first finding ends the run: it is printed with the command that replays that one round, and the exit status is 1.
// Wrong arguments: exit status 2.

import { randomInt } from "node:crypto";
import { connectionFuzzer, longFrameFuzzer } from "../test/fuzz/connection.js";
import { dnsFuzzer, mdnsFuzzer } from "../test/fuzz/dns.js";
import { Finding, type Fuzzer, fuzz } from "../test/fuzz/fuzzer.js";
import { headFuzzer } from "../test/fuzz/head.js";
import { imageFuzzer } from "../test/fuzz/image.js";
import { improvFuzzer } from "../test/fuzz/improv.js";
import { mqttFuzzer } from "../test/fuzz/mqtt.js";
import { sessionFuzzer } from "../test/fuzz/session.js";
import { settingsFuzzer } from "../test/fuzz/settings.js";
import { setUpFuzzer } from "../test/fuzz/setup.js";
import { type Command, runTool, wholeNumber } from "./commandline.js";

const fuzzers = [
	headFuzzer,
	connectionFuzzer,
	longFrameFuzzer,
	mqttFuzzer,
	improvFuzzer,
	sessionFuzzer,
	imageFuzzer,
	dnsFuzzer,
	mdnsFuzzer,
	setUpFuzzer,
	settingsFuzzer,
];
const names = fuzzers.map(({ name }) => name);

const text = Object.freeze({ type: "string" } as const);
const options = Object.freeze({ seed: text, seconds: text, rounds: text });

const tool = Object.freeze({
	name: "fuzz",
	usage: `usage: npm run fuzz -- [fuzzer …] [--seed N] [--seconds S] [--rounds R]
Each fuzzer for S seconds (10) or R rounds, with seeds from N on, or from a random number that is printed.
fuzzers: ${names.join(", ")}`,
	options,
	words: names,
});

interface Plan {
	readonly chosen: readonly Fuzzer[];
	readonly seed: number;
	readonly seconds: number;
	readonly rounds: number;
}

/** Throws UsageError. */
function planOf({ values, words }: Command<typeof options>): Plan {
	const rounds = wholeNumber("rounds", values.rounds, 0, Number.MAX_SAFE_INTEGER);
	return {
		chosen: fuzzers.filter(({ name }) => words.length === 0 || words.includes(name)),
		seed: wholeNumber("seed", values.seed, 0, 0xffff_ffff) ?? randomInt(2 ** 32),
		seconds: wholeNumber("seconds", values.seconds, 0, 1_000_000) ?? (rounds === undefined ? 10 : Infinity),
		rounds: rounds ?? Infinity,
	};
}

function run({ chosen, seed, seconds, rounds }: Plan): void {
	for (const fuzzer of chosen) {
		const start = performance.now();
		const elapsed = () => (performance.now() - start) / 1000;
		const done = fuzz(fuzzer, seed, (count) => count < rounds && elapsed() < seconds);
		console.log(
			`${fuzzer.name}: no finding in ${done} rounds from seed ${seed}, ${Math.round(done / elapsed())} rounds/s`,
		);
	}
}

await runTool(tool, (command) => {
	const plan = planOf(command);
	try {
		run(plan);
	} catch (error) {
		if (!(error instanceof Finding)) throw error;
		console.error(`FINDING ${error.message}`);
		process.exitCode = 1;
	}
});
