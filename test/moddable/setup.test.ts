/*
	Set-up mode in the Moddable simulator: from the box to the browser on a real XS, with the simulated radio that the desktop has, too.
*/

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pack } from "../../tools/pack.js";
import { skip as browserSkip, useBrowser } from "../end-to-end/chromium.js";
import { freePort } from "../end-to-end/device.js";
import { ask, type NewBoard, state } from "../end-to-end/guest.js";
import { phoneRules, phoneSuite, probesSuite } from "../end-to-end/setup.suite.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

const port = await freePort();
const setUpPort = await freePort();

describe("set-up mode in the Moddable simulator", { skip }, () => {
	let simulator: Simulator;
	let folder: string;
	const board: NewBoard = { setUp: `http://127.0.0.1:${setUpPort}/`, port };

	before(async () => {
		await pack();
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const config = [`port=${port}`, `setupPort=${setUpPort}`, "new=true", `file.root=${folder}/`];
		const app = await buildApp("manifest.json", "dipsocket", config, "dipsocket-new");
		simulator = await Simulator.start(app, /set-up: join the network "dipsocket-0000"/, 30_000);
	});
	after(async () => {
		await simulator?.close();
		if (folder) rmSync(folder, { recursive: true });
	});

	probesSuite(() => board);

	test("nobody is heard before the network is joined", async () => {
		await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
		assert.equal((await state(board))?.phase, "open");
	});

	describe("a phone with a browser", { skip: browserSkip }, () => {
		phoneSuite(() => board, useBrowser(phoneRules(setUpPort, port)), "setup-mcsim");

		test("what was joined is stored; from the network's side there is no set-up", async () => {
			const stored = readFileSync(join(folder, "dipsocket-preferences.json"), "utf8");
			assert.match(stored, /\\"ssid\\":\\"Home\\",\\"password\\":\\"open sesame\\"/);
			for (const path of ["/setup", "/setup.html", "/joining"])
				assert.equal((await ask(`http://127.0.0.1:${port}`, path, "127.0.0.1")).status, 404);
		});
	});

	test("none of it made a callback of the firmware throw", () => {
		const faults = /\b(exchange|client|lingering close|timer|accept|network|settings|set-up: \w*Error): .*/g;
		assert.deepEqual(simulator.trace.match(faults), null);
	});
});
