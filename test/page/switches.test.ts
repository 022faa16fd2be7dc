// The eight switches: all of them, or nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSwitches, switchWord } from "./modules.js";

const words = (byte: number) =>
	Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`dip${index + 1}`, switchWord(byte, index)]));

test("every byte survives the way into words and back", () => {
	for (let byte = 0; byte < 256; byte++) assert.equal(parseSwitches(words(byte)), byte);
});

test("switch 1 is bit 0", () => {
	assert.equal(parseSwitches({ ...words(0), dip1: "On" }), 1);
	assert.equal(parseSwitches({ ...words(0), dip8: "On" }), 128);
});

test("keys this page does not know are left alone", () => {
	assert.equal(parseSwitches({ ...words(5), dip9: "On", name: "door" }), 5);
});

test("without one of the switches nothing is known of the others", () => {
	const { dip8: _, ...seven } = words(255);
	for (const other of [seven, {}, null, undefined, "On", 7, [], true]) assert.equal(parseSwitches(other), undefined);
});

test("a word other than On and Off says nothing", () => {
	for (const word of ["on", "OFF", "", " On", true, 1, null, {}, ["On"]])
		assert.equal(parseSwitches({ ...words(0), dip3: word }), undefined);
});

test("an unknown byte has unknown switches, never Off", () => {
	assert.deepEqual([switchWord(undefined, 0), switchWord(0, 0), switchWord(128, 7)], ["Unknown", "Off", "On"]);
});
