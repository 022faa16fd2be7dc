/*
	The firmware in the Moddable simulator, end to end: the panel's own tests, then what every device has to pass.
*/

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pack } from "../../tools/pack.js";
import { skip as browserSkip, useBrowser } from "../end-to-end/chromium.js";
import { Client } from "../end-to-end/client.js";
import { type Device, freePort, suiteConfig } from "../end-to-end/device.js";
import { hostileSuite } from "../end-to-end/hostile.suite.js";
import { httpSuite } from "../end-to-end/http.suite.js";
import { pagesSuite } from "../end-to-end/pages.suite.js";
import { until } from "../end-to-end/raw.js";
import { webSocketSuite } from "../end-to-end/websocket.suite.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

/** Slots of XS on a 64-bit host, and what the SDK gives its targets with an ESP32-C3 for a stack. */
const bytesOfSlot = 32;
const stackOfC3 = 384;

describe("the Moddable simulator", { skip }, () => {
	let simulator: Simulator;
	let device: Device;
	let app: string;
	/** Where its preferences are. */
	let folder: string;

	async function start(): Promise<void> {
		simulator = await Simulator.start(app, /dipsocket: http/, 20_000);
	}

	before(async () => {
		const port = await freePort();
		await pack();
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const config = [...suiteConfig, `port=${port}`, `file.root=${folder}/`];
		app = await buildApp("manifest.json", "dipsocket", config);
		await start();
		device = { port, flip: (position) => simulator.press(String(position)), close: () => simulator.close() };
	});
	after(async () => {
		await simulator?.close();
		if (folder) rmSync(folder, { recursive: true });
	});

	test("tells every client of a switch that was keyed or clicked", async () => {
		const clients = [await Client.open(device.port, "/ws"), await Client.open(device.port, "/ws")];
		const see = (on: string) => Promise.all(clients.map((client) => client.sees(on)));
		await see("");
		await simulator.press("3");
		await see("3");
		await simulator.click(7);
		await see("3 8");
		await simulator.press("1");
		await see("1 3 8");
		await simulator.screenshot("mcsim");
		await simulator.click(2);
		await see("1 8");
		await simulator.press("8");
		await simulator.press("1");
		await see("");
		for (const client of clients) await client.close();
	});

	describe("HTTP", () => httpSuite(() => device));
	describe("WebSocket", () => webSocketSuite(() => device));
	describe("the pages in a browser", { skip: browserSkip }, () => pagesSuite(() => device, useBrowser()));
	describe("a hostile network", () => hostileSuite(() => device));

	test("none of it made a callback of the firmware throw", () => {
		assert.deepEqual(simulator.trace.match(/\b(exchange|client|lingering close|timer|accept|names): .*/g), null);
	});

	test("none of it needs more stack than an ESP32-C3 has", (context) => {
		const names = /instruments key: (.*)/.exec(simulator.trace)?.[1].split(",") ?? [];
		const place = names.indexOf("Stack used");
		const samples = [...simulator.trace.matchAll(/instruments: (.*)/g)].map(([, values]) =>
			Number(values.split(",")[place]),
		);
		const slots = Math.max(...samples) / bytesOfSlot;
		context.diagnostic(`${slots} slots at most, in ${samples.length} samples`);
		assert.ok(slots > 0 && slots <= stackOfC3, `${slots} slots`);
	});

	test("tells of XS's own memory, and nothing that a simulator has not", async () => {
		const client = await Client.open(device.port, "/device");
		const { device: told } = await client.told("device", 1);
		assert.equal(told.board, "simulator");
		for (const { used, size } of [told.slots, told.chunks]) assert.ok(used > 500 && used <= size, `${used} of ${size}`);
		for (const key of ["signal", "reset", "resets", "heap"]) assert.ok(!(key in told), key);
		await client.close();
	});

	test("names outlast a restart", async () => {
		const client = await Client.open(device.port, "/ws");
		client.socket.send('{"names":{"dip1":"Pump","dip8":"水泵 😀"}}');
		await client.told("names", 2);
		const file = join(folder, "dipsocket-preferences.json");
		await until(() => existsSync(file) && readFileSync(file, "utf8").includes("水泵 😀"), "the preferences");
		await client.close();
		await simulator.close();
		await start();
		const { names } = await (await Client.open(device.port, "/ws")).told("names", 1);
		assert.deepEqual([names.dip1, names.dip2, names.dip8], ["Pump", "", "水泵 😀"]);
	});
});
