import { test } from "../harness.js";
import { fuzz } from "./fuzzer.js";
import { settingsFuzzer } from "./settings.js";
import { setUpFuzzer } from "./setup.js";

test("set-up mode, 20 rounds of the fuzzer", () => {
	fuzz(setUpFuzzer, 1000, (rounds) => rounds < 20);
});

test("forms and stored settings, 100 rounds of the fuzzer", () => {
	fuzz(settingsFuzzer, 1100, (rounds) => rounds < 100);
});
