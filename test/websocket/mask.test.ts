import { maskWords, rotateKey } from "../../src/websocket/mask.js";
import { equal, Random, test } from "../harness.js";

test("words mask as bytes would, at any offset and length", () => {
	const random = new Random(5);
	for (let offset = 0; offset < 8; offset++) {
		for (let length = 0; length < 20; length++) {
			const around = random.bytes(40);
			const key = random.next();
			const expected = around.slice();
			for (let i = 0; i < length; i++) expected[offset + i] ^= key >>> (24 - 8 * (i & 3));
			maskWords(around.subarray(offset, offset + length), key);
			equal(around, expected, `offset ${offset}, length ${length}`);
		}
	}
});

test("a rotated key goes on where the last slice ended", () => {
	const random = new Random(6);
	for (let cut = 0; cut <= 11; cut++) {
		const whole = random.bytes(11);
		const key = random.next();
		const sliced = whole.slice();
		maskWords(whole, key);
		maskWords(sliced.subarray(0, cut), key);
		maskWords(sliced.subarray(cut), rotateKey(key, cut));
		equal(sliced, whole, `cut ${cut}`);
	}
});
