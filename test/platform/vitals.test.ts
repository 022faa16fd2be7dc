/*
	src/platform/vitals.ts over native numbers of the test's choice, and whether the numbers mean the same in C.
*/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Vitals } from "../../src/device/ports.js";

const outfile = resolve("build/test/platform/vitals.mjs");
await build({
	entryPoints: ["test/platform/vitals.entry.ts"],
	outfile,
	bundle: true,
	format: "esm",
	alias: { vitals: resolve("test/platform/sdk/vitals.ts") },
});
const { openVitals, numbers, asked }: { openVitals(): Vitals; numbers: Map<number, number>; asked: number[] } =
	await import(pathToFileURL(outfile).href);

/** The names of an enumeration's members, in their order. */
function members(file: string, start: string): string[] {
	const [, body = ""] = readFileSync(file, "utf8").split(start);
	return [...body.split("}")[0].matchAll(/^\t(\w+)/gm)].map(([, name]) => name.toLowerCase());
}

beforeEach(() => numbers.clear());

test("TypeScript and C count alike", () => {
	const ours = members("src/platform/vitals.ts", "const Vital = Object.freeze({");
	assert.equal(ours.length, 9);
	assert.deepEqual(
		members("src/platform/native/vitals.c", "enum {").map((name) => name.slice(1)),
		ours,
	);
});

test("nothing is known: nothing is told", () => {
	const { reset, resets, heap, slots, chunks } = openVitals();
	assert.deepEqual([reset, resets, heap, slots, chunks], [undefined, undefined, undefined, undefined, undefined]);
});

test("everything is known", () => {
	for (let vital = 0; vital < 8; vital++) numbers.set(vital, 100 + vital);
	numbers.set(6, 9);
	const { reset, resets, heap, slots, chunks } = openVitals();
	assert.deepEqual([reset, resets, heap], ["brownout", 107, { free: 100, least: 101 }]);
	assert.deepEqual(
		[slots, chunks],
		[
			{ used: 102, size: 103 },
			{ used: 104, size: 105 },
		],
	);
});

test("a start is counted though nobody asks", () => {
	asked.length = 0;
	openVitals();
	assert.deepEqual(asked, [7]);
});

test("it is asked each time", () => {
	const vitals = openVitals();
	numbers.set(0, 5);
	assert.equal(vitals.heap?.free, 5);
	numbers.set(0, 6);
	assert.equal(vitals.heap?.free, 6);
});

test("every reason of ESP-IDF has its words, and one of tomorrow is unknown", () => {
	const words = Array.from({ length: 17 }, (_, reason) => {
		numbers.set(6, reason);
		return openVitals().reset;
	});
	assert.deepEqual(
		[words[0], words[1], words[4], words[15], words[16]],
		["unknown", "power on", "crash", "CPU lock-up", "unknown"],
	);
	assert.equal(new Set(words).size, 16);
});
