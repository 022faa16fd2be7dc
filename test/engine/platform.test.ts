/*
	The tests of src/platform/ (test/platform/) on XS; and whether its numbers mean the same in C.
*/

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { promisify } from "node:util";
import { compile, compiled, modules } from "../../tools/bench/compile.js";
import { buildXS } from "../../tools/xs/build.js";

const built = await buildXS();
const skip = "missing" in built && !process.env.CI ? `missing ${built.missing}` : false;

test("src/platform/ on XS", { skip }, async (context) => {
	assert.ok("shell" in built);
	await compile();
	const words = ["--modules", modules, compiled("test/platform/run.js")];
	const { stdout } = await promisify(execFile)(built.shell, words).catch((error) => error);
	context.diagnostic(stdout.trim());
	assert.match(stdout, /^[1-9]\d+ passed, 0 failed$/m);
});

/** The names of an enumeration's members, in their order. */
function members(file: string, start: string): string[] {
	const [, body = ""] = readFileSync(file, "utf8").split(start);
	return [...body.split("}")[0].matchAll(/^\t(\w+)/gm)].map(([, name]) => name.toLowerCase());
}

test("TypeScript and C count the vitals alike", () => {
	const ours = members("src/platform/vitals.ts", "const Vital = Object.freeze({");
	assert.equal(ours.length, 9);
	assert.deepEqual(
		members("src/platform/native/vitals.c", "enum {").map((name) => name.slice(1)),
		ours,
	);
});
