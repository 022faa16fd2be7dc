// Messages from the board, whole or nothing, and commands to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage, switchWord, writeCommand } from "./modules.js";

const dipSwitches = (byte: number) =>
	Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`dip${index + 1}`, switchWord(byte, index)]));

const read = (message: unknown) => readMessage(JSON.stringify(message));

test("the state is the switches and as many LEDs as the board has", () => {
	assert.deepEqual(read({ dipSwitches: dipSwitches(5) }), { state: { switches: 5, leds: [] } });
	const leds = { led1: "On", led2: "Off", led3: "On" };
	assert.deepEqual(read({ dipSwitches: dipSwitches(5), leds }), { state: { switches: 5, leds: [true, false, true] } });
});

test("keys this page does not know are left alone", () => {
	const message = { uptime: 12, dipSwitches: { ...dipSwitches(5), dip9: "On" }, leds: { led1: "On", name: "door" } };
	assert.deepEqual(read(message), { state: { switches: 5, leds: [true] } });
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

test("a refusal has a sentence, and says whether the secret is needed", () => {
	const error = "There is no led9 here.";
	assert.deepEqual(read({ error }), { refusal: { error, secret: false } });
	assert.deepEqual(read({ error, secret: true }), { refusal: { error, secret: true } });
	assert.deepEqual(read({ error, secret: "no" }), { refusal: { error, secret: false } });
	assert.deepEqual(read({ error: 7 }), {});
});

test("malformed and binary messages say nothing", () => {
	const malformed = ["", "{", '{"dipSwitches":', "undefined", "\u0000"];
	for (const data of [...malformed, new ArrayBuffer(4), new Blob(["{}"]), undefined])
		assert.deepEqual(readMessage(data), {});
});

test("a command names one LED, counted from 1", () => {
	assert.equal(writeCommand(0, true), '{"leds":{"led1":"On"}}');
	assert.equal(writeCommand(7, false), '{"leds":{"led8":"Off"}}');
});
