// `npm test`: compiles the tests and runs them under node:test, in one run, so that what is skipped is counted and named.
// Words on the command line choose among the suites: `npm test -- simulator page`.

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTool } from "./commandline.js";

const compiled = resolve("build/compiled");

/** "unit" are the host-free tests, all in run-node.js; the others are folders of test/ with files of their own. */
const suites = ["unit", "page", "tools", "simulator", "engine", "native", "fuzz/node", "end-to-end", "moddable"];

/** A test that hangs is given up after this many ms. No test is judged by its time. */
const patience = 600_000;

function files(chosen: readonly string[]): string[] {
	return chosen.flatMap((folder) => {
		if (folder === "unit") return [join(compiled, "test/run-node.js")];
		const names = readdirSync(join(compiled, "test", folder)).filter((name) => name.endsWith(".test.js"));
		return names.map((name) => join(compiled, "test", folder, name));
	});
}

function run(...words: string[]): number {
	return spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
}

function test(chosen: readonly string[]): number {
	rmSync(compiled, { recursive: true, force: true });
	const options = ["--enable-source-maps", "--test", `--test-timeout=${patience}`, "--test-reporter=spec"];
	return (
		run(resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.node.json") || run(...options, ...files(chosen))
	);
}

const tool = Object.freeze({
	name: "test",
	usage: `usage: npm test -- [suite …]
suites: ${suites.join(", ")}; all of them if none is given (test/README.md)`,
	words: suites,
});

await runTool(tool, ({ words }) => {
	process.exitCode = test(words.length ? words : suites);
});
