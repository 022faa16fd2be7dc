import { Assembler } from "../../src/websocket/assembler.js";
import { bytesOf, equal, Random, test } from "../harness.js";

test("one piece is handed through without a copy", () => {
	const piece = bytesOf("010203");
	equal(new Assembler().add(piece, 0, true) === piece, true);
});

test("pieces become a whole, and the next whole starts anew", () => {
	const assembler = new Assembler();
	for (let round = 0; round < 2; round++) {
		equal(assembler.add(bytesOf("01"), 2, false), undefined);
		equal(assembler.add(bytesOf("0203"), 0, false), undefined);
		equal(assembler.add(bytesOf(""), 0, true), bytesOf("010203"));
	}
});

test("any number of pieces of any length", () => {
	const random = new Random(7);
	for (let round = 0; round < 50; round++) {
		const assembler = new Assembler();
		const expected: number[] = [];
		let whole: Uint8Array | undefined;
		for (let i = random.below(30); i >= 0; i--) {
			const piece = random.bytes(random.below(20));
			expected.push(...piece);
			whole = assembler.add(piece, 0, i === 0);
		}
		equal(whole, Uint8Array.from(expected), `round ${round}`);
	}
});
