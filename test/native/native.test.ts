/*
	The C of src/platform/native that speaks to lwIP, against Debian's lwIP with its thread: stress.c under ThreadSanitizer,
	and under AddressSanitizer with UndefinedBehaviorSanitizer. $STRESS makes more than a few thousand connections; a million
	take about ten minutes each.

	Limits: Linux with liblwip-dev and a C compiler with sanitizers. lwIP itself is not instrumented there, but asserts that
	its lock is held in each call; $LWIP, a folder with lwIP's sources (ESP-IDF's: $IDF_PATH/components/lwip/lwip), has the
	same run with those compiled in, with the board's windows and buffers.
*/

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";

const connections = process.env.STRESS ?? "3000";
const compiler = process.env.CC ?? "cc";
const output = resolve("build/test/native");

const flagsOf = {
	thread: ["-fsanitize=thread"],
	address: ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
};
type Sanitizer = keyof typeof flagsOf;

/** lwIP to link with: flags of the compiler, and sources to be compiled with ours. */
interface Stack {
	readonly headers: readonly string[];
	readonly sources: readonly string[];
	readonly libraries: readonly string[];
}

const debian: Stack = {
	headers: ["-isystem", "/usr/include/lwip"],
	sources: [],
	libraries: ["-llwip"],
};

/** lwIP's own sources, with the options of test/native/board. */
function sourcesIn(lwip: string): Stack {
	const folder = (name: string) =>
		readdirSync(join(lwip, name))
			.filter((file) => file.endsWith(".c"))
			.map((file) => join(lwip, name, file));
	const port = join(lwip, "contrib/ports/unix/port");
	return {
		headers: [
			...["-I", resolve("test/native/board")],
			...["-isystem", join(lwip, "src/include"), "-isystem", join(port, "include")],
		],
		sources: [
			...["src/core", "src/core/ipv4", "src/api"].flatMap(folder).filter((file) => !file.includes("/dhcp")),
			join(port, "sys_arch.c"),
		],
		libraries: [],
	};
}

function compile(name: string, sanitizer: Sanitizer, stack: Stack): string {
	const program = join(output, `${name}-${sanitizer}`);
	const ours = ["stress", "server", "client", "caller", "wire"].map((part) => resolve(`test/native/${part}.c`));
	const native = ["stream", "transfer", "door", "inbox", "shortage", "news"].map((part) =>
		resolve(`src/platform/native/${part}.c`),
	);
	const idf = `-I${resolve("test/native/idf")}`;
	const flags = ["-std=gnu11", "-g", "-O1", "-fno-omit-frame-pointer", idf, ...flagsOf[sanitizer]];
	const objects = [...ours, ...native].map((source, i) => {
		const object = join(output, `${name}-${sanitizer}-${i}.o`);
		const warnings = ["-Wall", "-Wextra", "-Werror"];
		const scarce = source.endsWith("/stream.c") ? ["-Dcalloc=scarceCalloc"] : [];
		execFileSync(compiler, [...flags, ...warnings, ...scarce, ...stack.headers, "-c", source, "-o", object]);
		return object;
	});
	const link = [...objects, ...stack.sources, "-o", program, ...stack.libraries, "-lpthread"];
	execFileSync(compiler, [...flags, "-w", ...stack.headers, ...link]);
	return program;
}

/** Why it cannot be run here, or false. */
function obstacle(sanitizer: Sanitizer, stack: Stack): string | false {
	if (process.platform !== "linux") return "needs Linux";
	if (stack === debian && !existsSync("/usr/include/lwip/lwip/tcp.h")) return "needs lwIP: apt-get install liblwip-dev";
	const trial = ["-x", "c", "-", "-o", "/dev/null", ...flagsOf[sanitizer]];
	const { status } = spawnSync(compiler, trial, { input: "int main(void) { return 0; }" });
	return status === 0 ? false : `needs a C compiler with -fsanitize=${sanitizer}: apt-get install gcc libc6-dev`;
}

function run(program: string, ...words: string[]): void {
	const options = { encoding: "utf8", env: { ...process.env, TSAN_OPTIONS: "halt_on_error=1" } } as const;
	let { status, stdout, stderr } = spawnSync(program, words, options);
	// ThreadSanitizer's own trouble with the address space of some kernels.
	if (stderr.includes("unexpected memory mapping"))
		({ status, stdout, stderr } = spawnSync("setarch", ["--addr-no-randomize", program, ...words], options));
	assert.equal(status, 0, stdout + stderr);
	console.log(stdout.trim().split("\n").at(-1));
}

function suite(name: string, stack: Stack, loss: string): void {
	describe(name, () => {
		for (const sanitizer of ["thread", "address"] as const) {
			test(`under -fsanitize=${sanitizer}`, { skip: obstacle(sanitizer, stack) }, () => {
				mkdirSync(output, { recursive: true });
				const program = compile(name, sanitizer, stack);
				const seed = String(Date.now() % 1e9);
				run(program, connections, seed);
				// Lost packets are repeated after seconds, so these are fewer.
				run(program, "1000", seed, loss);
				run(program, "1000", seed, "0", "100");
			});
		}
	});
}

suite("debian", debian, "2000");
const { LWIP } = process.env;
if (LWIP) suite("board", sourcesIn(LWIP), "2000");
