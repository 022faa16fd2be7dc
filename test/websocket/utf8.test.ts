import { checkUtf8, invalidUtf8 } from "../../src/websocket/utf8.js";
import { bytesOf, equal, test } from "../harness.js";
import { invalid, unfinished, valid } from "../vectors/utf8.js";

test("valid UTF-8 ends between characters, in any slicing", () => {
	for (const text of valid) {
		const bytes = bytesOf(text);
		for (let cut = 0; cut <= bytes.length; cut++) {
			equal(checkUtf8(bytes.subarray(cut), checkUtf8(bytes.subarray(0, cut), 0)), 0, text);
		}
	}
});

test("invalid UTF-8 is refused at its first bad byte", () => {
	for (const [text, at] of invalid) {
		const bytes = bytesOf(text);
		equal(checkUtf8(bytes.subarray(0, at), 0) === invalidUtf8, false, `${text} before`);
		equal(checkUtf8(bytes.subarray(0, at + 1), 0), invalidUtf8, text);
		equal(checkUtf8(bytes, 0), invalidUtf8, `${text}, whole`);
	}
});

test("an unfinished character is neither", () => {
	for (const text of unfinished) equal(checkUtf8(bytesOf(text), 0) > 0, true, text);
});
