/*
	A board that leaves a real broker, or some of its topics there: what was retained is gone, whoever asks for it later.
*/

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "./client.js";
import { Desktop } from "./device.js";
import { Mosquitto, noMosquitto } from "./mosquitto.js";
import { addressOf, id, own } from "./mqtt.suite.js";
import { everybodyLeaves, until } from "./raw.js";

const config = `homeassistant/device/${id}/config`;
const everything = [`${own}/state`, `${own}/status`, config];

describe("leaving Mosquitto", { skip: noMosquitto && !process.env.CI ? noMosquitto : false }, () => {
	let folder: string;
	let file: string;
	let broker: Mosquitto;
	let mqtt: string;

	// It does not forget what is retained when it is killed.
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const keeping = ["persistence true", `persistence_location ${folder}/`, "autosave_on_changes true"];
		broker = await Mosquitto.start(undefined, [...keeping, "autosave_interval 1"]);
		mqtt = `mqtt=${addressOf(broker, "mqtt")}`;
	});
	after(async () => {
		await everybodyLeaves();
		rmSync(folder, { recursive: true });
	});
	beforeEach(() => {
		file = join(mkdtempSync(join(folder, "board-")), "preferences.json");
	});
	afterEach(async () => {
		for (const topic of await retained()) await clear(topic);
	});

	/** The topics that a subscriber finds something in who comes now. */
	async function retained(): Promise<string[]> {
		const watcher = await broker.watch();
		// What is retained comes before what is published later.
		await watcher.publish("fence", "");
		await until(() => watcher.seen.some(({ topic }) => topic === "fence"), "the fence");
		watcher.client.end(true);
		return watcher.seen
			.filter((seen) => seen.retained)
			.map(({ topic }) => topic)
			.sort();
	}

	async function clear(topic: string): Promise<void> {
		const watcher = await broker.watch();
		await watcher.publish(topic, "", true);
		watcher.client.end(true);
	}

	async function holds(topics: readonly string[]): Promise<void> {
		const wanted = [...topics].sort();
		for (let i = 0; i < 100; i++) {
			if (JSON.stringify(await retained()) === JSON.stringify(wanted)) return;
			await delay(100);
		}
		assert.deepEqual(await retained(), wanted);
	}

	async function withBoard(words: readonly string[], use: (desktop: Desktop) => Promise<void>): Promise<void> {
		const desktop = await Desktop.start(["--preferences", file, ...words]);
		try {
			await use(desktop);
		} finally {
			await desktop.close();
		}
	}

	const kept = () => JSON.parse(readFileSync(file, "utf8")).dipsocket as Record<string, string>;

	test("turned off on the device's page", async () => {
		await withBoard([mqtt], async (desktop) => {
			await holds(everything);
			const form = { method: "POST", body: new URLSearchParams({ mqtt: "" }) };
			const answer = await fetch(`http://127.0.0.1:${desktop.port}/settings`, form);
			assert.deepEqual(await answer.json(), { restarts: true });
			await holds([]);
			await until(() => !("broker" in kept()) && !("formerBroker" in kept()), "the board to forget the broker");
			const client = await Client.open(desktop.port, "/device");
			await until(() => client.last("device").uptime !== undefined, "the diagnostics");
			assert.equal("mqtt" in client.last("device"), false);
		});
	});

	test("turned off in the configuration, while the broker is away", async () => {
		await withBoard([mqtt], () => holds(everything));
		// Until it has saved what it keeps.
		await delay(2000);
		await broker.kill();
		await withBoard([], async (desktop) => {
			const client = await Client.open(desktop.port, "/device");
			await until(() => /^leaving localhost: /.test(client.last("device").mqtt), "the word");
			await broker.start();
			assert.deepEqual(await retained(), [...everything].sort(), "the broker has kept it");
			await holds([]);
		});
		await withBoard([], () => holds([]));
	});

	test("another prefix, and no discovery", async () => {
		await withBoard([mqtt], () => holds(everything));
		const moved = [`plant/${id}/state`, `plant/${id}/status`];
		await withBoard([mqtt, "mqttPrefix=plant"], () => holds([...moved, config]));
		await withBoard([mqtt, "mqttPrefix=plant", "discoveryPrefix="], () => holds(moved));
	});

	test("the same broker by another name, whose topics are the same: told again", async () => {
		await withBoard([mqtt], () => holds(everything));
		await withBoard([`mqtt=${addressOf(broker, "ws")}`], async (desktop) => {
			const client = await Client.open(desktop.port, "/device");
			await until(() => client.last("device").mqtt === "connected", "the connection");
			await holds(everything);
			assert.ok(!("formerBroker" in kept()));
		});
	});
});
