/*
	The host-free tests, run by the SDK's own engine in the Moddable simulator: see main.xs.ts.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

test("the host-free tests pass in the Moddable simulator", { skip }, async () => {
	const app = await buildApp("test/moddable/manifest.json", "dipsocket-test");
	const simulator = await Simulator.start(app, /\d+ passed, \d+ failed/, 120_000);
	await simulator.close();
	const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(simulator.trace) ?? [];
	assert.equal(failed, "0", simulator.trace);
	assert.notEqual(passed, "0");
});
