// A clock that nobody can set.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shiftOf, steadyClock } from "./modules.js";

const hour = 3_600_000;

function start() {
	const outside = { wall: 1_000_000_000, ticks: 500 };
	const now = steadyClock(
		() => outside.wall,
		() => outside.ticks,
	);
	const begin = now();
	return {
		begin,
		passed: () => now() - begin,
		pass(ms: number, ticks = ms) {
			outside.wall += ms;
			outside.ticks += ticks;
		},
	};
}

test("it starts with the computer's clock and goes on with it", () => {
	const { begin, passed, pass } = start();
	assert.equal(begin, 1_000_000_000);
	for (let i = 0; i < 10; i++) pass(1000);
	assert.equal(passed(), 10_000);
});

test("a sleep has passed, whether or not the ticks went on in it", () => {
	for (const ticks of [0, hour]) {
		const { passed, pass } = start();
		pass(hour, ticks);
		assert.equal(passed(), hour);
	}
});

test("a clock that is set back does not stop the time, nor hide the next sleep", () => {
	const { passed, pass } = start();
	pass(-hour, 0);
	assert.equal(passed(), 0);
	pass(5000);
	assert.equal(passed(), 5000);
	pass(hour / 2, 0);
	assert.equal(passed(), 5000 + hour / 2);
});

test("small corrections are not followed", () => {
	const { passed, pass } = start();
	for (let i = 0; i < 100; i++) {
		pass(1010, 1000);
		passed();
	}
	assert.equal(passed(), 100_000);
});

test("what has been said of a time stays: the shift to the computer's clock changes only when that leaps", () => {
	const [wall, page] = [{ time: 1_000_000 }, { time: 1_000_000 }];
	const shift = shiftOf(
		() => wall.time,
		() => page.time,
	);
	for (const apart of [0.3, -0.7, 5, -1900, 2000]) {
		wall.time = page.time + apart;
		assert.equal(shift(), 0);
	}
	page.time += 5000;
	for (const apart of [-3_600_000.3, -3_600_000.7, -3_599_000]) {
		wall.time = page.time + apart;
		assert.equal(shift(), -3_600_000);
	}
	wall.time = page.time;
	assert.equal(shift(), 0);
});
