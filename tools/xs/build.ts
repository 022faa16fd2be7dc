// Compiles the shell around the real XS engine (shell.c) with the C compiler of this machine, for Linux and macOS.
//
// Strategy: the engine's sources come with the npm package @agoric/xsnap. The executable's name holds a hash of all
// that went into it (sources, headers, flags, compiler), so a name that exists is up to date and is never rewritten;
// it is compiled in a directory of its own and moved into place, so that parallel runs do not meet.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../root.js";

const run = promisify(execFile);

const shell = join(root, "tools/xs");
const output = join(root, "build/xs");

/** Where the sources of XS and of the SDK's modules lie: npm's package. */
const packaged = join(root, "node_modules/@agoric/xsnap/moddable");

/** What is compiled: folders and files below one that holds `xs` and `modules`. */
interface Sources {
	readonly engine: string;
	readonly headers: readonly string[];
	/** The SDK's native modules that sdk.c makes known. */
	readonly natives: readonly string[];
}

function sourcesIn(moddable: string): Sources {
	const engine = join(moddable, "xs");
	return {
		engine,
		headers: ["sources", "includes", "platforms"].map((name) => join(engine, name)),
		natives: ["logical/modLogical.c", "text/decoder/textdecoder.c", "text/encoder/textencoder.c"].map((file) =>
			join(moddable, "modules/data", file),
		),
	};
}

/** A part of another source. */
const included = "xsum.c";

const common = ["-O2", "-D_GNU_SOURCE", "-DINCLUDE_XSPLATFORM", '-DXSPLATFORM="platform.h"', `-I${shell}`];
const engineFlags = ({ headers }: Sources) => ["-w", ...common, ...headers.map((directory) => `-I${directory}`)];
// -isystem: warnings are asked of our lines, not of the engine's headers. Its callbacks have parameters we do not need.
const shellWarnings = ["-Wall", "-Wextra", "-Wno-unused-parameter"];
const shellFlags = ({ headers }: Sources) => [
	...shellWarnings,
	...common,
	...headers.flatMap((directory) => ["-isystem", directory]),
];
const libraries = ["-lm", "-lpthread"];

interface Compiler {
	command: string;
	arguments: string[];
	version: string;
}

/** `$CC`, which may hold arguments, before the usual names; with `flags`. */
async function findCompiler(flags: readonly string[]): Promise<Compiler | undefined> {
	for (const candidate of [process.env.CC ?? "", "cc", "gcc", "clang"]) {
		const [command, ...rest] = candidate.split(" ").filter(Boolean);
		if (!command) continue;
		try {
			const { stdout } = await run(command, [...rest, "--version"]);
			return { command, arguments: [...rest, ...flags], version: stdout };
		} catch {
			// Not there, or not working: the next one.
		}
	}
	return undefined;
}

/** Files of `directory` with one of the extensions, in an order that does not depend on the file system. */
async function files(directory: string, ...extensions: string[]): Promise<string[]> {
	const names = (await readdir(directory)).sort();
	return names.filter((name) => extensions.some((end) => name.endsWith(end))).map((name) => join(directory, name));
}

/** Native code that joins the shell: it defines `installMore`, which makes its globals. */
export interface Addition {
	readonly sources: readonly string[];
	/** For its own sources. */
	readonly flags: readonly string[];
	readonly libraries: readonly string[];
}

async function fingerprint(compiler: Compiler, sources: Sources, addition: Addition): Promise<string> {
	const hash = createHash("sha256").update(
		JSON.stringify([compiler, engineFlags(sources), shellFlags(sources), libraries, addition, process.arch]),
	);
	for (const folder of new Set(addition.sources.map(dirname)))
		for (const file of await files(folder, ".c", ".h")) hash.update(file).update(await readFile(file));
	for (const directory of [shell, ...sources.headers])
		for (const file of await files(directory, ".c", ".h")) hash.update(file).update(await readFile(file));
	for (const file of sources.natives) hash.update(file).update(await readFile(file));
	return hash.digest("hex").slice(0, 16);
}

/** Compiles the sources over all cores, the largest first as it takes longest; returns the objects. */
async function compile(compiler: Compiler, jobs: [source: string, flags: string[]][], into: string): Promise<string[]> {
	const sizes = new Map<string, number>();
	for (const [source] of jobs) sizes.set(source, (await stat(source)).size);
	const queue = [...jobs].sort(([a], [b]) => sizes.get(b)! - sizes.get(a)!);
	const objects: string[] = [];
	const worker = async () => {
		for (let job = queue.shift(); job; job = queue.shift()) {
			const [source, flags] = job;
			const object = join(into, `${objects.length}-${basename(source, ".c")}.o`);
			objects.push(object);
			const { stderr } = await run(compiler.command, [...compiler.arguments, ...flags, "-c", source, "-o", object]);
			process.stderr.write(stderr);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	return objects;
}

/**
 * The path of the shell's executable, compiled if need be (10 s on two cores, then 30 ms), or in words what is missing
 * on this machine. `flags` are for the compiler, such as -m32; `moddable` is another folder with the sources of XS, the SDK's;
 * `addition` is native code of a test's own.
 * Rejects, with what the compiler said, when compiling fails.
 */
export async function buildXS(
	flags: readonly string[] = [],
	moddable = packaged,
	addition: Addition = { sources: [], flags: [], libraries: [] },
): Promise<{ shell: string } | { missing: string }> {
	if (process.platform !== "linux" && process.platform !== "darwin")
		return { missing: `the XS shell is for Linux and macOS, not for ${process.platform}` };
	const sources = sourcesIn(moddable);
	if (!existsSync(sources.engine)) return { missing: "the sources of XS: run npm install (package @agoric/xsnap)" };
	const compiler = await findCompiler(flags);
	if (!compiler) return { missing: "a C compiler: cc, gcc or clang, or another in the environment variable CC" };

	const executable = join(output, `xs-${await fingerprint(compiler, sources, addition)}`);
	if (existsSync(executable)) return { shell: executable };

	await mkdir(output, { recursive: true });
	const workshop = await mkdtemp(join(output, "compiling-"));
	try {
		const parts = (await files(sources.headers[0]!, ".c")).filter((file) => basename(file) !== included);
		const added = addition.sources.length ? ["-DADDITION"] : [];
		const jobs: [source: string, flags: string[]][] = [
			...[...parts, ...sources.natives].map((file): [string, string[]] => [file, engineFlags(sources)]),
			...(await files(shell, ".c")).map((file): [string, string[]] => [file, [...added, ...shellFlags(sources)]]),
			...addition.sources.map((file): [string, string[]] => [file, [...addition.flags, ...shellFlags(sources)]]),
		];
		const objects = await compile(compiler, jobs, workshop);
		const linked = join(workshop, "xs");
		await run(compiler.command, [...compiler.arguments, ...objects, ...libraries, ...addition.libraries, "-o", linked]);
		await rename(linked, executable);
	} finally {
		await rm(workshop, { recursive: true });
	}
	return { shell: executable };
}
