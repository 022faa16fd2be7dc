// Bounds of the pause before an attempt.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseBefore } from "./modules.js";

const almostOne = 1 - Number.EPSILON;

test("the pause doubles from half a second up to fifteen seconds", () => {
	const longest = [0, 1, 2, 3, 4, 5, 6].map((attempt) => Math.round(pauseBefore(attempt, almostOne)));
	assert.deepEqual(longest, [500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test("chance shortens the pause to half at most", () => {
	for (let attempt = 0; attempt < 12; attempt++) {
		assert.equal(pauseBefore(attempt, 0), Math.min(15_000, 500 * 2 ** attempt) / 2);
		assert.ok(pauseBefore(attempt, 0.5) > pauseBefore(attempt, 0));
	}
});

test("weeks of attempts stay within the ceiling", () => {
	assert.equal(pauseBefore(100_000, 0), 7500);
});
