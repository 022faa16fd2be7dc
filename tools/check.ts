// `npm run check`: all that can be said of the sources without running them: types, import law, format and lint, budgets.
// Each check is run, whatever the others say; exit status 1 when one has failed.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { checkImports } from "./check-imports.js";
import { runTool } from "./commandline.js";

/** Runs a program of node_modules/, or this project's, with what it prints shown. */
function run(program: string, ...words: string[]): boolean {
	return spawnSync(process.execPath, [resolve(program), ...words], { stdio: "inherit" }).status === 0;
}

const compile = (project: string) => run("node_modules/typescript/bin/tsc", "-p", project);

function imports(): boolean {
	const offences = checkImports(resolve("src"));
	for (const offence of offences) console.error(offence);
	return offences.length === 0;
}

const checks: readonly (readonly [name: string, check: () => boolean])[] = [
	["types, pure folders", () => compile("tsconfig.pure.json")],
	["types, platform", () => compile("tsconfig.platform.json")],
	["types, page", () => compile("tsconfig.page.json")],
	["types, tools and tests", () => compile("tsconfig.node.json")],
	["import law", imports],
	["format and lint", () => run("node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings")],
	["budgets", () => run("tools/run.mjs", "tools/size.ts")],
	["tables of the benches", () => run("tools/run.mjs", "tools/bench/bench.ts", "--check")],
];

const tool = Object.freeze({
	name: "check",
	usage: `usage: npm run check
Each of these, whatever the others say: ${checks.map(([name]) => name).join("; ")}.`,
});

await runTool(tool, () => {
	const failed = checks.filter(([name, check]) => {
		const passed = check();
		console.log(`${passed ? "passed" : "FAILED"}: ${name}`);
		return !passed;
	});
	process.exitCode = failed.length ? 1 : 0;
});
