/*
	The README tells the truth about what can be checked: files, commands, defaults, pins.
*/

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const readme = readFileSync("README.md", "utf8");
const manifest = JSON.parse(readFileSync("manifest.json", "utf8"));
const { scripts, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

test("every file it names is there", () => {
	const names = [...readme.matchAll(/`((?:src|test|tools|html)\/[\w./-]+)`|\]\(((?!http|#)[^)]+)\)/g)].map(
		([, code, link]) => code ?? link,
	);
	assert.ok(names.length > 10);
	for (const name of names) assert.ok(existsSync(name), name);
});

test("every section it points to is there", () => {
	const anchors = [...readme.matchAll(/^## (.*)$/gm)].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\w -]/g, "")
			.replaceAll(" ", "-"),
	);
	const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
	assert.ok(links.length > 5);
	for (const anchor of links) assert.ok(anchors.includes(anchor), anchor);
});

test("every command it names is a script", () => {
	for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(name in scripts, name);
});

const settings = readFileSync("src/device/SETTINGS.md", "utf8");

test("every configuration key is there, with its default", () => {
	for (const [key, value] of Object.entries(manifest.config)) {
		const isRow = (line: string) => line.startsWith("| `") && line.includes(`\`${key}\``);
		const row = settings.split("\n").find(isRow);
		assert.ok(row, key);
		for (const stated of [row, readme.split("\n").find(isRow) ?? row])
			assert.ok(stated.includes(`\`${JSON.stringify(value)}\``), `${key}: ${stated}`);
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
