// The firmware for the programs that boot it on XS: its main module, which modules a device preloads, and its configuration.

import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.js";
import { readManifestConfig } from "../simulator/config.js";
import { compiled } from "./compile.js";

const manifest = join(root, "manifest.json");

/** Arguments for a program that boots the firmware of an ESP32, with changes to its configuration. */
export function firmware(changes: Readonly<Record<string, unknown>> = {}): readonly [string, string] {
	const { preload }: { preload: string[] } = JSON.parse(readFileSync(manifest, "utf8"));
	const modules = preload.filter((name) => name.includes("/")).map((name) => compiled(`src/${name}.js`));
	// The shell calls a module by the real path of its file.
	const main = realpathSync(compiled("src/main.js"));
	return [JSON.stringify([main, ...modules]), JSON.stringify({ ...readManifestConfig(manifest), ...changes })];
}
