/*
	The C of src/platform/native/tls that knows no XS, against Debian's mbedTLS, under AddressSanitizer with
	UndefinedBehaviorSanitizer and its leak detector: tls/fuzz.c. $CONNECTIONS makes more than a few thousand connections.

	Limits: Linux with libmbedtls-dev and a C compiler with sanitizers. The library itself is not instrumented; $MBEDTLS, compiled
	libraries of another version with its headers (`include` folders and .a files, with commas between), has the same run with
	those, such as ESP-IDF's version 4.
*/

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

const compiler = process.env.CC ?? "cc";
const connections = process.env.CONNECTIONS ?? "3000";
const output = resolve("build/test/native");
const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

const ours = ["library", "identity", "ciphertext", "filter", "selfsigned"].map((name) =>
	resolve(`src/platform/native/tls/${name}.c`),
);

function obstacle(): string | false {
	if (process.platform !== "linux") return "needs Linux";
	if (!process.env.MBEDTLS && !existsSync("/usr/include/mbedtls/ssl.h"))
		return "needs mbedTLS: apt-get install libmbedtls-dev";
	const trial = ["-x", "c", "-", "-o", "/dev/null", ...sanitizers];
	const { status } = spawnSync(compiler, trial, { input: "int main(void) { return 0; }" });
	return status === 0 ? false : "needs a C compiler with -fsanitize=address: apt-get install gcc libc6-dev";
}

function library(): readonly string[] {
	const given = process.env.MBEDTLS?.split(",");
	if (!given) return ["-lmbedtls", "-lmbedx509", "-lmbedcrypto"];
	return given.flatMap((path) => (path.endsWith(".a") || path.startsWith("-") ? [path] : ["-isystem", path]));
}

test("the filter, with clients that err", { skip: obstacle() }, (context) => {
	mkdirSync(output, { recursive: true });
	const program = join(output, "tls-fuzz");
	const folder = resolve("test/native/tls");
	const tests = readdirSync(folder).filter((name) => name.endsWith(".c"));
	const includes = ["-I", folder, "-I", resolve("src/platform/native/tls")];
	const flags = ["-std=gnu11", "-g", "-O1", "-fno-omit-frame-pointer", "-Wall", "-Wextra", "-Werror", ...sanitizers];
	const sources = [...tests.map((name) => join(folder, name)), ...ours];
	execFileSync(compiler, [...flags, ...includes, ...sources, "-o", program, ...library()]);
	const seed = String(Date.now() % 1e9);
	const { status, stdout, stderr } = spawnSync(program, [connections, seed], { encoding: "utf8" });
	assert.equal(status, 0, stdout + stderr);
	context.diagnostic(stdout.trim().replaceAll("\n", ": "));
});
