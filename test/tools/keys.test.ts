/*
	`npm run keys`: one key, which only its owner can read, and which is never made anew.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { makeFile, publicKeyOf, readFile, readKey } from "../../tools/update/imagefile.js";
import { makeImage } from "../update/images.js";

test("a key is made once, for its owner alone, and signs what a build leaves", (context) => {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => rmSync(folder, { recursive: true }));
	const run = () => {
		const words = [resolve("tools/run.mjs"), resolve("tools/update/keys.ts")];
		const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
		assert.equal(status, 0, stderr);
		return stdout;
	};
	const path = join(folder, "keys/update.pem");
	assert.match(run(), /^A new key: /);
	if (process.platform !== "win32") assert.equal(statSync(path).mode & 0o777, 0o600);
	const first = readFileSync(path, "utf8");
	const again = run();
	assert.match(again, /^There is a key already: /);
	assert.equal(readFileSync(path, "utf8"), first);

	const key = readKey(path);
	assert.ok(key);
	assert.equal(key.asymmetricKeyDetails?.namedCurve, "prime256v1");
	assert.match(again, new RegExp(`^updateKey=${publicKeyOf(createPrivateKey(first))}$`, "m"));
	assert.match(publicKeyOf(key), /^[0-9a-f]{128}$/);
	const described = { project: "dipsocket", board: "ESP32", version: "1.0", build: "x".repeat(70) };
	const file = makeFile(makeImage(600, 1), described, key);
	assert.equal(readFile(file).signature?.length, 64);
	assert.equal(readFile(file).build, "x".repeat(32));
	assert.throws(() => makeFile(makeImage(600, 1), { ...described, version: "ö" }), /the version of an image/);
	assert.throws(() => makeFile(makeImage(600, 1), { ...described, board: "b".repeat(33) }), /at most 32 characters/);
	assert.equal(readKey(join(folder, "none.pem")), undefined);
});

test("keys are not for git", () => {
	assert.match(readFileSync(".gitignore", "utf8"), /^\/keys\/$/m);
});
