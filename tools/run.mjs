// Runs a TypeScript program of this repository on Node: `node tools/run.mjs tools/pack.ts [arguments]`.
//
// Strategy: esbuild bundles the program into build/run/, npm packages stay outside, and the bundle is imported.
// The specifiers of the Moddable SDK ("embedded:io/socket/tcp", "timer", "mc/config" …) are answered by
// tools/simulator/modules/, which is how the firmware runs on a desktop without a line of it changed.

import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The file that stands in for an SDK module: "embedded:io/socket/tcp" → tools/simulator/modules/embedded/io/socket/tcp.ts. */
const standIn = (specifier) => resolve(root, "tools/simulator/modules", `${specifier.replace(":", "/")}.ts`);

const moddable = {
	name: "moddable",
	setup(bundler) {
		bundler.onResolve({ filter: /^[^./]/ }, ({ path }) => {
			const file = standIn(path);
			return existsSync(file) ? { path: file } : undefined;
		});
	},
};

/** Bundles `entry` (a path) for Node; returns the bundle's path. Throws esbuild's error, already printed. */
export async function bundle(entry) {
	const outfile = resolve(root, "build/run", `${basename(entry, ".ts")}.mjs`);
	await build({
		entryPoints: [entry],
		outfile,
		bundle: true,
		platform: "node",
		target: "node20",
		format: "esm",
		packages: "external",
		sourcemap: "inline",
		plugins: [moddable],
		logLevel: "warning",
	});
	return outfile;
}

const [, script, entry, ...rest] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
	process.setSourceMapsEnabled(true);
	const outfile = await bundle(resolve(entry));
	process.argv = [process.argv[0], outfile, ...rest];
	await import(pathToFileURL(outfile).href);
}
