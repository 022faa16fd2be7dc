import { visibilityFault } from "../../src/switches/visible.js";
import { equal, test } from "../harness.js";

const unseen = "has a character that cannot be seen";

test("what can be seen, in every script", () => {
	const visible = [
		"",
		"Pump 1",
		"水泵 №1",
		"e\u0301",
		"o\u0302\u0323",
		"मोटर",
		"क्\u200dष",
		"می\u200cخواهم",
		"👩\u200d🔧",
		"❤\ufe0f\u200d🔥",
		"1\ufe0f\u20e3",
		"🇳🇴",
		"\u0600",
	];
	for (const text of visible) equal(visibilityFault(text), undefined, text);
});

test("what cannot be seen, wherever it stands", () => {
	const points = [
		0, 9, 0x7f, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180e, 0x2003, 0x200b, 0x200e, 0x2028, 0x202e,
		0x2060, 0x2066, 0x206a, 0x2800, 0x3000, 0x3164, 0xfe00, 0xfeff, 0xffa0, 0xfffb, 0x1d173, 0xe0001, 0xe0041, 0xe0100,
	];
	for (const point of points) {
		const character = String.fromCodePoint(point);
		for (const text of [character, `a${character}`, `${character}a`, `水${character}泵`])
			equal(visibilityFault(text), unseen, `U+${point.toString(16)} in ${text}`);
	}
});

test("joiners and the emoji selector where they have no effect", () => {
	const lone = [
		"\u200d",
		"\u200c",
		"\ufe0f",
		"a\u200db",
		"a\u200d",
		"\u200da",
		"a\u200d水",
		"水\u200da",
		"水\u200d\u200d泵",
		"水\u200c\u200d泵",
		"👩\u200d",
		"a \ufe0f",
		"👩\ufe0f\ufe0f",
	];
	for (const text of lone) equal(visibilityFault(text), unseen, JSON.stringify(text));
});

test("accents that pile up, or stand alone", () => {
	const stacked = "has too many accents on one letter";
	for (const text of ["\u0301", "a\u0301\u0301\u0301", `a${"\u0336".repeat(20)}`, "ก\u0e49\u0e49\u0e49"])
		equal(visibilityFault(text), stacked, text);
});

test("halves of characters", () => {
	for (const text of ["a\ud83d", "\ud83db", "a\ude00b", "\ude00\ud83d"])
		equal(visibilityFault(text), "has half a character", JSON.stringify(text));
});
