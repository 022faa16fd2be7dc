// Runs the programs of tools/bench/xs/ on the real XS engine, and reads what they print: a line of JSON for each result.
//
// Word size: on the device a slot has 16 bytes. Where the C compiler can build for 32 bits (gcc-multilib), so it is here, and
// chunks have the device's size as well; elsewhere slots are counted and taken for 16 bytes, chunks are slightly larger.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../root.js";
import { buildXS } from "../xs/build.js";
import { modules, program } from "./compile.js";

const run = promisify(execFile);

export interface Engine {
	readonly shell: string;
	readonly name: string;
	/** 32: slots and chunks are the device's. */
	readonly wordSize: 32 | 64;
}

/** A heap in which nothing needs to be collected. */
export const large = Object.freeze(["--heap", "1000000", "--chunks", "16000000"]);

/** "XS 13.3.0", as its sources say. */
function version(moddable: string): string {
	const text = readFileSync(join(moddable, "xs/sources/xsCommon.h"), "utf8");
	const numbers = ["MAJOR", "MINOR", "PATCH"].map((part) => new RegExp(`XS_${part}_VERSION (\\d+)`).exec(text)?.[1]);
	return `XS ${numbers.join(".")}`;
}

/** The shell for 32 bits if possible, or what is missing: with npm's XS, or with that of an SDK. */
export async function findEngine(
	moddable = join(root, "node_modules/@agoric/xsnap/moddable"),
): Promise<Engine | { missing: string }> {
	const built = await buildXS(["-m32"], moddable).catch(() => undefined);
	if (built && "shell" in built) return { shell: built.shell, name: version(moddable), wordSize: 32 };
	const wide = await buildXS([], moddable);
	return "missing" in wide ? wide : { shell: wide.shell, name: version(moddable), wordSize: 64 };
}

/** The firmware's log, of which it is only told here that something has thrown. */
const fault = /^# (exchange|client|lingering close|accept|timer): .*/m;

/**
 * Runs a program; returns what it has printed, a value for each line; lines with # are for people. Throws with what XS had to
 * say when it fails.
 */
export async function runXS<T>(
	engine: Engine,
	name: string,
	words: readonly string[],
	heap: readonly string[] = [],
): Promise<T[]> {
	const all = [...heap, "--modules", modules, program(name), ...words];
	const { stdout, stderr } = await run(engine.shell, all, { maxBuffer: 1 << 24 }).catch((error) => error);
	const [trouble] = fault.exec(stdout) ?? [stderr];
	if (trouble) throw new Error(`${name}: ${trouble}`);
	const lines: string[] = stdout.split("\n").filter((line: string) => line.startsWith("{"));
	return lines.map((line) => JSON.parse(line) as T);
}
