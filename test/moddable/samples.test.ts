/*
	The codec in another Moddable project, with one line of its manifest, as the README of src/websocket/ says: compiled,
	preloaded and linked for the ESP32, without ESP-IDF.
*/

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { modulesIn } from "../../tools/sources.js";
import { project, samples, samplesOf } from "../tools/samples.js";
import { outputFolder, pretendIDF, skip, tool } from "./sdk.js";

test("the sample of the README links, and nothing of it stays in RAM", { skip }, async () => {
	const [manifest = ""] = samplesOf("src/websocket/README.md", "json");
	const folder = project("sdk", { "manifest.json": manifest, "main.ts": samples.moddable }, "dipsocket/src");
	const IDF_PATH = await pretendIDF();
	try {
		const output = outputFolder("samples");
		await tool("mcconfig", ["-p", "esp32", "-o", output, join(folder, "manifest.json")], { IDF_PATH });
		const made = join(output, "tmp/esp32/release/sdk");
		const linked = join(made, "mc.xs.c");
		rmSync(linked, { force: true });
		const given = join(made, "xsProj-esp32/build/config/sdkconfig.h");
		const report = await tool("make", ["-f", join(made, "makefile"), "-o", given, linked], { IDF_PATH });
		assert.deepEqual(
			report.split("\n").filter((line) => line.startsWith("### warning") || line.includes("error TS")),
			[],
		);
		const preloaded = readFileSync(join(made, "makefile"), "utf8");
		for (const name of modulesIn(["grammar", "http", "websocket"]))
			assert.match(preloaded, new RegExp(`-p ${name}\\b`), name);
	} finally {
		rmSync(IDF_PATH, { recursive: true });
	}
});
