import { equal, test, throws } from "../harness.js";
import { demand, type Fuzzer, fuzz } from "./fuzzer.js";

const flawed: Fuzzer = {
	name: "flawed",
	round: (random) => demand(random.below(10) !== 3, "three"),
};

test("a finding says how it is seen again, alone", () => {
	let rounds = 0;
	const goesOn = (done: number) => {
		rounds = done;
		return done < 1000;
	};
	throws(() => fuzz(flawed, 100, goesOn), "three");
	const again = `again: npm run fuzz -- flawed --seed ${100 + rounds} --rounds 1`;
	throws(() => fuzz(flawed, 100, goesOn), again);
	throws(() => fuzz(flawed, 100 + rounds, (done) => done < 1), again);
});

test("rounds are counted, and their seeds wrap", () => {
	const lawful: Fuzzer = { name: "lawful", round() {} };
	equal(
		fuzz(lawful, 0xffff_ffff, (done) => done < 3),
		3,
	);
});
