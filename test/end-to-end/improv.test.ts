/*
	Set-up by cable, by the client that ESP Web Tools has: npm's improv-wifi-serial-sdk, whose Web Serial port is the desktop's.
	And a cable with nonsense on it.
*/

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { Duplex } from "node:stream";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { ImprovSerial } from "improv-wifi-serial-sdk/dist/serial.js";
import { Desktop, freePort } from "./device.js";
import { becomes, join } from "./guest.js";
import { until } from "./raw.js";

/** Of the SDK's ImprovSerialCurrentState. */
const [ready, provisioning, provisioned] = [2, 3, 4];

const quiet = { log() {}, error() {}, debug() {} };

describe("Improv by its own SDK", () => {
	let folder: string;
	let serialPort: number;
	let setUpPort: number;
	let Client: typeof ImprovSerial;
	let desktop: Desktop;
	let cable: Socket;

	before(async () => {
		folder = mkdtempSync(joinPath(tmpdir(), "dipsocket-"));
		// It is written for bundlers: its modules import each other without an extension.
		const outfile = joinPath(folder, "sdk.mjs");
		const entry = "node_modules/improv-wifi-serial-sdk/dist/serial.js";
		await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", logLevel: "warning" });
		Client = (await import(pathToFileURL(outfile).href)).ImprovSerial;
	});
	after(() => rmSync(folder, { recursive: true }));

	beforeEach(async () => {
		serialPort = await freePort();
		setUpPort = await freePort();
		const ports = ["--serial-port", String(serialPort), "--setup-port", String(setUpPort)];
		desktop = await Desktop.start(["--new", ...ports]);
		await plug();
	});
	afterEach(async () => {
		cable.destroy();
		await desktop.close();
	});

	async function plug(): Promise<void> {
		cable?.destroy();
		cable = connect(serialPort, "127.0.0.1");
		cable.on("error", () => {});
		await once(cable, "connect");
	}

	/** The cable as a browser's SerialPort. */
	const clientOf = () => new Client(Duplex.toWeb(cable) as never, quiet);
	const url = () => `http://127.0.0.1:${desktop.port}/`;

	test("it says what it is, looks around, joins, and says where it is", { timeout: 60_000 }, async () => {
		const client = clientOf();
		const states: unknown[] = [];
		client.addEventListener("state-changed", (event) => states.push((event as CustomEvent).detail));
		const info = await client.initialize(5000);
		assert.deepEqual([info?.firmware, info?.chipFamily, info?.name], ["Dipsocket", "desktop", "dipsocket"]);
		assert.match(info?.version ?? "", /^\d+\.\d+\.\d+$/);
		assert.deepEqual([client.state, client.nextUrl], [ready, undefined]);
		const networks = await client.scan();
		assert.deepEqual(
			networks.map(({ name, rssi, secured }) => [name, rssi, secured]),
			[
				["Café “Zur Linde” ☕", -67, false],
				["Home", -48, true],
				["No address", -80, false],
				["Workshop", -71, true],
			],
		);
		assert.deepEqual(await client.requestNetworkState(), {
			online: false,
			supportsWifi: true,
			supportsEthernet: false,
			supportsThread: false,
			supportsModem: false,
			urls: [],
		});
		await client.provision("Home", "open sesame", 30_000);
		assert.deepEqual([client.nextUrl, client.state, states], [url(), provisioned, [ready, provisioning, provisioned]]);
		assert.equal((await fetch(url())).status, 200);
		assert.deepEqual((await client.requestNetworkState()).urls, [url()]);
		// Another client finds it provisioned.
		await client.close();
		await plug();
		const other = clientOf();
		await other.initialize(5000);
		assert.deepEqual([other.state, other.nextUrl], [provisioned, url()]);
		await other.close();
	});

	test("a wrong password, no such network, one without DHCP; then the right one", { timeout: 120_000 }, async () => {
		const client = clientOf();
		await client.initialize(5000);
		for (const [ssid, password] of [
			["Home", "open says me"],
			["Home", "short"],
			["Nowhere", ""],
			["No address", ""],
			["", ""],
		]) {
			await assert.rejects(client.provision(ssid, password), /UNABLE_TO_CONNECT/, ssid);
			// The state comes behind the error.
			await until(() => client.state === ready, "ready again");
		}
		await client.provision("Attic", "under the roof");
		assert.equal(client.nextUrl, url());
		await client.close();
	});

	test("with set-up mode beside it: it waits for a phone's attempt, and the phone sees its own", async () => {
		const board = { setUp: `http://127.0.0.1:${setUpPort}/`, port: desktop.port };
		const client = clientOf();
		await client.initialize(5000);
		await join(board, { ssid: "Home", password: "open says me" });
		await becomes(board, "joining");
		await delay(1500);
		await assert.rejects(client.provision("Home", "open sesame"), /UNABLE_TO_CONNECT/);
		await becomes(board, "open");
		await client.provision("Home", "open sesame");
		assert.equal((await becomes(board, "joined")).address, "127.0.0.1");
		await client.close();
	});

	test("its name: asked for, refused, changed, and there after a restart", { timeout: 60_000 }, async () => {
		const client = clientOf();
		await client.initialize(5000);
		assert.deepEqual([await client.getHostname(), await client.getDeviceName()], ["dipsocket", "dipsocket"]);
		for (const name of ["no name", "-", "ü", "x".repeat(33)])
			await assert.rejects(client.setHostname(name), /BAD_HOSTNAME/, name);
		assert.equal(await client.setDeviceName("pump"), "pump");
		await client.provision("Home", "open sesame");
		await once(cable, "close");
		for (;;) {
			const text = await fetch(`${url()}metrics`).then(
				(response) => response.text(),
				() => "",
			);
			if (/pump/.test(text)) break;
			await delay(100);
		}
	});

	test("a web page's request, with a packet in it, is not obeyed but closed; the same bytes by cable are", async () => {
		const packet = Buffer.from("IMPROV\x01\x03\x02\x02\x00\0", "latin1");
		packet[packet.length - 1] = packet.reduce((sum, byte) => sum + byte, 0);
		const heads = ["POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "GET /"];
		for (const head of heads)
			for (const pieces of [[head + packet.toString("latin1")], [...head, packet.toString("latin1")]]) {
				await plug();
				cable.setNoDelay();
				const came: Buffer[] = [];
				cable.on("data", (bytes) => came.push(bytes));
				const closed = once(cable, "close");
				for (const piece of pieces) {
					cable.write(piece, "latin1");
					await delay(5);
				}
				await closed;
				assert.deepEqual(came, []);
			}
		for (const start of ["", "POSTPONE ", "G"]) {
			await plug();
			cable.write(start + packet.toString("latin1"), "latin1");
			const [answer] = await once(cable, "data");
			assert.match(String(answer), /^IMPROV/);
		}
	});

	test("nonsense on the cable is borne, and the next client is served", { timeout: 60_000 }, async () => {
		for (let i = 0; i < 50; i++) {
			cable.write(randomBytes(2000));
			cable.write(Buffer.concat([Buffer.from("IMPROV\x01\x03"), randomBytes(40)]));
		}
		cable.resume();
		await delay(1500);
		await plug();
		const client = clientOf();
		await client.initialize(10_000);
		assert.equal(client.state, ready);
		await client.close();
	});
});
