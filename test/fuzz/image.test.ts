import { test } from "../harness.js";
import { fuzz } from "./fuzzer.js";
import { imageFuzzer } from "./image.js";

test("images of updates, 60 rounds of the fuzzer", () => {
	fuzz(imageFuzzer, 1300, (rounds) => rounds < 60);
});
