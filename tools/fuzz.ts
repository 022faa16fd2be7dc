// `npm run fuzz -- [head|connection|longframe|mqtt|session|image|dns|mdns|improv …] [--seed N] [--seconds S] [--rounds R]`: the fuzzers of
// test/fuzz/ on Node, each for S seconds (10) or R rounds, with seeds from N on, or from a random number that is printed.
//
// The first finding ends the run: it is printed with the command that replays that one round, and the exit status is 1.
// Wrong arguments: exit status 2.

import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
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

class Refusal extends Error {}

/** A whole number up to `highest`. Throws Refusal. */
function whole(name: string, text: string | undefined, highest: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text) || Number(text) > highest)
		throw new Refusal(`--${name} must be a whole number up to ${highest}, not "${text}"`);
	return Number(text);
}

interface Plan {
	readonly chosen: readonly Fuzzer[];
	readonly seed: number;
	readonly seconds: number;
	readonly rounds: number;
}

/** Throws Refusal, or parseArgs' TypeError, with a sentence for people. */
function readPlan(words: string[]): Plan {
	const text = { type: "string" } as const;
	const { values, positionals } = parseArgs({
		args: words,
		options: { seed: text, seconds: text, rounds: text },
		allowPositionals: true,
	});
	for (const word of positionals)
		if (!names.includes(word)) throw new Refusal(`no such fuzzer: ${word}; there are ${names.join(", ")}`);
	const rounds = whole("rounds", values.rounds, Number.MAX_SAFE_INTEGER);
	return {
		chosen: fuzzers.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
		seed: whole("seed", values.seed, 0xffff_ffff) ?? randomInt(2 ** 32),
		seconds: whole("seconds", values.seconds, 1_000_000) ?? (rounds === undefined ? 10 : Infinity),
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

try {
	run(readPlan(process.argv.slice(2)));
} catch (error) {
	const message = error instanceof Error ? error.message : String(error);
	console.error(error instanceof Finding ? `FINDING ${message}` : `fuzz: ${message}`);
	process.exitCode = error instanceof Finding ? 1 : 2;
}
