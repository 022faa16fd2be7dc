/*
	The commands that need the SDK, on a computer without it: each says in one sentence what is wrong.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { describeBuild } from "../../tools/describe.js";

/** What is said, in one sentence, with the usage behind it if it is the command that is wrong. */
function fails(status: number, ...words: string[]): string {
	const { MODDABLE: _, IDF_PATH: __, ...env } = process.env;
	const { status: ended, stderr } = spawnSync(process.execPath, ["tools/run.mjs", "tools/mcconfig.ts", ...words], {
		env,
		encoding: "utf8",
	});
	assert.equal(ended, status, words.join(" "));
	const [sentence = "", ...usage] = stderr.trim().split("\n");
	assert.equal(/^usage: npm run sim/.test(usage.join("\n")), status === 2, stderr);
	return sentence;
}

test("without the SDK: what is missing, and where to get it", () => {
	for (const words of [["sim"], ["build", "esp32"], ["build", "esp32s3"], ["flash", "esp32"]]) {
		assert.match(fails(1, ...words), /Moddable SDK is needed.*https:\/\//);
	}
});

test("a wrong command, key or value is told before anything is built", () => {
	assert.match(fails(2, "sim", "maxClients=0"), /config maxClients: expected a whole number from 1 to 1000, got "0"/);
	assert.match(fails(2, "flash", "esp32", "ssid=x", "pasword=y"), /unknown key "pasword"; the keys are .*password/);
	assert.match(fails(2, "flash"), /which board/);
	assert.match(fails(2, "build", "esp99", "-d"), /no such board: esp99/);
	assert.match(fails(2, "sim", "esp32"), /"esp32" is no key=value/);
	assert.match(fails(2, "build", "esp32c3", "switches.pins=1,2"), /config switches\.pins: expected a list of 8 pins/);
});

/** An SDK whose mcconfig prints what it is told. */
function pretendSDK(context: TestContext): string {
	const sdk = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => rmSync(sdk, { recursive: true }));
	for (const system of ["lin", "mac"]) {
		const folder = join(sdk, "build", "bin", system, "release");
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, "mcconfig"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
	}
	return sdk;
}

test("the build says what it is made from, unless it is told", { skip: process.platform === "win32" }, (context) => {
	const MODDABLE = pretendSDK(context);
	const told = (...words: string[]) => {
		const all = ["tools/run.mjs", "tools/mcconfig.ts", "sim", ...words];
		const { stdout } = spawnSync(process.execPath, all, { env: { ...process.env, MODDABLE }, encoding: "utf8" });
		return stdout.split(" ").filter((word) => word.startsWith("build="));
	};
	const built = describeBuild();
	assert.deepEqual(told(), built ? [`build=${built}`] : []);
	assert.deepEqual(told("build=mine"), ["build=mine"]);
});
