// `npm test`: compiles the tests and runs them under node:test, in one run, so that what is skipped is counted and named.
// Words on the command line choose among the folders of test/: `npm test -- simulator page`.

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const compiled = resolve("build/compiled");

/** Host-free tests are all in run-node.js; the other folders have files of their own. */
const folders = ["platform", "page", "tools", "simulator", "engine", "end-to-end", "moddable"];

/** A test that hangs is given up after this many ms. No test is judged by its time. */
const patience = 600_000;

function files(chosen: readonly string[]): string[] {
	const wanted = chosen.length ? chosen : ["unit", ...folders];
	return wanted.flatMap((folder) => {
		if (folder === "unit") return [join(compiled, "test/run-node.js")];
		const names = readdirSync(join(compiled, "test", folder)).filter((name) => name.endsWith(".test.js"));
		return names.map((name) => join(compiled, "test", folder, name));
	});
}

function run(...words: string[]): number {
	return spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
}

rmSync(compiled, { recursive: true, force: true });
process.exitCode =
	run(resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.node.json") ||
	run(
		"--enable-source-maps",
		"--test",
		`--test-timeout=${patience}`,
		"--test-reporter=spec",
		...files(process.argv.slice(2)),
	);
