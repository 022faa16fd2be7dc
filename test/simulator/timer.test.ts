// The contract of "timer" and "time" on the ESP32.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import Time from "../../tools/simulator/modules/time.js";
import Timer, { settled } from "../../tools/simulator/modules/timer.js";
import { until } from "./wire.js";

test("set calls back once, later, with the timer", async () => {
	const seen: unknown[] = [];
	const timer = Timer.set((fired) => seen.push(fired), 5);
	assert.deepEqual(seen, []);
	await until(() => seen.length > 0);
	await delay(20);
	assert.deepEqual(seen, [timer]);
});

test("set without a delay calls back soon, and not from inside set", async () => {
	let calls = 0;
	Timer.set(() => calls++);
	assert.equal(calls, 0);
	await until(() => calls === 1);
});

test("a repeating timer goes on until it is cleared, also from inside its callback", async () => {
	let calls = 0;
	Timer.repeat((timer) => {
		if (++calls === 3) Timer.clear(timer);
	}, 2);
	await until(() => calls === 3);
	await delay(20);
	assert.equal(calls, 3);
});

test("the first delay and the repeat may differ", async () => {
	const times: number[] = [];
	const start = performance.now();
	const timer = Timer.set(() => times.push(performance.now() - start), 30, 2);
	await until(() => times.length > 3);
	Timer.clear(timer);
	assert.ok(times[0]! >= 29);
});

test("a cleared timer never calls back; clearing nothing, or again, is allowed", async () => {
	let calls = 0;
	const timer = Timer.set(() => calls++, 2);
	Timer.clear(timer);
	Timer.clear(timer);
	Timer.clear(undefined);
	Timer.clear(null);
	await delay(20);
	assert.equal(calls, 0);
});

test("schedule gives a timer a new delay, or pauses it", async () => {
	let calls = 0;
	const timer = Timer.set(() => calls++, 2, 2);
	Timer.schedule(timer);
	await delay(20);
	assert.equal(calls, 0);
	Timer.schedule(timer, 2);
	await until(() => calls === 1);
});

test("a timer without a repeat is dead after its callback, even if that rescheduled it", async () => {
	let calls = 0;
	const timer = Timer.set((fired) => {
		calls++;
		Timer.schedule(fired, 2);
	}, 2);
	await until(() => calls === 1);
	await delay(20);
	assert.equal(calls, 1);
	assert.throws(() => Timer.schedule(timer, 2));
});

test("a timer may give itself a repeat, or pause itself, in its callback", async () => {
	let calls = 0;
	const repeating = Timer.set((timer) => {
		calls++;
		Timer.schedule(timer, 2, 2);
	}, 2);
	await until(() => calls > 1);
	Timer.clear(repeating);

	calls = 0;
	const pausing = Timer.set((timer) => {
		calls++;
		Timer.schedule(timer);
	}, 2);
	await until(() => calls === 1);
	await delay(20);
	assert.equal(calls, 1);
	Timer.schedule(pausing, 2);
	await until(() => calls === 2);
});

test("set takes a function", () => {
	assert.throws(() => Timer.set(undefined as never), TypeError);
});

test("the desktop can wait for what fires once and soon, and for nothing else", async (context) => {
	const seen: string[] = [];
	const timers = [
		Timer.set(() => seen.push("soon"), 40),
		Timer.set(() => seen.push("cleared"), 30),
		Timer.set(() => seen.push("paused"), 30),
		Timer.set(() => seen.push("late"), 100_000),
		Timer.set(() => seen.push("put off"), 30),
		Timer.repeat(() => {}, 20),
	];
	context.after(() => timers.forEach(Timer.clear));
	Timer.set(() => Timer.set(() => seen.push("a later one's"), 100_000), 20);
	const waiting = settled(1000);
	Timer.clear(timers[1]);
	Timer.schedule(timers[2]);
	Timer.schedule(timers[4], 100_000);
	await waiting;
	assert.deepEqual(seen, ["soon"]);
	await settled(1000);
});

test("ticks are 32-bit milliseconds that do not go back", async () => {
	const start = Time.ticks;
	assert.equal(start, start | 0);
	await delay(20);
	const elapsed = Time.delta(start);
	assert.ok(elapsed >= 19 && elapsed < 10_000, String(elapsed));
});

test("delta is right across the wrap of the ticks", () => {
	assert.equal(Time.delta(0x7fff_fff0, -0x7fff_fff0), 32);
	assert.equal(Time.delta(-5, 5), 10);
	assert.equal(Time.delta(5, -5), -10);
});
