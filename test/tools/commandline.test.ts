/*
	The command lines of the tools: help, and what is wrong in a sentence, of each of them in the same way.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { readCommand, UsageError, wholeNumber } from "../../tools/commandline.js";

const flag = { type: "boolean" } as const;
const tool = { name: "sample", usage: "", options: { write: flag, seed: { type: "string" } }, words: ["xs"] } as const;

const complaint = (action: () => unknown): string => {
	try {
		action();
	} catch (error) {
		assert.ok(error instanceof UsageError, String(error));
		return error.message;
	}
	return "";
};

test("what is there, and what is there instead", () => {
	const { values, words } = readCommand(tool, ["--write", "xs", "--seed", "7"]) ?? { words: [] };
	assert.deepEqual([{ ...values }, words], [{ write: true, seed: "7" }, ["xs"]]);
	for (const word of ["node", "write", ""])
		assert.equal(
			complaint(() => readCommand(tool, ["xs", word])),
			`there is no "${word}"; there is xs`,
		);
	assert.equal(
		complaint(() => readCommand({ name: "", usage: "" }, ["x"])),
		'there is no "x"',
	);
	for (const word of ["--wrote", "-w"])
		assert.equal(
			complaint(() => readCommand(tool, [word])),
			`Unknown option '${word}'`,
		);
	assert.match(
		complaint(() => readCommand(tool, ["--seed"])),
		/--seed.* argument missing/,
	);
	for (const word of ["--help", "-h"]) assert.equal(readCommand(tool, ["--wrote", word]), undefined);
});

test("whole numbers within limits", () => {
	assert.deepEqual([wholeNumber("n", undefined, 1, 9), wholeNumber("n", "9", 1, 9)], [undefined, 9]);
	for (const text of ["0", "10", "1.5", "-1", "1e0", "x", ""])
		assert.equal(
			complaint(() => wholeNumber("n", text, 1, 9)),
			`--n must be a whole number from 1 to 9, not "${text}"`,
		);
});

/** Every command of package.json that runs a program of ours and ends: the program, and the words that it is always given. */
const commands = Object.entries<string>(JSON.parse(readFileSync("package.json", "utf8")).scripts).flatMap(
	([name, line]) => {
		const [, program, ...words] = /^node tools\/run\.mjs (\S+)(?: (.+))?$/.exec(line) ?? [];
		return program ? [{ name, program, words: words.join(" ").split(" ").filter(Boolean) }] : [];
	},
);

test("each command has help, and says what is wrong; none does anything meanwhile", (context) => {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => rmSync(folder, { recursive: true }));
	const run = (program: string, ...words: string[]) =>
		spawnSync(process.execPath, [resolve("tools/run.mjs"), resolve(program), ...words], {
			cwd: folder,
			encoding: "utf8",
		});
	assert.ok(commands.length > 15, String(commands.length));
	for (const { name, program, words } of commands) {
		for (const word of ["--help", "-h"]) {
			const { status, stdout, stderr } = run(program, ...words, word);
			assert.deepEqual([status, stderr], [0, ""], `${name} ${word}`);
			assert.match(stdout, /npm (run|start|test)/, `${name} ${word}`);
		}
		const { status, stdout, stderr } = run(program, ...words, "--strange");
		assert.deepEqual([status, stdout], [2, ""], name);
		const [sentence, ...usage] = stderr.trim().split("\n");
		assert.match(sentence ?? "", /^[a-z:]+: .*--strange/, name);
		assert.match(usage.join("\n"), /npm (run|start|test)/, name);
	}
	assert.deepEqual(readdirSync(folder), []);
});
