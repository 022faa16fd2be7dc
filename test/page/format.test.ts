// Quantities in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, count, duration, signal } from "./modules.js";

test("durations are told as coarsely as they are long, never negative", () => {
	for (const [ms, words] of [
		[-5000, "0 s"],
		[0, "0 s"],
		[59_999, "59 s"],
		[60_000, "1 min"],
		[3_599_999, "59 min"],
		[3_600_000, "1 h"],
		[7_512_000, "2 h 5 min"],
		[86_399_999, "23 h 59 min"],
		[86_400_000, "1 d"],
		[273_600_000, "3 d 4 h"],
		[864_000_000, "10 d"],
	] as const)
		assert.equal(duration(ms), words);
});

test("exact durations are told to the second", () => {
	assert.equal(duration(273_906_999, true), "3 d 4 h 5 min 6 s");
	assert.equal(duration(86_400_000, true), "1 d");
	assert.equal(duration(3_601_000, true), "1 h 1 s");
	assert.equal(duration(0, true), "0 s");
});

test("counts have commas", () => {
	assert.deepEqual([0, 999, 12_345, Number.MAX_SAFE_INTEGER].map(count), [
		"0",
		"999",
		"12,345",
		"9,007,199,254,740,991",
	]);
});

test("bytes are told in the largest unit that leaves something before the point", () => {
	const told = [0, 999, 1000, 56_789, 143_000, 2_500_000, 7e9, 9e15].map(bytes);
	assert.deepEqual(told, ["0 B", "999 B", "1 KB", "56.8 KB", "143 KB", "2.5 MB", "7 GB", "9,000 TB"]);
});

test("a signal has its dBm and a word", () => {
	const told = [-30, -50, -51, -60, -61, -70, -80, -81, -120].map(signal);
	assert.deepEqual(
		told.map((words) => words.split(" · ")[1]),
		["excellent", "excellent", "good", "good", "fair", "fair", "weak", "very weak", "very weak"],
	);
	assert.equal(told[4], "-61 dBm · fair");
});
