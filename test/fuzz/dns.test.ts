import { test } from "../harness.js";
import { dnsFuzzer, mdnsFuzzer } from "./dns.js";
import { fuzz } from "./fuzzer.js";

test("DNS messages, 10,000 rounds of the fuzzer", () => {
	fuzz(dnsFuzzer, 1035, (rounds) => rounds < 10_000);
});

test("multicast DNS, 600 conversations, some 9,000 messages, of the fuzzer", () => {
	fuzz(mdnsFuzzer, 6762, (rounds) => rounds < 600);
});
