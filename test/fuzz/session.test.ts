import { test } from "../harness.js";
import { fuzz } from "./fuzzer.js";
import { sessionFuzzer } from "./session.js";

test("a server and its clients, 150 rounds of the fuzzer", () => {
	fuzz(sessionFuzzer, 419, (rounds) => rounds < 150);
});
