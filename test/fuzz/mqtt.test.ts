import { test } from "../harness.js";
import { fuzz } from "./fuzzer.js";
import { mqttFuzzer } from "./mqtt.js";

test("what a broker sends, 300 rounds of the fuzzer", () => {
	fuzz(mqttFuzzer, 311, (rounds) => rounds < 300);
});
