// Which state of the sources a build is made from, as git says it: "6d0e38a", or "6d0e38a-dirty" with changes that are not
// committed. "" where there is no git, or this package is no repository of its own.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./root.js";

export function describeBuild(folder = root): string {
	if (!existsSync(resolve(folder, ".git"))) return "";
	const { status, stdout } = spawnSync("git", ["describe", "--always", "--dirty"], { cwd: folder, encoding: "utf8" });
	return status === 0 ? stdout.trim() : "";
}
