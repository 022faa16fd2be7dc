/*
	The firmware in the Moddable simulator, end to end: the panel's own tests, then what every device has to pass.
*/

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { pack } from "../../tools/pack.js";
import { Client } from "../end-to-end/client.js";
import { type Device, suiteConfig } from "../end-to-end/device.js";
import { hostileSuite } from "../end-to-end/hostile.suite.js";
import { httpSuite } from "../end-to-end/http.suite.js";
import { webSocketSuite } from "../end-to-end/websocket.suite.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, "listening");
	const address = server.address();
	server.close();
	return typeof address === "object" && address ? address.port : 0;
}

describe("the Moddable simulator", { skip }, () => {
	let simulator: Simulator;
	let device: Device;

	before(async () => {
		const port = await freePort();
		await pack();
		const app = await buildApp("manifest.json", "dipsocket", [...suiteConfig, `port=${port}`]);
		simulator = await Simulator.start(app, /dipsocket: http/, 20_000);
		device = { port, flip: (position) => simulator.press(String(position)), close: () => simulator.close() };
	});
	after(() => simulator?.close());

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
	describe("a hostile network", () => hostileSuite(() => device));

	test("none of it made a callback of the firmware throw", () => {
		assert.deepEqual(simulator.trace.match(/\b(session|timer|accept): .*/g), null);
	});
});
