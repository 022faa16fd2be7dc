/*
	The README tells the truth about what can be checked: files, commands, defaults, pins.
*/

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { bytesOf, hex } from "../harness.js";

const readme = readFileSync("README.md", "utf8");
const manifest = JSON.parse(readFileSync("manifest.json", "utf8"));
const { scripts, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

test("every file it names is there", () => {
	const names = [...readme.matchAll(/`((?:src|test|tools|html)\/[\w./-]+)`|\]\(((?!http)[^)]+)\)/g)].map(
		([, code, link]) => code ?? link,
	);
	assert.ok(names.length > 20);
	for (const name of names) assert.ok(existsSync(name), name);
});

test("every command it names is a script", () => {
	for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(name in scripts, name);
});

test("every configuration key is there, with its default", () => {
	for (const [key, value] of Object.entries(manifest.config)) {
		const row = readme.split("\n").find((line) => line.startsWith("| `") && line.includes(`\`${key}\``));
		assert.ok(row, key);
		assert.ok(row.includes(`\`${JSON.stringify(value)}\``), `${key}: ${row}`);
	}
});

test("the pins are the manifest's", () => {
	const boards = { ESP32: "esp32", "ESP32-C3": "esp32/esp32c3", "ESP32-S3": "esp32/esp32s3" };
	for (const [name, platform] of Object.entries(boards)) {
		const { switches, leds } = manifest.platforms[platform].config;
		assert.ok(readme.includes(`| ${name} | ${switches.pins.join(" | ")} |`), name);
		assert.ok(readme.includes(`| ${name} | ${leds.pins.join(" | ")} |`), name);
	}
});

test("every dependency is justified", () => {
	for (const name of Object.keys(devDependencies)) assert.ok(readme.includes(`\`${name}\``), name);
});

test("the codec's example works", async () => {
	const [, code] = /```ts\n([^`]*)```/.exec(readme) ?? assert.fail("there is no example");
	const imports = code.match(/^import .*$/gm) ?? [];
	const body = code.replace(/^import .*$/gm, "");
	const contents = `${imports.join("\n")}\nexport function serve(socket) {${body}}`;
	const bundled = await build({
		stdin: { contents, loader: "ts", resolveDir: resolve("src") },
		bundle: true,
		format: "esm",
		write: false,
	});
	const url = `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString("base64")}`;
	const { serve } = await import(url);
	const events = new Map<string, (bytes?: Uint8Array) => void>();
	const log: string[] = [];
	serve({
		on: (event: string, listener: (bytes?: Uint8Array) => void) => events.set(event, listener),
		write: (bytes: Uint8Array) => log.push(hex(bytes)),
		end: () => log.push("end"),
	});
	events.get("data")?.(bytesOf("8182 00000000 'hi' 8880"));
	events.get("data")?.(bytesOf("00000000"));
	events.get("close")?.();
	assert.deepEqual(log, ["810568656c6c6f", "81026869", "8800", "end"]);
});
