import { encodeNames, nameFault } from "../../src/switches/names.js";
import { equal, test } from "../harness.js";

test("good names, in every script, up to 24 UTF-16 units", () => {
	const good = [
		"",
		"Pump",
		"x".repeat(24),
		"😀".repeat(12),
		"水泵 №1",
		"a\\b\"c'<d>&",
		"e\u0301",
		"a  b",
		"👩\u200d🔧",
	];
	for (const name of good) equal(nameFault(name), undefined, name);
});

test("what is no name", () => {
	const bad: readonly (readonly [unknown, string])[] = [
		[undefined, "is not a text"],
		[null, "is not a text"],
		[5, "is not a text"],
		[["Pump"], "is not a text"],
		["x".repeat(25), "is longer than 24 characters"],
		["x".repeat(1000), "is longer than 24 characters"],
		[`x${"😀".repeat(12)}`, "is longer than 24 characters"],
		[" Pump", "begins or ends with a space"],
		["Pump ", "begins or ends with a space"],
		["\u00a0Pump", "begins or ends with a space"],
		[" ", "begins or ends with a space"],
		["a\tb", "has a character that cannot be seen"],
		["a\ud83d", "has half a character"],
		["\ud83db", "has half a character"],
		["a\ude00b", "has half a character"],
		["\ude00\ud83d", "has half a character"],
	];
	for (const [name, fault] of bad) equal(nameFault(name), fault, JSON.stringify(name));
});

test("the message says all eight", () => {
	const names = ["Pump", "", "", 'a\\b"c', "", "", "", "水"];
	const message = encodeNames(names);
	equal(message.startsWith('{"names":{"dip1":"Pump","dip2":"","dip3":"","dip4":"a\\\\b\\"c",'), true, message);
	equal(Object.values(JSON.parse(message).names), names);
});
