// Strips: the newest at the right, as high as the share of the time that was On, nothing where nothing is known.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stripOf, stripTime, summaryOf, wordAt } from "./modules.js";

const now = 1_000_000;
const start = now - stripTime;

/** How much of the strip a path of boxes fills, between 0 and 1 of what is full. */
function areaOf(path: string): number {
	let area = 0;
	for (const [, left, top, right] of path.matchAll(/M([\d.]+) ([\d.]+)H([\d.]+)V10H[\d.]+z/g))
		area += (Number(right) - Number(left)) * (10 - Number(top));
	return area / (300 * 8.5);
}

/** On and Off in turn, each for `length` ms. */
const flicker = (length: number, on = length) => {
	const spans = [];
	for (let from = start - 777; from < now; from += length + on) {
		spans.push({ from, to: Math.min(now, from + on), on: true });
		spans.push({ from: Math.min(now, from + on), to: Math.min(now, from + on + length), on: false });
	}
	return spans;
};

test("boxes for what is known, On above Off, and for the time away", () => {
	const half = start + stripTime / 2;
	const spans = [
		{ from: start, to: half, on: true },
		{ from: half, to: now, on: false },
	];
	assert.deepEqual(stripOf(spans, [{ from: half, to: now }], now), {
		known: "M0 0H150V10H0zM150 0H300V10H150z",
		on: "M0 1.5H150V10H0z",
		off: "M150 9.5H300V10H150z",
		away: "M150 0H300V10H150z",
	});
});

test("what was On for half of the time fills half, however fast it changed", () => {
	for (const length of [20, 50, 300, 999, 5000, 30_000]) {
		const area = areaOf(stripOf(flicker(length), [], now).on);
		const most = length / stripTime + 0.01;
		assert.ok(Math.abs(area - 0.5) < most, `${length} ms: ${area}`);
	}
	assert.ok(Math.abs(areaOf(stripOf(flicker(90, 10), [], now).on) - 0.1) < 0.01);
	assert.ok(areaOf(stripOf(flicker(20), [], now).on) < 0.52);
});

test("as time passes, a shape only moves", () => {
	const spans = [{ from: now - 60_300, to: now - 59_900, on: true }];
	const shape = (at: number) => [...stripOf(spans, [], at).on.matchAll(/M[\d.]+ ([\d.]+)/g)].map(([, top]) => top);
	for (const ms of [1, 400, 777, 5000]) assert.deepEqual(shape(now + ms), shape(now));
});

test("what began earlier is cut at the left, what ended earlier is not there", () => {
	const spans = [
		{ from: 0, to: start, on: true },
		{ from: start - 1, to: now, on: true },
	];
	assert.equal(stripOf(spans, [], now).on, "M0 1.5H300V10H0z");
});

test("nothing known is nothing drawn", () => {
	assert.deepEqual(stripOf([], [], now), { known: "", on: "", off: "", away: "" });
	assert.equal(summaryOf([], now), "Last 5 minutes: not known");
});

test("in words: for how long On, how many changes, how much is not known", () => {
	const spans = [
		{ from: start - 500, to: start + 60_000, on: true },
		{ from: start + 60_000, to: start + 61_000, on: false },
		{ from: start + 100_000, to: now, on: false },
	];
	assert.equal(summaryOf(spans, now), "Last 5 minutes: On for 1 min, 1 change, not known for 39 s");
	assert.equal(
		summaryOf(flicker(1000), now).replace(/\d+ changes/, "n changes"),
		"Last 5 minutes: On for 2 min, n changes",
	);
	assert.deepEqual(
		[start, start + 60_000, start + 70_000, now].map((at) => wordAt(spans, at)),
		["On", "Off", "Not known", "Not known"],
	);
});
