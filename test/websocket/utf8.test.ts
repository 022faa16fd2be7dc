import { checkUtf8, type Host } from "../../src/websocket/frame.js";
import { maskWords } from "../../src/websocket/mask.js";
import { bytesOf, equal, hex, test } from "../harness.js";
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
		equal(checkUtf8(bytes.subarray(0, at), 0) === -1, false, `${text} before`);
		equal(checkUtf8(bytes.subarray(0, at + 1), 0), -1, text);
		equal(checkUtf8(bytes, 0), -1, `${text}, whole`);
	}
});

test("an unfinished character is neither", () => {
	for (const text of unfinished) equal(checkUtf8(bytesOf(text), 0) > 0, true, text);
});

test("with a host's check of whole texts the outcome is the same, in any slicing", () => {
	const host: Host = { mask: maskWords, isUtf8: (bytes) => checkUtf8(bytes, 0) === 0 };
	const texts = [...valid, ...unfinished, ...invalid.map(([text]) => text)].flatMap((text) => [text, `4142${text}`]);
	for (const text of texts) {
		const bytes = bytesOf(text);
		for (let cut = 0; cut <= bytes.length; cut++) {
			const state = checkUtf8(bytes.subarray(0, cut), 0);
			equal(checkUtf8(bytes.subarray(0, cut), 0, host), state, `${text}, up to ${cut}`);
			if (state !== -1)
				equal(
					checkUtf8(bytes.subarray(cut), state, host),
					checkUtf8(bytes.subarray(cut), state),
					`${text}, from ${cut}`,
				);
		}
	}
});

test("a host's check gets all but the characters that may be cut, once", () => {
	const asked: string[] = [];
	const host: Host = { mask: maskWords, isUtf8: (bytes) => asked.push(hex(bytes)) > 0 };
	equal(checkUtf8(bytesOf("82ac 6162 e282ac f09f98"), checkUtf8(bytesOf("e2"), 0), host) > 0, true);
	equal(asked, ["6162e282ac"]);
	equal(checkUtf8(bytesOf("6162"), 0, { ...host, isUtf8: () => false }), -1);
});
