import { test } from "../harness.js";
import { fuzz } from "./fuzzer.js";
import { headFuzzer } from "./head.js";

test("request heads, 400 rounds of the fuzzer", () => {
	fuzz(headFuzzer, 9112, (rounds) => rounds < 400);
});
