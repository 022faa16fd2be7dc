// Strips: the newest at the right, nothing where nothing is known.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stripOf, stripTime } from "./modules.js";

const now = 1_000_000;
const start = now - stripTime;

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

test("what began earlier is cut at the left, what ended earlier is not there", () => {
	const spans = [
		{ from: 0, to: start, on: true },
		{ from: start - 1, to: now, on: true },
	];
	assert.equal(stripOf(spans, [], now).on, "M0 1.5H300V10H0z");
});

test("nothing known is nothing drawn", () => {
	assert.deepEqual(stripOf([], [], now), { known: "", on: "", off: "", away: "" });
});
