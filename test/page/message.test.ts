// Messages from the board, whole or nothing, and commands to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage, switchWord, writeLed, writeName } from "./modules.js";

const dipSwitches = (byte: number) =>
	Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`dip${index + 1}`, switchWord(byte, index)]));

/** Of a board that does not say when its switches changed. */
const untimed = { changes: undefined, ages: undefined, uptime: undefined };

const read = (message: unknown) => readMessage(JSON.stringify(message));

test("the state is the switches and as many LEDs as the board has", () => {
	assert.deepEqual(read({ dipSwitches: dipSwitches(5) }), { state: { switches: 5, leds: [], ...untimed } });
	const leds = { led1: "On", led2: "Off", led3: "On" };
	assert.deepEqual(read({ dipSwitches: dipSwitches(5), leds }).state?.leds, [true, false, true]);
});

test("keys this page does not know are left alone", () => {
	const message = { weather: 12, dipSwitches: { ...dipSwitches(5), dip9: "On" }, leds: { led1: "On", name: "door" } };
	assert.deepEqual(read(message), { state: { switches: 5, leds: [true], ...untimed } });
});

test("changes and ages are eight numbers that count, or they are not there", () => {
	const good = [0, 1, 2, 3, 4, 5, 6, 1e12];
	const state = (changes: unknown, ages: unknown) => read({ dipSwitches: dipSwitches(0), changes, ages }).state;
	assert.deepEqual(state(good, [...good].reverse()), {
		switches: 0,
		leds: [],
		changes: good,
		ages: [...good].reverse(),
		uptime: undefined,
	});
	const others = [
		good.slice(1),
		[...good.slice(1), "1"],
		[...good.slice(1), -1],
		[...good.slice(1), 1e300],
		{},
		null,
		8,
	];
	for (const list of others) {
		assert.deepEqual([state(list, good)?.changes, state(list, good)?.ages], [undefined, good]);
		assert.deepEqual([state(good, list)?.changes, state(good, list)?.ages], [good, undefined]);
	}
});

test("the uptime is a time, or it is not there", () => {
	const uptime = (uptime: unknown) => read({ dipSwitches: dipSwitches(0), uptime }).state?.uptime;
	assert.deepEqual([uptime(0), uptime(1e12)], [0, 1e12]);
	for (const other of [-1, 1e13, "1", null, {}]) assert.equal(uptime(other), undefined);
});

test("the history is whole, or it is not there; the name is the device's", () => {
	const changes = [1, 0, 1, 0, 0, 0, 0, 0];
	const history = { moves: [3, -1], ages: [90, 20], changes, uptime: 500 };
	assert.deepEqual(read({ history, name: "greenhouse" }), { past: history, name: "greenhouse" });
	for (const change of [
		{ moves: [3] },
		{ moves: [3, 9] },
		{ moves: [3, 0] },
		{ moves: "31" },
		{ ages: [90, -1] },
		{ ages: [501, 20] },
		{ changes: [1] },
		{ uptime: undefined },
	])
		assert.deepEqual(read({ history: { ...history, ...change }, name: "" }), { past: undefined, name: undefined });
});

test("counts are believed as far as numbers go, ages only as far as dates go", () => {
	const most = new Array(8).fill(Number.MAX_SAFE_INTEGER);
	const { changes, ages } = read({ dipSwitches: dipSwitches(0), changes: most, ages: most }).state ?? {};
	assert.deepEqual([changes, ages], [most, undefined]);
});

test("LEDs are eight at most", () => {
	const leds = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`led${index + 1}`, "On"]));
	assert.equal(read({ dipSwitches: dipSwitches(0), leds }).state?.leds.length, 8);
});

test("names are eight texts, whatever is in them; what is none is no name", () => {
	const names = { dip1: "Pump", dip2: "<b>שלום 🌡️</b>", dip3: 7, dip4: null, dip9: "none" };
	assert.deepEqual(read({ names }), { names: ["Pump", "<b>שלום 🌡️</b>", "", "", "", "", "", ""] });
	for (const names of [null, "Pump", 7, undefined]) assert.deepEqual(read({ names }), {});
});

test("LEDs end at the first gap and at the first word that is neither On nor Off", () => {
	const others = [{ led2: "On" }, { led1: "on" }, { led1: true }, {}, null, "On", 7, [], ["On"]];
	for (const leds of others) assert.deepEqual(read({ dipSwitches: dipSwitches(0), leds }).state?.leds, []);
	const gap = { led1: "On", led3: "On" };
	assert.deepEqual(read({ dipSwitches: dipSwitches(0), leds: gap }).state?.leds, [true]);
});

test("a message without all the switches is no state", () => {
	const { dip8: _, ...seven } = dipSwitches(255);
	for (const message of [
		{},
		{ leds: { led1: "On" } },
		{ dipSwitches: seven },
		{ dipSwitches: null },
		null,
		1,
		"On",
		[],
	])
		assert.deepEqual(read(message), {});
});

test("a refusal has a sentence, and says what it refuses and whether the token is needed", () => {
	const error = "There is no led9 here.";
	assert.deepEqual(read({ error }), { refusal: { error, token: false, command: undefined } });
	assert.deepEqual(read({ error, token: true }).refusal?.token, true);
	assert.deepEqual(read({ error, token: "no" }).refusal?.token, false);
	assert.deepEqual(read({ error, command: "names" }).refusal?.command, "names");
	assert.deepEqual(read({ error: 7 }), {});
});

test("malformed and binary messages say nothing", () => {
	const malformed = ["", "{", '{"dipSwitches":', "undefined", "\u0000"];
	for (const data of [...malformed, new ArrayBuffer(4), new Blob(["{}"]), undefined])
		assert.deepEqual(readMessage(data), {});
});

test("a command names one LED, or one switch, counted from 1", () => {
	assert.equal(writeLed(0, true), '{"leds":{"led1":"On"}}');
	assert.equal(writeLed(7, false), '{"leds":{"led8":"Off"}}');
	assert.equal(writeName(0, 'say "hi"'), '{"names":{"dip1":"say \\"hi\\""}}');
	assert.equal(writeName(7, ""), '{"names":{"dip8":""}}');
});
