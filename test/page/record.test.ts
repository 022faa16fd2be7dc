// What is known of the past: entries, and times in which a switch was known.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../harness.js";
import { capacity, Recorder, type State } from "./modules.js";

const list = (first: number, others: number) => [first, ...new Array(7).fill(others)];

/** Switch 1 is `on`, changed `count` times and `age` ms ago; the others never since the board started `up` ms ago. */
const told = (on: boolean, count: number, age: number, up: number): State => ({
	switches: on ? 1 : 0,
	leds: [],
	changes: list(count, 0),
	ages: list(age, up),
});

const untimed = (switches: number): State => ({ switches, leds: [] });

/** The entries of switch 1 and of the connection, such as "900 change On 3". */
const entries = ({ entries }: Recorder) =>
	entries
		.filter(({ index = 0 }) => index === 0)
		.map(({ at, event, on, count }) => [at, event, on === undefined ? "" : on ? "On" : "Off", count].join(" ").trim());

/** The spans of a switch (1, unless said) and the times away, such as "100-200 On". */
const history = (recorder: Recorder, now: number, index = 0) => {
	const { spans, away } = recorder.history(now);
	return [
		spans[index].map(({ from, to, on }) => `${from}-${to} ${on ? "On" : "Off"}`).join(", "),
		away.map(({ from, to }) => `${from}-${to}`).join(", "),
	];
};

test("when the page is opened, each switch is known back to its last change, or to the board's start", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	assert.deepEqual(entries(recorder), ["9900 change On 3", "10000 online"]);
	assert.deepEqual(history(recorder, 10_050), ["9900-10050 On", ""]);
	assert.deepEqual(history(recorder, 10_050, 1), ["5000-10050 Off", ""]);
	assert.equal(recorder.latest[1]?.event, "start");
	assert.equal(recorder.entries.length, 9);
});

test("a change ends what was, at the time the board says", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.tell(told(false, 4, 5, 5600), 10_600);
	assert.deepEqual(entries(recorder), ["9900 change On 3", "10000 online", "10595 change Off 4"]);
	assert.deepEqual(history(recorder, 11_000), ["9900-10595 On, 10595-11000 Off", ""]);
});

test("a state without news, such as a changed LED, is no entry", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.tell(told(true, 3, 1103, 6003), 11_000);
	assert.equal(recorder.entries.length, 9);
});

test("changes that came as one are one entry, and the count says it", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.tell(told(true, 5, 10, 5600), 10_600);
	assert.equal(entries(recorder).at(-1), "10590 change On 5");
});

test("lost and found with a change meanwhile: unknown from the loss to the change", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.lose(20_000);
	assert.deepEqual(history(recorder, 25_000), ["9900-20000 On", "20000-25000"]);
	recorder.tell(told(false, 6, 1000, 25_000), 30_000);
	assert.deepEqual(entries(recorder).slice(2), ["20000 offline", "29000 change Off 6", "30000 online"]);
	assert.deepEqual(history(recorder, 31_000), ["9900-20000 On, 29000-31000 Off", "20000-30000"]);
	assert.deepEqual(history(recorder, 31_000, 1), ["5000-31000 Off", "20000-30000"], "the board vouches for the others");
});

test("lost again before the board has told, and told again: one loss", () => {
	const recorder = new Recorder();
	recorder.lose(1);
	assert.equal(recorder.entries.length, 0, "what was never there is not lost");
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.lose(20_000);
	recorder.lose(25_000);
	assert.deepEqual(entries(recorder).slice(2), ["20000 offline"]);
});

test("the board restarted while the page was away: unknown until it started, though the counts agree", () => {
	const recorder = new Recorder();
	recorder.tell(told(false, 0, 5000, 5000), 10_000);
	recorder.lose(20_000);
	recorder.tell(told(false, 0, 2000, 2000), 30_000);
	assert.deepEqual(entries(recorder), [
		"5000 start Off 0",
		"10000 online",
		"20000 offline",
		"28000 start Off 0",
		"30000 online",
	]);
	assert.deepEqual(history(recorder, 31_000), ["5000-20000 Off, 28000-31000 Off", "20000-30000"]);
});

test("a board that tells no times is known from when it is seen", () => {
	const recorder = new Recorder();
	recorder.tell(untimed(1), 10_000);
	recorder.tell(untimed(0), 11_000);
	recorder.lose(12_000);
	recorder.tell(untimed(0), 13_000);
	assert.deepEqual(entries(recorder), [
		"10000 seen On",
		"10000 online",
		"11000 change Off",
		"12000 offline",
		"13000 seen Off",
		"13000 online",
	]);
	assert.deepEqual(history(recorder, 14_000), ["10000-11000 On, 11000-12000 Off, 13000-14000 Off", "12000-13000"]);
});

test("a record that is saved and restored goes on, away in between; times are the computer's", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	const next = new Recorder();
	next.restore(recorder.save(20_000, -1000));
	assert.deepEqual(entries(next), ["8900 change On 3", "9000 online", "19000 offline"]);
	assert.deepEqual(history(next, 20_000), ["8900-19000 On", "19000-20000"]);
	next.tell(told(true, 3, 11_100, 16_000), 20_000);
	assert.deepEqual(entries(next).slice(3), ["20000 online"], "what has not changed is no news");
	assert.deepEqual(history(next, 21_000), ["8900-21000 On", "19000-20000"]);
});

test("a record of nothing can be saved", () => {
	const recorder = new Recorder();
	recorder.restore(new Recorder().save(20_000, 0));
	recorder.tell(told(true, 3, 100, 5000), 30_000);
	assert.deepEqual(history(recorder, 31_000), ["29900-31000 On", ""]);
});

/** What is no record, but could stand where one is expected. */
const tampered = [
	"",
	"null",
	"{",
	"7",
	'"text"',
	"{}",
	"[]",
	"[1,2,3,4]",
	"[[],0,null,null]",
	"[[],0,[],[]]",
	"[[null],0,[],[]]",
	...[
		[[null], 0, undefined, undefined],
		[[{ at: "1", event: "offline" }]],
		[[{ at: 1e16, event: "offline" }]],
		[[{ event: "offline" }]],
		[[{ at: 1, event: "explosion" }]],
		[[{ at: 1, event: "change", index: 8, on: true }]],
		[[{ at: 1, event: "change", index: 0.5, on: true }]],
		[[{ at: 1, event: "change", index: "0", on: true }]],
		[[{ at: 1, event: "change", index: 0 }]],
		[[{ at: 1, event: "change", index: 0, on: true, count: "9" }]],
		[new Array(2001).fill({ at: 1, event: "offline" })],
		[{ length: 0 }],
		[[], "0"],
		[[], 0, new Array(8).fill(null)],
		[[], 0, new Array(8).fill({})],
		[[], 0, new Array(8).fill({ since: 0, lost: null })],
		[[], 0, new Array(8).fill({ since: 0, on: 1 })],
		[[], 0, new Array(7).fill({ since: 0 })],
		[[], 0, undefined, new Array(8).fill({ at: 1, event: "change", index: 0, on: true })],
		[[], 0, undefined, new Array(8).fill(7)],
		[[], 0, undefined, "12345678"],
	].map(([entries, dropped = 0, base = new Array(8).fill({ since: 0 }), latest = new Array(8).fill(null)]) =>
		JSON.stringify([entries, dropped, base, latest]),
	),
];

test("what is no record is not restored, and nothing of it is kept", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 30_000);
	const before = JSON.stringify(recorder);
	for (const text of tampered) {
		assert.throws(() => recorder.restore(text), text);
		assert.equal(JSON.stringify(recorder), before, text);
	}
	assert.deepEqual(history(recorder, 31_000), ["29900-31000 On", ""]);
});

test("a record that has dropped entries can be saved and restored", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 1, 100, 5000), 10_000);
	recorder.lose(11_000);
	for (let i = 2; i < 2 * capacity; i++) recorder.tell(told(i % 2 === 1, i, 0, 5000 + i), 10_000 + i * 1000);
	const next = new Recorder();
	next.restore(recorder.save(1e7, 0));
	assert.equal(next.dropped, recorder.dropped);
	assert.deepEqual(history(next, 1e7, 7), history(recorder, 1e7, 7));
});

test("a restart is known by a count that has fallen, or by a start that is news", () => {
	const restart = (...states: State[]) => {
		const recorder = new Recorder();
		for (const [index, state] of states.entries()) {
			recorder.tell(state, 100_000 * (index + 1));
			recorder.lose(100_000 * (index + 1) + 50_000);
		}
		return recorder.restartedAt;
	};
	const first = told(true, 3, 100, 5000);
	assert.equal(restart(first), undefined);
	assert.equal(restart(first, told(false, 4, 100, 105_000)), undefined);
	assert.equal(restart(first, told(false, 0, 2000, 2000)), 198_000, "when the board started");
	assert.equal(restart(first, told(true, 1, 500, 2000)), 198_000);
	assert.equal(restart(first, { ...told(true, 1, 500, 2000), ages: undefined }), 200_000, "when it was seen");
	assert.equal(restart(told(false, 0, 5000, 5000), told(false, 0, 2000, 2000)), 198_000, "though all counts agree");
	assert.equal(restart(first, untimed(1)), undefined, "a board that does not count");
	assert.equal(restart(untimed(1), untimed(0)), undefined);
});

test("it is bounded, and what is dropped is still taken into account", () => {
	const recorder = new Recorder();
	const whole = new Recorder();
	let now = 100_000;
	const random = new Random(3);
	let dropped = 0;
	const state = { switches: 0, leds: [], changes: new Array(8).fill(0), ages: new Array(8).fill(0) };
	const changedAt = new Array(8).fill(now);
	const tell = () => {
		const copy = { ...state, changes: [...state.changes], ages: changedAt.map((at) => now - at) };
		recorder.tell(copy, now);
		if (now >= 3_000_000) whole.tell(copy, now);
	};
	tell();
	for (let i = 0; i < 3000; i++) {
		now += 1000;
		if (random.below(10) === 0) {
			recorder.lose(now - 500);
			if (now >= 3_000_000) whole.lose(now - 500);
		}
		// Switch 8 stands still all the time.
		const index = random.below(7);
		state.switches ^= 1 << index;
		state.changes[index]++;
		changedAt[index] = now - random.below(400);
		tell();
		dropped = recorder.dropped;
	}
	assert.equal(recorder.entries.length, capacity);
	assert.ok(dropped > 1000);
	const start = now - 60_000;
	const seen = (from: Recorder, index: number) => from.history(now).spans[index].filter(({ to }) => to > start);
	for (let index = 0; index < 7; index++) assert.deepEqual(seen(recorder, index), seen(whole, index));
	assert.deepEqual(history(recorder, now, 7), [`100000-${now} Off`, history(recorder, now)[1]]);
});
