import { encodeNames, nameFault } from "../../src/switches/names.js";
import { equal, test } from "../harness.js";

const character = (point: number): string => String.fromCodePoint(point);

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

test("exactly the characters that cannot be seen are refused", () => {
	const refused: readonly (readonly [number, number])[] = [
		[0x00, 0x1f],
		[0x7f, 0x9f],
		[0xad, 0xad],
		[0x61c, 0x61c],
		[0x200b, 0x200b],
		[0x200e, 0x200f],
		[0x2028, 0x2029],
		[0x202a, 0x202e],
		[0x2060, 0x2060],
		[0x2066, 0x2069],
		[0xfeff, 0xfeff],
	];
	for (let point = 0; point < 0x10000; point++) {
		if (point === 0x2100) point = 0xfe00;
		const wanted = refused.some(([first, last]) => point >= first && point <= last);
		equal(nameFault(`a${character(point)}b`) !== undefined, wanted, point.toString(16));
	}
});

test("the message says all eight", () => {
	const names = ["Pump", "", "", 'a\\b"c', "", "", "", "水"];
	const message = encodeNames(names);
	equal(message.startsWith('{"names":{"dip1":"Pump","dip2":"","dip3":"","dip4":"a\\\\b\\"c",'), true, message);
	equal(Object.values(JSON.parse(message).names), names);
});
