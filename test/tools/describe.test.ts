/*
	What git says of a build: of this package's own repository, or nothing.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { describeBuild } from "../../tools/describe.js";

const skip = spawnSync("git", ["--version"]).status === 0 ? false : "needs git";

test("a commit, a commit with changes, and nothing where there is no repository", { skip }, (context) => {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => rmSync(folder, { recursive: true }));
	const git = (...words: string[]) =>
		spawnSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...words], { cwd: folder });
	assert.equal(describeBuild(folder), "");
	git("init", "--quiet");
	assert.equal(describeBuild(folder), "", "no commit yet");
	writeFileSync(join(folder, "file"), "one");
	git("add", "file");
	git("commit", "--quiet", "--message", "one");
	const commit = describeBuild(folder);
	assert.match(commit, /^[0-9a-f]{7,}$/);
	writeFileSync(join(folder, "file"), "two");
	assert.equal(describeBuild(folder), `${commit}-dirty`);
	mkdirSync(join(folder, "inside"));
	assert.equal(describeBuild(join(folder, "inside")), "", "somebody else's repository");
});
