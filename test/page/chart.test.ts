// Charts: round scales, lines with gaps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../harness.js";
import { levelOf, lineOf, scaleOf, seriesTime, timeOf } from "./modules.js";

const frame = { low: 0, high: 10, start: 0, now: 300 };

test("scales end at round numbers around the values", () => {
	assert.deepEqual(scaleOf([0], true), { low: 0, high: 1 });
	assert.deepEqual(scaleOf([2, 8], true), { low: 0, high: 8 });
	assert.deepEqual(scaleOf([0.3, 5.5], true), { low: 0, high: 6 });
	assert.deepEqual(scaleOf([143_000, 120_000], false), { low: 120_000, high: 150_000 });
	assert.deepEqual(scaleOf([-61, -58], false), { low: -65, high: -55 });
	assert.deepEqual(scaleOf([7, 7], false), { low: 7, high: 8 });
	assert.deepEqual(scaleOf([23_900_000_000, 23_800_000_000], false), { low: 22e9, high: 26e9 });
});

test("whatever the values are, they are within their scale", () => {
	const random = new Random(11);
	for (let i = 0; i < 1000; i++) {
		const values = Array.from({ length: 1 + random.below(5) }, () => random.below(10 ** random.below(16)));
		const { low, high } = scaleOf(values, random.below(2) === 0);
		assert.ok(low < high && Number.isFinite(high - low), `${values}`);
		assert.ok(high - low >= Math.max(...values) / 10, `${values}: noise looks like a drop`);
		assert.ok(low <= Math.min(...values) && Math.max(...values) <= high * (1 + 1e-12), `${values}: ${low} to ${high}`);
	}
});

test("the time grows with the points, from a minute to its limit", () => {
	const span = (at: number) => {
		const { start, now } = timeOf([[{ at, value: 1 }], []], 1e9);
		return now - start;
	};
	assert.deepEqual([span(1e9), span(1e9 - 61_000), span(0)], [60_000, 61_000, seriesTime]);
});

test("a line has gaps where nothing is known, and a dot for a single value", () => {
	const points = [0, 5, undefined, 10, undefined, 0].map((value, index) => ({ at: index * 60, value }));
	assert.equal(lineOf(points, frame), "M0 100h0L60 50M180 0h0M300 100h0");
	assert.equal(lineOf([], frame), "");
	assert.equal(levelOf(5, frame), "M0 50H300");
});
