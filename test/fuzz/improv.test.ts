import { test } from "../harness.js";
import { fuzz } from "./fuzzer.js";
import { improvFuzzer } from "./improv.js";

test("Improv, 1,000 conversations of the fuzzer", () => {
	fuzz(improvFuzzer, 115_200, (rounds) => rounds < 1000);
});
