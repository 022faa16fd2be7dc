/*
	Names of networks as strangers send them (src/platform/native/ssid.c), under AddressSanitizer: judged as Node's strict decoder
	judges them.
*/

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { Random } from "../harness.js";

const output = resolve("build/test/native");
const flags = ["-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"];
const compiler = process.env.CC ?? "cc";
const trial = ["-x", "c", "-", "-o", "/dev/null", ...flags];
const { status } = spawnSync(compiler, trial, { input: "int main(void) { return 0; }" });
const skip = status === 0 ? false : "needs a C compiler with -fsanitize=address";

const size = 32;

const named = (name: Uint8Array): Buffer => Buffer.concat([name, Buffer.alloc(size)], size);

function isName(bytes: Buffer): boolean {
	const zero = bytes.indexOf(0);
	const name = zero < 0 ? bytes : bytes.subarray(0, zero);
	if (name.length === 0 || bytes.subarray(name.length).some((byte) => byte !== 0)) return false;
	try {
		const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name);
		return ![...text].some((character) => character < " " || character === "\x7f");
	} catch {
		return false;
	}
}

test("names that can be told of, and those that cannot", { skip }, (context) => {
	mkdirSync(output, { recursive: true });
	const program = join(output, "ssid");
	const sources = [resolve("test/native/ssid.c"), resolve("src/platform/native/ssid.c")];
	execFileSync(compiler, [...flags, "-fno-sanitize-recover=all", ...sources, "-o", program]);
	const seed = Date.now() | 0;
	const random = new Random(seed);
	const letters = ["a", "é", "水", "😀", " ", "\ufeff"].map((letter) => Buffer.from(letter));
	const names = ["Home", "Café “Zur Linde” ☕", "x".repeat(size), "😀".repeat(8), ""].map((name) =>
		named(Buffer.from(name)),
	);
	for (const hex of [
		"c0af",
		"e08080",
		"eda080",
		"f08080af",
		"f4908080",
		"ff",
		"80",
		"c3",
		"e6b0",
		"f09f98",
		"610062",
		"0a",
	])
		names.push(named(Buffer.from(hex, "hex")));
	// Cut by the end: a lead byte there must not read beyond it.
	for (const last of [0xc3, 0xe6, 0xf0]) names.push(Buffer.concat([Buffer.alloc(size - 1, "x"), Buffer.of(last)]));
	for (let i = 0; i < 20_000; i++) {
		const pieces = Array.from({ length: random.below(12) }, () => letters[random.below(letters.length)]);
		const name = named(Buffer.concat(pieces));
		for (let j = random.below(3); j > 0; j--) name[random.below(size)] = random.next();
		names.push(name);
	}
	const said = execFileSync(program, { input: Buffer.concat(names), encoding: "latin1" });
	const expected = names.map((name) => (isName(name) ? "1" : "0"));
	assert.equal(said.length, names.length);
	for (const [i, name] of names.entries()) assert.equal(said[i], expected[i], `${name.toString("hex")}, seed ${seed}`);
	context.diagnostic(`${expected.filter((one) => one === "1").length} names among ${names.length}`);
});
