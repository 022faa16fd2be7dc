// The package's root folder, found from wherever this code was compiled to.
//
// Strategy: walk up from this file to the nearest package.json. The sources, esbuild's bundles (build/run/) and tsc's
// output (build/compiled/) lie at different depths of the same package; the working directory may be anywhere.

import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

function packageAbove(folder: string): string {
	if (existsSync(resolve(folder, "package.json"))) return folder;
	const parent = dirname(folder);
	if (parent === folder) throw new Error("no package.json above this program");
	return packageAbove(parent);
}

export const root = packageAbove(dirname(fileURLToPath(import.meta.url)));
