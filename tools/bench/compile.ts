// Compiles the programs that the benches run on XS: the firmware's sources as they are, one module each, as the device loads
// them; types are taken off, nothing is bundled or shortened.

import { copyFileSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../root.js";

const output = join(root, "build/bench/js");

/** Where the firmware, the programs and what they use lie. */
const sources = ["src", "tools/bench", "test/fakes", "test/platform", "test/harness.ts"];

/** Where a source's program is, once compiled. */
export const compiled = (path: string): string => join(output, path);

/** The folder of the stand-ins for the SDK's modules, once compiled: for the shell's option --modules. */
export const modules = compiled("tools/bench/modules");

/** A program's path, once compiled. */
export const program = (name: string): string => compiled(`tools/bench/xs/${name}.js`);

function filesOf(path: string): string[] {
	const full = join(root, path);
	if (!statSync(full).isDirectory()) return [full];
	const names = readdirSync(full, { recursive: true, encoding: "utf8" });
	return names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")).map((name) => join(full, name));
}

/** Compiles them all. */
export async function compile(): Promise<void> {
	const entryPoints = sources.filter((path) => existsSync(join(root, path))).flatMap(filesOf);
	await build({ entryPoints, outdir: output, outbase: root, format: "esm", target: "es2022", logLevel: "warning" });
	// As the manifest has it: the firmware that is measured is one without TLS.
	copyFileSync(join(root, "src/platform/native/notls/tls.js"), compiled("src/platform/tls/tls.js"));
}
