// Messages from the board: the whole state, or nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSwitches, switchWord } from "./modules.js";

const state = (byte: number) =>
	Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`dip${index + 1}`, switchWord(byte, index)]));

test("every byte survives the way through a message", () => {
	for (let byte = 0; byte < 256; byte++)
		assert.equal(parseSwitches(JSON.stringify({ dipSwitches: state(byte) })), byte);
});

test("switch 1 is bit 0", () => {
	assert.equal(parseSwitches(JSON.stringify({ dipSwitches: { ...state(0), dip1: "On" } })), 1);
	assert.equal(parseSwitches(JSON.stringify({ dipSwitches: { ...state(0), dip8: "On" } })), 128);
});

test("keys this page does not know are left alone", () => {
	const message = { leds: { led1: "On" }, dipSwitches: { ...state(5), dip9: "On", name: "door" }, uptime: 12 };
	assert.equal(parseSwitches(JSON.stringify(message)), 5);
});

test("a message without all the switches says nothing about them", () => {
	const { dip8: _, ...seven } = state(255);
	const others = [{}, { leds: {} }, { dipSwitches: {} }, { dipSwitches: seven }, { dipSwitches: null }];
	for (const message of [...others, { dipSwitches: "On" }, { dipSwitches: 7 }, null, 1, "On", [], true])
		assert.equal(parseSwitches(JSON.stringify(message)), undefined);
});

test("a word other than On and Off says nothing", () => {
	for (const word of ["on", "OFF", "", " On", true, 1, null, {}, ["On"]])
		assert.equal(parseSwitches(JSON.stringify({ dipSwitches: { ...state(0), dip3: word } })), undefined);
});

test("malformed and binary messages say nothing", () => {
	for (const message of [
		"",
		"{",
		'{"dipSwitches":',
		"undefined",
		"\u0000",
		new ArrayBuffer(4),
		new Blob(["{}"]),
		undefined,
	])
		assert.equal(parseSwitches(message), undefined);
});

test("an unknown byte has unknown switches, never Off", () => {
	assert.deepEqual([switchWord(undefined, 0), switchWord(0, 0), switchWord(128, 7)], ["Unknown", "Off", "On"]);
});
