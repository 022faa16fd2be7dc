import { bytesOf, equal, Random, test } from "../harness.js";
import { invalid, unfinished, valid } from "../vectors/utf8.js";
import { readUtf8, utf8Of } from "./utf8.js";

test("the fuzzers' own reading of UTF-8 knows the vectors", () => {
	for (const text of valid) equal(readUtf8(bytesOf(text)), "text", text);
	for (const text of unfinished) equal(readUtf8(bytesOf(text)), "unfinished", text);
	for (const [text, at] of invalid) {
		equal(readUtf8(bytesOf(text)), "invalid", text);
		equal(readUtf8(bytesOf(text).subarray(0, at)) === "invalid", false, text);
	}
});

test("the text that the fuzzers make is UTF-8", () => {
	const random = new Random(3629);
	for (let length = 0; length < 200; length++) equal(readUtf8(utf8Of(random, length)), "text", String(length));
});
