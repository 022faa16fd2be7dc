// Runs a TypeScript program of this repository on Node: `node tools/run.mjs tools/pack.ts [arguments]`.
//
// Strategy: esbuild bundles the program into build/run/, npm packages stay outside, and the bundle is imported.
// The specifiers of the Moddable SDK ("embedded:io/socket/tcp", "timer", "mc/config" …) are answered by
// tools/simulator/modules/, which is how the firmware runs on a desktop without a line of it changed, and its modules are
// frozen as they are on the board.

import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { frozen } from "./frozen.mjs";

const { build } = await import("esbuild").catch(() => {
	console.error("The development dependencies are missing: run npm ci first.");
	process.exit(1);
});

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The file that stands in for an SDK module: "embedded:io/socket/tcp" → tools/simulator/modules/embedded/io/socket/tcp.ts.
 * The simulator imports the firmware as "dipsocket:firmware", because it is typed for the SDK and not for Node.
 */
const standIn = (specifier) =>
	specifier === "dipsocket:firmware"
		? resolve(root, "src/main.ts")
		: resolve(root, "tools/simulator/modules", `${specifier.replace(":", "/")}.ts`);

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
	const { outputFiles } = await build({
		entryPoints: [entry],
		outfile,
		write: false,
		bundle: true,
		platform: "node",
		target: "node20",
		format: "esm",
		packages: "external",
		sourcemap: "inline",
		plugins: [moddable, frozen],
		logLevel: "warning",
	});
	// Renamed into place: another process may be reading the bundle of the same name.
	const unfinished = `${outfile}.${process.pid}`;
	mkdirSync(dirname(outfile), { recursive: true });
	writeFileSync(unfinished, outputFiles[0].contents);
	renameSync(unfinished, outfile);
	return outfile;
}

const [, script, entry, ...rest] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
	process.setSourceMapsEnabled(true);
	const outfile = await bundle(resolve(entry));
	process.argv = [process.argv[0], outfile, ...rest];
	await import(pathToFileURL(outfile).href);
}
