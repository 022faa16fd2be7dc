/*
	The Moddable SDK as the tests use it: builds in build/test/moddable/, none of them run by mcconfig, whose own run
	target would stop every simulator of this computer.
*/

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const sdk = process.env.MODDABLE ?? "";
const tools = join(sdk, "build/bin/lin/release");

/** The reason to skip, or false. */
export const skip = existsSync(join(tools, "mcconfig")) ? false : "needs the Moddable SDK for Linux ($MODDABLE)";

export const mcsim = join(tools, "mcsim");

/** A folder for what is built, by name. */
export function outputFolder(name: string): string {
	const folder = resolve("build/test/moddable", name);
	mkdirSync(folder, { recursive: true });
	return folder;
}

/** Runs one of the SDK's tools, or make, and returns all it printed. Throws with that when it fails. */
export async function tool(name: string, args: readonly string[], environment = {}): Promise<string> {
	const env = {
		...process.env,
		PATH: [tools, resolve("node_modules/.bin"), process.env.PATH].join(delimiter),
		...environment,
	};
	try {
		const { stdout, stderr } = await run(name, args, { env, maxBuffer: 1 << 24 });
		return stdout + stderr;
	} catch (error) {
		const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
		throw new Error(`${name} ${args.join(" ")} failed:\n${stdout}${stderr}`);
	}
}

/**
 * An empty git repository that says it is ESP-IDF v6.0: all that mcconfig asks of ESP-IDF is its version. The path; it is the
 * caller's to remove.
 */
export async function pretendIDF(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-idf-"));
	const git = (...words: string[]) =>
		tool("git", ["-C", folder, "-c", "user.name=test", "-c", "user.email=test@localhost", ...words]);
	await git("init", "--quiet");
	await git("commit", "--quiet", "--allow-empty", "--message", "empty");
	await git("tag", "v6.0");
	return folder;
}

/** Builds a manifest whose app has this name for the simulator, in a folder of its own; returns the app's path. A debug build, since only those trace. */
export async function buildApp(
	manifest: string,
	name: string,
	config: readonly string[] = [],
	folder = name,
): Promise<string> {
	const output = outputFolder(folder);
	await tool("mcconfig", ["-dn", "-m", "-p", "lin", "-t", "build", "-o", output, ...config, resolve(manifest)]);
	return join(output, "bin/lin/mc/debug", name, "mc.so");
}
