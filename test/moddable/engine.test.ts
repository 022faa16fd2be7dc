/*
	The host-free tests, run by the SDK's own engine in the Moddable simulator (main.xs.ts), with the firmware's modules
	preloaded as on a board: what they hold is then frozen in read-only memory, which XS treats unlike an object that is only
	frozen.
*/

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { modulesIn, pureFolders } from "../../tools/sources.js";
import { Simulator } from "./mcsim.js";
import { buildApp, outputFolder, skip } from "./sdk.js";

/** The tests' manifest with every pure folder of src/, preloaded, and its tests; its path. */
function preloadingManifest(): string {
	const preload = modulesIn(pureFolders).map((name) => `src/${name}`);
	const folders = pureFolders.flatMap((folder) => [`src/${folder}`, `test/${folder}`]);
	const modules = Object.fromEntries(folders.map((folder) => [`${folder}/*`, resolve(`${folder}/*`)]));
	const path = join(outputFolder("preloading"), "manifest.json");
	writeFileSync(path, JSON.stringify({ include: [resolve("test/moddable/manifest.json")], modules, preload }));
	return path;
}

test("the host-free tests pass in the Moddable simulator", { skip }, async () => {
	const app = await buildApp(preloadingManifest(), "dipsocket-test");
	const simulator = await Simulator.start(app, /\d+ passed, \d+ failed/, 120_000);
	await simulator.close();
	const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(simulator.trace) ?? [];
	assert.equal(failed, "0", simulator.trace);
	assert.notEqual(passed, "0");
});
