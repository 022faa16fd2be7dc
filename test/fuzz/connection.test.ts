import { largeTest, test } from "../harness.js";
import { connectionFuzzer, longFrameFuzzer } from "./connection.js";
import { fuzz } from "./fuzzer.js";

test("conversations, 500 rounds of the fuzzer", () => {
	fuzz(connectionFuzzer, 6455, (rounds) => rounds < 500);
});

largeTest("conversations with long frames, 5 rounds of the fuzzer", () => {
	fuzz(longFrameFuzzer, 6455, (rounds) => rounds < 5);
});
