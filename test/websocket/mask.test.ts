import { maskWords } from "../../src/websocket/mask.js";
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
