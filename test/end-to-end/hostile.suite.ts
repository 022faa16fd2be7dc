/*
	What a hostile network does, over real sockets: none of it may take the server down, or a place for good.
*/

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "./client.js";
import type { Device } from "./device.js";
import { originOf } from "./port.js";
import { everybodyLeaves, Raw, until, upgradeOf } from "./raw.js";

const maxClients = 4;
const zeroKey = [0, 0, 0, 0];

export function hostileSuite(device: () => Device): void {
	afterEach(everybodyLeaves);

	/** All places are free: each can be taken. */
	async function allPlacesAreFree(): Promise<void> {
		const clients: Client[] = [];
		for (let i = 0; i < maxClients; i++) clients.push(await Client.open(device().port, "/ws"));
		for (const client of clients) await client.told("dipSwitches", 1);
		for (const client of clients) await client.close();
	}

	test("slow loris: a head that never ends gets 408 within its time, while others are served", async () => {
		const raws = await Promise.all(Array.from({ length: 8 }, () => Raw.connect(device().port)));
		const trickle = setInterval(() => {
			for (const raw of raws) if (!raw.ended) raw.send("X");
		}, 100);
		for (const raw of raws) raw.send("GET / HTTP/1.1\r\nX: ");
		assert.equal((await fetch(`${originOf(device().port)}/nothing`)).status, 404);
		for (const raw of raws) await raw.closes();
		clearInterval(trickle);
		for (const raw of raws) assert.equal(raw.status, 408);
	});

	test("a peer that has gone without a word is freed within the ping deadline", async () => {
		// A socket that is paused: the kernel acknowledges, nobody answers.
		for (let i = 0; i < maxClients; i++) await Raw.upgraded(device().port, "/ws");
		await assert.rejects(Client.open(device().port, "/ws"), /503/);
		await delay(2500);
		await allPlacesAreFree();
	});

	test("a client that does not read holds nobody up, and is told the newest state when it does", async () => {
		const stuck = await Raw.upgraded(device().port, "/ws");
		stuck.socket.pause();
		const alive = setInterval(() => stuck.send(Uint8Array.of(0x8a, 0x80, ...zeroKey)), 300);
		const quick = await Client.open(device().port, "/ws");
		for (let i = 0; i < 10; i++) {
			const before = quick.of("dipSwitches").length;
			await device().flip(1 + (i % 8));
			await quick.told("dipSwitches", before + 1);
		}
		stuck.socket.resume();
		// Ages are as of when a client could be told.
		await stuck.says(quick.of("dipSwitches").at(-1)?.split(',"ages":')[0] ?? "");
		clearInterval(alive);
		await quick.close();
		for (let i = 0; i < 10; i++) await device().flip(1 + (i % 8));
	});

	test("echo to a client that does not read stops reading from it", async () => {
		const greedy = await Raw.upgraded(device().port, "/echo");
		greedy.socket.pause();
		const frame = Buffer.concat([Buffer.of(0x82, 0xfe, 0x0f, 0xa0, ...zeroKey), Buffer.alloc(4000)]);
		let sent = 0;
		const end = Date.now() + 1000;
		while (Date.now() < end) {
			if (greedy.socket.writableLength < 1_000_000) {
				greedy.send(frame);
				sent += frame.length;
			}
			await new Promise(setImmediate);
		}
		// What is in flight is bounded by the buffers of two TCP stacks, not by how much is sent.
		assert.ok(greedy.socket.writableLength > 0, `all of ${sent} bytes were taken`);
		await everybodyLeaves();
		// Its end comes behind what it has sent, which is not read: the ping deadline finds it.
		await delay(2500);
		await allPlacesAreFree();
	});

	test("a flood of pings is answered one by one, in order", async () => {
		const raw = await Raw.upgraded(device().port, "/ws");
		const start = raw.received.length;
		const pings = Buffer.concat(Array.from({ length: 500 }, (_, i) => Buffer.of(0x89, 0x81, ...zeroKey, i & 0xff)));
		raw.send(pings);
		await raw.has(start + 1500);
	});

	test("commands that would exhaust an engine: brackets without end, and ever new keys", async () => {
		const client = await Client.open(device().port, "/ws");
		const refusals = () => client.of("error").length;
		for (const opening of ["[", "{", '{"leds":', '{"leds":{"led1":[', '[{"'])
			client.socket.send(opening.repeat(3900 / opening.length));
		await until(() => refusals() === 5, "5 refusals");
		for (let i = 0; i < 250; i++) {
			const keys = Array.from({ length: 300 }, (_, key) => `"${(300 * i + key).toString(36)}":1`);
			client.socket.send(`{"leds":{${keys}}}`);
		}
		await until(() => refusals() === 255, "255 refusals");
		client.socket.send("{}");
		await client.told("dipSwitches", 2);
		await client.close();
	});

	test("a frame of 2^63 - 1 bytes, and one that never ends", async () => {
		const huge = await Raw.upgraded(device().port, "/echo");
		huge.send(Uint8Array.of(0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, ...zeroKey));
		await huge.closes();
		assert.equal(huge.received.subarray(2, 4).toString("hex"), "03f1");
		const endless = await Raw.upgraded(device().port, "/echo");
		endless.send(Uint8Array.of(0x82, 0xfe, 0x0f, 0xa0, ...zeroKey, 1, 2, 3));
		await endless.closes();
	});

	test("resets in every phase", async () => {
		const phases: readonly (() => Promise<Raw>)[] = [
			() => Raw.connect(device().port),
			async () => {
				const raw = await Raw.connect(device().port);
				raw.send("GET / HT");
				return raw;
			},
			async () => {
				const raw = await Raw.connect(device().port);
				raw.send(upgradeOf("/ws"));
				return raw;
			},
			async () => {
				const raw = await Raw.upgraded(device().port, "/ws");
				raw.send(Uint8Array.of(0x81, 0x85, 0));
				return raw;
			},
			async () => {
				const raw = await Raw.upgraded(device().port, "/ws");
				raw.send(Uint8Array.of(0x88, 0x80, ...zeroKey));
				return raw;
			},
		];
		for (let i = 0; i < 20; i++) {
			const raw = await phases[i % phases.length]();
			if (i & 1) await delay(5);
			raw.resetConnection();
		}
		await delay(300);
		await allPlacesAreFree();
	});

	test("more connections at once than there is room for: some served, the rest closed, service goes on", async () => {
		const raws = await Promise.all(
			Array.from({ length: 100 }, async () => {
				const raw = await Raw.connect(device().port);
				raw.send(upgradeOf("/ws"));
				return raw;
			}),
		);
		await until(() => raws.filter((raw) => raw.status === 101).length >= maxClients, "somebody to be served");
		await delay(1000);
		const served = raws.filter((raw) => raw.status === 101).length;
		const told = raws.filter((raw) => raw.status === 503).length;
		assert.equal(served, maxClients);
		assert.ok(told > 0);
		assert.ok(raws.every((raw) => raw.status === 101 || raw.ended || raw.status === 503));
		await everybodyLeaves();
		await allPlacesAreFree();
	});
}
