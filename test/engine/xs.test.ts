/*
	The host-free tests once more, compiled as they are, on the real XS engine: inside the heap of each board, and those whose
	data is larger than that in a larger one. CI must be able to.
*/

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildXS } from "../../tools/xs/build.js";

const built = await buildXS();
const shell = "shell" in built ? built.shell : "";
const skip = "missing" in built && !process.env.CI ? `missing ${built.missing}` : false;

async function run(...words: string[]): Promise<string> {
	assert.notEqual(shell, "", "there is no XS here, and CI must have it");
	const { stdout } = await promisify(execFile)(shell, words);
	return stdout.trim();
}

const tests = fileURLToPath(new URL("../run-xs.js", import.meta.url));

interface Creation {
	readonly chunk: { readonly initial: number; readonly incremental: number };
	readonly heap: { readonly initial: number; readonly incremental: number };
	readonly stack: number;
}

/** What the manifest says of each board. */
const boards: Readonly<Record<string, { readonly creation?: Creation }>> = JSON.parse(
	readFileSync("manifest.json", "utf8"),
).platforms;

/** Boards by the options of the shell for their heap. */
const heaps = new Map<string, string[]>();
for (const [board, { creation }] of Object.entries(boards)) {
	if (!creation || !board.startsWith("esp32")) continue;
	const { chunk, heap, stack } = creation;
	assert.deepEqual([chunk.incremental, heap.incremental], [0, 0], "it does not grow");
	const options = `--chunks ${chunk.initial} --heap ${heap.initial} --stack ${stack}`;
	heaps.set(options, [...(heaps.get(options) ?? []), board]);
}

for (const [options, names] of heaps)
	test(`host-free tests on XS, in the heap of ${names.join(", ")}`, { skip }, async (context) => {
		const result = await run(...options.split(" "), tests);
		context.diagnostic(`${options}: ${result}`);
		assert.match(result, /^[1-9]\d+ passed, 0 failed$/);
	});

test("host-free tests with large data on XS", { skip }, async (context) => {
	const result = await run("--chunks", "4000000", "--heap", "100000", tests, "large");
	context.diagnostic(result);
	assert.match(result, /^[1-9]\d* passed, 0 failed$/);
});

test("the shell's heap is an ESP32's", () => {
	const { creation } = boards.esp32 ?? {};
	const [, limits = ""] = /Limits limits = (\{.*\});/.exec(readFileSync("tools/xs/memory.c", "utf8")) ?? [];
	assert.ok(creation);
	const { chunk, heap, stack } = creation;
	assert.equal(limits, `{ .heap = ${heap.initial}, .chunks = ${chunk.initial}, .stack = ${stack} }`);
});

test("the heap is a limit", { skip }, async () => {
	await assert.rejects(run("--heap", "100", tests), /memory full/);
});
