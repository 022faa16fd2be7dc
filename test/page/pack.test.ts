// The packed pages: the same bytes every time, and nothing that depends on the machine.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { pack } from "../../tools/pack.js";

const target = resolve("build/pages");

test("each page is there as it is and gzipped, with a header that names no time and no system", async () => {
	const pages = await pack();
	assert.deepEqual(
		pages.map(({ name }) => name),
		["app.js", "device.html", "icon.svg", "index.html", "setup.html", "style.css"],
	);
	for (const { name, bytes, gzip } of pages) {
		assert.deepEqual(readFileSync(resolve(target, name)), Buffer.from(bytes));
		assert.ok(gzip);
		assert.deepEqual(readFileSync(resolve(target, `${name}.gz`)), Buffer.from(gzip));
		assert.equal(Buffer.from(gzip.subarray(0, 10)).toString("hex"), "1f8b08000000000002ff");
		assert.deepEqual(gunzipSync(gzip), Buffer.from(bytes));
	}
});

test("the script asks for nothing more, pages have no comment and need nothing inline", async () => {
	await pack();
	assert.doesNotMatch(readFileSync(resolve(target, "app.js"), "utf8"), /\bimport\b/);
	for (const name of ["index.html", "device.html"]) {
		const page = readFileSync(resolve(target, name), "utf8");
		assert.doesNotMatch(page, /<!--|^\s|\sstyle=|\son\w+=|<style|<script>|https?:/m);
	}
});

test("a second run writes nothing and removes what is no page", async () => {
	await pack();
	const times = () => readdirSync(target).map((name) => [name, statSync(resolve(target, name)).mtimeMs]);
	const before = times();
	writeFileSync(resolve(target, "left-behind.js"), "");
	await pack();
	assert.equal(existsSync(resolve(target, "left-behind.js")), false);
	assert.deepEqual(times(), before);
});
