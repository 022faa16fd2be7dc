// `npm run size`: what the firmware weighs, against its budgets: the bytes of the pages as they are sent, and the bytecode
// of each module by the XS that the tests run on, without debug information.
//
// Strategy: the types are taken off each source by esbuild, and the shell of tools/xs counts the bytecode of what is left.
// Budgets stand in tools/budgets.json; over budget is exit status 1. Without a C compiler the bytecode is not measured,
// which is said.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { pack } from "./pack.js";
import { buildXS } from "./xs/build.js";

interface Budgets {
	/** Bytes of all pages together, gzipped. */
	pages: number;
	/** Bytes of bytecode by folder of src/; "." is main.ts. */
	bytecode: Record<string, number>;
}

const source = resolve("src");
const target = resolve("build/size");

let failed = false;

function row(name: string, bytes: number, budget?: number): void {
	const over = budget !== undefined && bytes > budget;
	failed ||= over;
	const limit = budget === undefined ? "" : `  of ${budget}${over ? `: ${bytes - budget} too many` : ""}`;
	console.log(`${name.padEnd(28)}${String(bytes).padStart(8)}${limit}`);
}

async function pages(budget: number): Promise<void> {
	console.log("page, bytes as sent (gzip)");
	let together = 0;
	for (const { name, bytes, gzip } of await pack()) {
		const { length } = gzip ?? bytes;
		together += length;
		row(`  ${name}`, length);
	}
	row("  together", together, budget);
}

/** The bytecode of each module, in the order of `modules` (paths below src/). */
async function measure(shell: string, modules: readonly string[]): Promise<number[]> {
	const entryPoints = modules.map((name) => join(source, name));
	await build({ entryPoints, outdir: target, outbase: source, format: "esm", target: "es2022", logLevel: "warning" });
	const script = join(target, "size.js");
	writeFileSync(script, "for (const path of scriptArgs) print(String(bytecode(path)));\n");
	const paths = modules.map((name) => join(target, name.replace(/\.ts$/, ".js")));
	const { stdout } = await promisify(execFile)(shell, [script, ...paths]);
	return stdout.trim().split("\n").map(Number);
}

async function bytecode(budgets: Record<string, number>): Promise<void> {
	const built = await buildXS();
	if ("missing" in built) {
		console.log(`bytecode: not measured, missing ${built.missing}`);
		return;
	}
	console.log("module, bytes of bytecode");
	for (const [folder, budget] of Object.entries(budgets)) {
		const names = readdirSync(join(source, folder)).filter((name) => name.endsWith(".ts"));
		const modules = names.sort().map((name) => join(folder, name));
		const sizes = await measure(built.shell, modules);
		for (const [i, name] of modules.entries()) row(`  ${name.replace(".ts", "")}`, sizes[i]);
		row(
			`  ${folder}, together`,
			sizes.reduce((total, size) => total + size, 0),
			budget,
		);
	}
}

const budgets: Budgets = JSON.parse(readFileSync(resolve("tools/budgets.json"), "utf8"));
await pages(budgets.pages);
await bytecode(budgets.bytecode);
if (failed) console.error("Over budget (tools/budgets.json).");
process.exitCode = failed ? 1 : 0;
