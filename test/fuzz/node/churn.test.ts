/*
	The soak of tools/soak, bounded: on the real XS engine, in the heap of a board.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { growthOf, type Sample, tolerance } from "../../../tools/soak/growth.js";
import { soak } from "../../../tools/soak/start.js";
import { buildXS } from "../../../tools/xs/build.js";

const built = await buildXS();
const shell = "shell" in built ? built.shell : "";
const skip = "missing" in built && !process.env.CI ? `missing ${built.missing}` : false;

const script = fileURLToPath(new URL("../../../tools/soak/run-xs.js", import.meta.url));

test("20,000 connections of every kind, without growth of XS slots or chunks", { skip }, async (context) => {
	assert.notEqual(shell, "", "there is no XS here, and CI must have it");
	const samples: Sample[] = [];
	await soak(shell, script, { connections: 2500, reports: 8 }, (sample) => samples.push(sample));
	for (const sample of samples) context.diagnostic(JSON.stringify(sample));
	assert.equal(growthOf(samples), "");
	assert.ok(samples[samples.length - 1].connections >= 20_000);
});

test("growth is seen, and noise is not taken for it", () => {
	const samplesOf = (slots: (i: number) => number) =>
		Array.from({ length: 8 }, (_, i) => ({ connections: i, slots: slots(i), chunks: 0 }));
	assert.equal(growthOf(samplesOf((i) => 400 + tolerance.slots * (i % 2))), "");
	assert.equal(growthOf(samplesOf((i) => 400 + 10 * i)), "slots have grown by 60");
	assert.throws(() => growthOf([]), /too few/);
});
