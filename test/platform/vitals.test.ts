/*
	src/platform/vitals.ts on XS, over native numbers of the test's choice.
*/

import { openVitals, room } from "../../src/platform/vitals.js";
import { asked, numbers } from "../../tools/bench/modules/vitals.js";
import { equal, test } from "../harness.js";

test("nothing is known: nothing is told", () => {
	numbers.length = 0;
	const { reset, resets, heap, slots, chunks } = openVitals();
	equal([reset, resets, heap, slots, chunks].filter(Boolean), []);
});

test("everything is known", () => {
	for (let vital = 0; vital < 8; vital++) numbers[vital] = 100 + vital;
	numbers[6] = 9;
	const { reset, resets, heap, slots, chunks } = openVitals();
	equal([reset, resets, heap], ["brownout", 107, { free: 100, least: 101 }]);
	equal(
		[slots, chunks],
		[
			{ used: 102, size: 103 },
			{ used: 104, size: 105 },
		],
	);
});

test("a start is counted though nobody asks", () => {
	openVitals();
	equal(asked, 7);
});

test("it is asked each time", () => {
	const vitals = openVitals();
	numbers[0] = 5;
	equal(vitals.heap?.free, 5);
	numbers[0] = 6;
	equal(vitals.heap?.free, 6);
});

test("where nobody knows how much room there is, there is enough", () => {
	numbers.length = 0;
	equal(room(5000), Number.POSITIVE_INFINITY);
	numbers[8] = 7;
	equal(room(5000), 7);
});

test("every reason of ESP-IDF has its words, and one of tomorrow is unknown", () => {
	const words: string[] = [];
	for (let reason = 0; reason < 17; reason++) {
		numbers[6] = reason;
		words.push(openVitals().reset ?? "");
	}
	equal(
		[words[0], words[1], words[4], words[15], words[16]],
		["unknown", "power on", "crash", "CPU lock-up", "unknown"],
	);
	equal(new Set(words).size, 16);
});
