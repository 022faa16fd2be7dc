// The bytecode of the firmware's modules, by the XS that the tests run on, without debug information.
//
// Strategy: the types are taken off each source by esbuild, and the shell of tools/xs counts the bytecode of what is left.

import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { root } from "./root.js";

const source = join(root, "src");
const target = join(root, "build/size");

/** The modules of a folder of src/, as paths below it. */
export function modulesOf(folder: string): readonly string[] {
	const names = readdirSync(join(source, folder)).filter((name) => name.endsWith(".ts"));
	return names.sort().map((name) => join(folder, name));
}

/** Bytes of bytecode of each module, in the order of `modules`. `shell` is the executable of tools/xs. */
export async function bytecodeOf(shell: string, modules: readonly string[]): Promise<number[]> {
	const entryPoints = modules.map((name) => join(source, name));
	await build({ entryPoints, outdir: target, outbase: source, format: "esm", target: "es2022", logLevel: "warning" });
	const script = join(target, "size.js");
	writeFileSync(script, "for (const path of scriptArgs) print(String(bytecode(path)));\n");
	const paths = modules.map((name) => join(target, name.replace(/\.ts$/, ".js")));
	const { stdout } = await promisify(execFile)(shell, [script, ...paths]);
	return stdout.trim().split("\n").map(Number);
}
