/*
	An update in the Moddable simulator, on the SDK's engine and with its digests: an image is sent as `npm run update` sends it,
	up to the restart, which mcsim cannot do.
*/

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { headLength } from "../../src/update/image.js";
import { pack } from "../../tools/pack.js";
import { makeImage } from "../../tools/simulator/flashfile.js";
import { makeFile } from "../../tools/update/imagefile.js";
import { open, sendImage } from "../../tools/update/sender.js";
import { Client } from "../end-to-end/client.js";
import { freePort } from "../end-to-end/device.js";
import { everybodyLeaves, until } from "../end-to-end/raw.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

const token = "abcdefgh";
const restarting = /the new version would be on trial now/g;

function fileOf(version: string, size = 100_000, board = "simulator"): Buffer {
	const image = makeImage({ version, behaviour: "works" }, size);
	return makeFile(image, { project: "dipsocket", board, version, build: "" });
}

describe("updates in the Moddable simulator", { skip }, () => {
	let simulator: Simulator;
	let folder: string;
	let url: URL;

	before(async () => {
		const port = await freePort();
		await pack();
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const config = [`port=${port}`, `token=${token}`, `file.root=${folder}/`];
		const app = await buildApp("manifest.json", "dipsocket", config, "dipsocket-update");
		simulator = await Simulator.start(app, /dipsocket: http/, 20_000);
		url = new URL(`http://127.0.0.1:${port}`);
	});
	after(async () => {
		await everybodyLeaves();
		await simulator?.close();
		if (folder) rmSync(folder, { recursive: true });
	});

	/** Sends a file; how much of it the board says it has, time and again. */
	async function send(file: Uint8Array, known = token): Promise<number[]> {
		const received: number[] = [];
		await sendImage({
			url,
			token: known,
			file,
			attempts: 1,
			note() {},
			progress: (done) => received.push(done),
		});
		return received;
	}

	const restarts = () => simulator.trace.match(restarting)?.length ?? 0;

	test("the page of the device says what fits", async () => {
		const client = await Client.open(Number(url.port), "/device");
		const { device } = await client.told("device", 1);
		assert.deepEqual([device.update.space, device.update.signed], [262_144, false]);
		await client.close();
	});

	test("what is refused, and in which words", async () => {
		const altered = fileOf("0.2.1");
		altered[50_000] = (altered[50_000] as number) ^ 1;
		const refusals: readonly (readonly [Uint8Array, RegExp])[] = [
			[fileOf("0.2.2", 100_000, "ESP32"), /This image is for the board ESP32, and this is simulator\./],
			[fileOf("0.2.3", 300_000), /The image has 300000 bytes, and there is room for 262144\./],
			[altered, /altered|not what was announced/],
		];
		for (const [file, said] of refusals) await assert.rejects(send(file), said);
		await assert.rejects(send(fileOf("0.2.4"), "12345678"), /not the board's token|token is needed/);
		assert.equal(restarts(), 0);
	});

	test("an image is taken, over a link that is lost in the middle, while switches are told; then the board restarts", async () => {
		const file = fileOf("0.2.5");
		const client = await Client.open(Number(url.port), "/ws");
		const socket = open(url, "/update", token, 5000);
		await once(socket, "open");
		let told = "";
		socket.on("message", (data) => {
			told = String(data);
		});
		socket.send(file.subarray(0, headLength));
		await until(() => told.includes('"chunk"'), "the board's answer");
		const { chunk } = JSON.parse(told).update;
		for (let i = 0; i < 6; i++) socket.send(file.subarray(headLength + i * chunk, headLength + (i + 1) * chunk));
		await until(() => JSON.parse(told).update.received > 4000, "a sector");
		socket.terminate();
		const sending = send(file);
		await simulator.press("3");
		const received = await sending;
		await client.sees("3");
		assert.ok((received[0] as number) > 4000, `from ${received[0]} on`);
		assert.ok(received.length >= 20, "acknowledged sector by sector");
		assert.equal(received.at(-1), 100_000);
		await until(() => restarts() === 1, "the restart");
		await assert.rejects(send(fileOf("0.2.6")), /about to restart with a new version/);
		await client.close();
	});

	test("none of it made a callback of the firmware throw", () => {
		assert.deepEqual(
			simulator.trace.match(/\b(exchange|client|lingering close|timer|accept|update): .*Error.*/g),
			null,
		);
	});
});
