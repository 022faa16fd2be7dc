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
	uptime: up,
});

/** The same of a board that does not tell its uptime. */
const aged = (...words: Parameters<typeof told>): State => ({ ...told(...words), uptime: undefined });

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
const fresh = new Array(8).fill({ since: 0 });

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
		[[], 0, undefined, undefined, "7"],
		[[], 0, undefined, undefined, 7, null],
		[[], 0, undefined, undefined, 7, 0, { at: "1", since: 0, uptime: 0 }],
		[[{ at: 1, event: "change", index: 0, on: true, time: "9" }]],
	].map(([entries, dropped = 0, base = fresh, latest = new Array(8).fill(null), changes = 0, boot = 0, start = null]) =>
		JSON.stringify([entries, dropped, base, latest, changes, boot, start]),
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
	assert.equal(restart(first, { ...aged(true, 1, 500, 2000), ages: undefined }), 200_000, "when it was seen");
	assert.equal(restart(told(false, 0, 5000, 5000), told(false, 0, 2000, 2000)), 198_000, "though all counts agree");
	assert.equal(restart(first, told(true, 3, 100, 50_000)), 150_000, "though the count is the same");
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

test("a message that is looked at late changes nothing: times are the board's", () => {
	const recorder = new Recorder();
	const late = new Recorder();
	// The board started at 4000 of the page's time, messages are under way for 3 ms, and the page is busy for 8 s.
	for (let flip = 0; flip < 30; flip++) {
		const up = 2000 + 500 * flip;
		const arrived = 4000 + up + 3;
		const state = told(flip % 2 === 0, 1 + flip, 0, up);
		recorder.tell(state, arrived);
		late.tell(state, flip < 5 ? arrived : Math.max(arrived, 4000 + 2000 + 500 * 20));
	}
	const times = ({ entries }: Recorder) => entries.filter(({ event }) => event === "change").map(({ at }) => at);
	assert.equal(times(late).length, 30);
	for (const [index, at] of times(late).entries()) {
		assert.ok(Math.abs(at - (6003 + 500 * index)) <= 1, `${at}`);
		assert.ok(Math.abs(at - times(recorder)[index]) <= 1);
	}
});

test("a first message that was late is corrected by the next, unless its times are given away", () => {
	for (const isSettled of [false, true]) {
		const recorder = new Recorder();
		recorder.tell(told(true, 3, 100, 5000), 10_400);
		if (isSettled) recorder.settle();
		recorder.tell(told(true, 3, 1100, 6000), 11_000);
		assert.equal(recorder.latest[0]?.at, isSettled ? 10_300 : 9900);
		recorder.tell(told(false, 4, 0, 7000), 12_000);
		assert.equal(recorder.latest[0]?.at, 12_000, "what is new has its right time in any case");
	}
});

test("clocks that drift apart are followed: after a day a change still has its time", () => {
	for (const fast of [1 - 5e-5, 1 + 5e-5]) {
		const recorder = new Recorder();
		let count = 0;
		for (let now = 10_000; now < 86_400_000; now += 20_000) recorder.tell(told(false, count, 5000, now * fast), now);
		const now = 86_400_000;
		recorder.tell(told(true, ++count, 0, now * fast), now + 800);
		assert.ok(Math.abs((recorder.latest[0]?.at ?? 0) - now) < 5, `${recorder.latest[0]?.at}`);
	}
});

test("a flip just before a loss is not recorded twice, and no restart is invented, however late it is told", () => {
	for (const late of [0, 7, 400, 8000]) {
		const recorder = new Recorder();
		recorder.tell(told(false, 2, 1000, 5000), 10_000);
		recorder.tell(told(true, 3, 0, 6000), 11_000);
		recorder.lose(11_000);
		recorder.tell(told(true, 3, 5000 + late, 11_000 + late), 16_000 + late + 60, 15_990);
		assert.deepEqual(entries(recorder).slice(2), ["11000 change On 3", "11000 offline", `${16_060 + late} online`]);
		assert.equal(recorder.restartedAt, undefined);
		assert.equal(recorder.changes, 2);
	}
});

test("a board that counts, but tells no uptime: its counts identify a change", () => {
	const recorder = new Recorder();
	recorder.tell(aged(false, 2, 1000, 5000), 10_000);
	recorder.tell(aged(true, 3, 0, 6000), 11_000);
	recorder.lose(11_000);
	recorder.tell(aged(true, 3, 4990, 11_000), 16_000);
	assert.deepEqual(entries(recorder).slice(2), ["11000 change On 3", "11000 offline", "16000 online"]);
	assert.equal(recorder.restartedAt, undefined);
});

test("the page's clock has been set forward: that is no restart, and what comes is on the new time", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.lose(10_500);
	const hour = 3_600_000;
	recorder.tell(told(true, 3, 2100, 7000), 12_000 + hour, 11_990 + hour);
	recorder.tell(told(false, 4, 0, 8000), 13_000 + hour, 11_990 + hour);
	assert.equal(recorder.restartedAt, undefined);
	assert.equal(recorder.latest[0]?.at, 13_000 + hour);
});

test("a restart while the page was away for long is noticed by the uptime, though nothing else tells it", () => {
	const recorder = new Recorder();
	recorder.tell(told(false, 0, 10_000, 10_000), 10_000);
	recorder.lose(11_000);
	recorder.tell(told(false, 0, 1_800_000, 1_800_000), 3_600_000, 3_599_990);
	assert.equal(recorder.restartedAt, 1_800_000);
});

const past = (moves: number[], ages: number[], changes: number[], uptime: number) => ({
	moves,
	ages,
	changes: [...changes, ...new Array(8 - changes.length).fill(0)],
	uptime,
});

test("a page that opens begins with all that the board remembers", () => {
	const recorder = new Recorder();
	recorder.recall(past([1, 2, -1], [4000, 3000, 1000], [2, 1], 5000));
	recorder.tell(
		{ switches: 2, leds: [], changes: list(2, 0).with(1, 1), ages: list(1000, 5000).with(1, 3000), uptime: 5000 },
		10_000,
	);
	assert.deepEqual(entries(recorder), ["5000 start Off 0", "6000 change On 1", "9000 change Off 2", "10000 online"]);
	assert.deepEqual(history(recorder, 10_000), ["5000-6000 Off, 6000-9000 On, 9000-10000 Off", ""]);
	assert.deepEqual(history(recorder, 10_000, 1)[0], "5000-7000 Off, 7000-10000 On");
	assert.deepEqual(history(recorder, 10_000, 2)[0], "5000-10000 Off");
	assert.deepEqual([recorder.changes, recorder.entries.length], [3, 12]);
});

test("a board that does not remember its start: known since the oldest that it remembers", () => {
	const recorder = new Recorder();
	recorder.recall(past([-1, 2], [2000, 1000], [8, 5], 50_000));
	recorder.tell(
		{
			switches: 2,
			leds: [],
			changes: [8, 5, 4, 0, 0, 0, 0, 0],
			ages: [2000, 1000, 9000, 5e4, 5e4, 5e4, 5e4, 5e4],
			uptime: 50_000,
		},
		60_000,
	);
	assert.deepEqual(history(recorder, 60_000)[0], "58000-60000 Off");
	assert.deepEqual(history(recorder, 60_000, 1)[0], "58000-59000 Off, 59000-60000 On");
	assert.deepEqual(history(recorder, 60_000, 2)[0], "51000-60000 Off");
	assert.equal(
		recorder.entries.some(({ index, event }) => index === 0 && event === "start"),
		false,
	);
});

test("what happened while the page was away is filled in, and nothing is there twice", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.lose(10_500);
	recorder.recall(past([1, -1, 1], [8100, 2000, 1000], [5], 13_000));
	recorder.tell(told(true, 5, 1000, 13_000), 18_000);
	assert.deepEqual(entries(recorder), [
		"9900 change On 3",
		"10000 online",
		"10500 offline",
		"16000 change Off 4",
		"17000 change On 5",
		"18000 online",
	]);
	assert.deepEqual(history(recorder, 18_000), ["9900-16000 On, 16000-17000 Off, 17000-18000 On", "10500-18000"]);
});

test("more happened than the board remembers: unknown from the loss to the first that it does", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 3, 100, 5000), 10_000);
	recorder.lose(10_500);
	recorder.recall(past([-1, 1], [2000, 1000], [95], 13_000));
	recorder.tell(told(true, 95, 1000, 13_000), 18_000);
	assert.deepEqual(history(recorder, 18_000)[0], "9900-10500 On, 16000-17000 Off, 17000-18000 On");
});

test("a board that has restarted counts anew, and what it remembers follows the gap", () => {
	const recorder = new Recorder();
	recorder.tell(told(true, 0, 5000, 5000), 10_000);
	recorder.lose(10_500);
	recorder.recall(past([-1], [500], [1], 2000));
	recorder.tell(told(false, 1, 500, 2000), 20_000);
	assert.equal(recorder.restartedAt, 18_000);
	assert.deepEqual(history(recorder, 20_000)[0], "5000-10500 On, 18000-19500 On, 19500-20000 Off");
});
