/*
	The firmware in the Moddable simulator at a real broker, Mosquitto: what the desktop has to pass there, on the SDK's engine
	and sockets.
*/

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pack } from "../../tools/pack.js";
import { type Device, freePort } from "../end-to-end/device.js";
import { noMosquitto } from "../end-to-end/mosquitto.js";
import { mqttSuite } from "../end-to-end/mqtt.suite.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

describe("MQTT in the Moddable simulator", { skip: skip || noMosquitto }, () => {
	let folder: string;
	const traces: (() => string)[] = [];

	before(async () => {
		await pack();
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	});
	after(() => rmSync(folder, { recursive: true }));

	async function start(words: readonly string[]): Promise<Device> {
		const port = await freePort();
		const config = [...words, `port=${port}`, `file.root=${folder}/`];
		const app = await buildApp("manifest.json", "dipsocket", config, "dipsocket-mqtt");
		const simulator = await Simulator.start(app, /dipsocket: http/, 20_000);
		traces.push(() => simulator.trace);
		return { port, flip: (position) => simulator.press(String(position)), close: () => simulator.close() };
	}

	// As the simulator's Wi-Fi has its MAC address.
	const host = { start, id: "020000000000" };
	describe("over TCP", () => mqttSuite("mqtt", undefined, host));
	describe("over WebSocket", () => mqttSuite("ws", undefined, host));
	describe("with a password", () => mqttSuite("mqtt", ["board", "pass word"], host));

	test("none of it made a callback of the firmware throw", () => {
		assert.equal(traces.length, 6);
		for (const trace of traces)
			assert.deepEqual(trace().match(/\b(exchange|client|timer|accept|names|mqtt: \w*Error): .*/g), null);
	});
});
