/*
	The firmware's bytecode, compiled and linked as for each board: everything of a device build but the C compiler, so
	ESP-IDF is not needed.
*/

import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pack } from "../../tools/pack.js";
import { folders, forOthers, modulesIn } from "../../tools/sources.js";
import { outputFolder, pretendIDF, skip, tool } from "./sdk.js";

const boards = [
	{ platform: "esp32", chip: "esp32" },
	{ platform: "esp32/esp32c3", chip: "esp32c3" },
	{ platform: "esp32/esp32s3", chip: "esp32s3" },
];

test("every module is preloaded, main excepted", () => {
	const { preload }: { preload: string[] } = JSON.parse(readFileSync("manifest.json", "utf8"));
	const ours = preload.filter((name) => name.includes("/"));
	assert.deepEqual(
		ours.sort(),
		// Without TLS there is one module that says so.
		[...modulesIn(folders), "platform/tls/tls"].filter((name) => !forOthers.includes(name)).sort(),
	);
});

test("so is every module of TLS, where that is built in", () => {
	const manifest = "src/platform/native/tls/manifest.json";
	const { preload }: { preload: string[] } = JSON.parse(readFileSync(manifest, "utf8"));
	const modules = readdirSync("src/platform/tls").map((file) => `platform/tls/${file.replace(".ts", "")}`);
	assert.deepEqual(preload.toSorted(), [...modules, "tlsfilter"].sort());
});

test("so is every module of a folder that can be lifted out", () => {
	for (const folder of ["grammar", "http", "websocket"] as const) {
		const { preload }: { preload: string[] } = JSON.parse(readFileSync(`src/${folder}/manifest.json`, "utf8"));
		assert.deepEqual(preload, modulesIn([folder]));
	}
});

describe("the device build links", { skip }, () => {
	let IDF_PATH: string;

	before(async () => {
		IDF_PATH = await pretendIDF();
		await pack();
	});
	after(() => rmSync(IDF_PATH, { recursive: true }));

	for (const { platform, chip } of boards) {
		test(platform, async () => {
			const output = outputFolder(chip);
			await tool("mcconfig", ["-p", platform, "-o", output, resolve("manifest.json")], { IDF_PATH });
			const board = platform === chip ? "" : chip;
			const makefile = join(output, "tmp/esp32", board, "release/dipsocket/makefile");
			const folder = dirname(makefile);
			const linked = join(folder, "mc.xs.c");
			rmSync(linked, { force: true });
			// -o: what ESP-IDF would have made of the sdkconfig is taken as given.
			const given = join(folder, `xsProj-${chip}/build/config/sdkconfig.h`);
			const report = await tool("make", ["-f", makefile, "-o", given, linked], { IDF_PATH });
			const warnings = report.split("\n").filter((line) => line.startsWith("### warning"));
			assert.deepEqual(warnings, [], "XS linker");
			const scripts = [...readFileSync(linked, "utf8").matchAll(/"(setup\/\w+)"/g)].map(([, name]) => name);
			assert.ok(!scripts.includes("setup/network"), "Wi-Fi is ours, not the SDK's");
		});
	}
});
