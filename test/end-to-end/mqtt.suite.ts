/*
	This board, wherever it runs, at a real broker, over TCP or over WebSocket.
*/

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Client } from "./client.js";
import { Desktop, type Device } from "./device.js";
import { Mosquitto, type User, type Watcher } from "./mosquitto.js";
import { everybodyLeaves, until } from "./raw.js";

/** As the desktop's stand-in for the Wi-Fi has its MAC address. */
export const id = "020000000001";
export const own = `dipsocket/${id}`;

export const addressOf = (broker: Mosquitto, scheme: "mqtt" | "ws"): string =>
	scheme === "ws" ? `ws://localhost:${broker.webSocketPort}/` : `mqtt://localhost:${broker.port}`;

/** How a device is started with these words of its configuration, and what it is called at the broker. */
export interface Host {
	start(words: readonly string[]): Promise<Device>;
	readonly id: string;
}

const desktopHost: Host = { start: (words) => Desktop.start(words), id };

export function mqttSuite(scheme: "mqtt" | "ws", user?: User, { start, id }: Host = desktopHost): void {
	const own = `dipsocket/${id}`;
	let broker: Mosquitto;
	let device: Device;
	let watcher: Watcher;

	const isOn = (place: number) => watcher.last("/state").dipSwitches?.[`dip${place}`] === "On";
	const isLit = (place: number) => watcher.last("/state").leds?.[`led${place}`] === "On";

	const words = () => {
		const credentials = user ? [`mqttUser=${user[0]}`, `mqttPassword=${user[1]}`] : [];
		return [`mqtt=${addressOf(broker, scheme)}`, ...credentials];
	};

	before(async () => {
		broker = await Mosquitto.start(user);
		device = await start(words());
		watcher = await broker.watch(user);
		await watcher.sees("/status", (message) => message === "online");
	});
	after(async () => {
		await device?.close();
		await everybodyLeaves();
	});
	afterEach(() => watcher.seen.splice(0, watcher.seen.length - 20));

	test("a flip is told, once, and retained", async () => {
		await device.flip(2);
		await until(() => isOn(2), "the flip");
		const before = watcher.of("/state").length;
		await device.flip(2);
		await until(() => !isOn(2), "the flip back");
		assert.equal(watcher.of("/state").length, before + 1);
		const late = await broker.watch(user);
		await late.sees("/state", (message) => message !== "");
		assert.equal(late.last("/state").changes[1], 2);
		assert.ok(late.seen.every(({ retained }) => retained));
		assert.deepEqual(
			late.seen.map(({ topic }) => topic).sort(),
			[`${own}/state`, `${own}/status`, `homeassistant/device/${id}/config`],
			"three retained messages a board",
		);
	});

	test("a command switches an LED, whoever else watches", async () => {
		const client = await Client.open(device.port, "/ws");
		await watcher.publish(`${own}/set`, '{"leds":{"led3":"On"}}');
		await until(() => isLit(3), "the LED");
		await until(() => client.last("leds") !== undefined, "the page");
		await until(() => client.messages.some((message) => message.includes('"led3":"On"')), "the page's LED");
	});

	test("a wrong command changes nothing, nor does an empty one", async () => {
		for (const wrong of ["", "{", '{"leds":{"led9":"On"}}', "\0", "x".repeat(1000)])
			await watcher.publish(`${own}/set`, wrong);
		await watcher.publish(`${own}/set`, '{"leds":{"led4":"On"}}');
		await until(() => isLit(4), "the next command");
		assert.equal(Object.values(watcher.last("/state").leds).filter((word) => word === "On").length, 2);
	});

	test("a command of 64 KB from a stranger is not taken, and the connection goes on", async () => {
		await watcher.publish(`${own}/set`, Buffer.alloc(65_536, '{"leds":{"led5":"On"}}'));
		await watcher.publish(`${own}/set`, '{"leds":{"led6":"On"}}');
		await until(() => isLit(6), "the next command");
		assert.ok(!isLit(5));
		assert.ok(!watcher.of("/status").includes("offline"));
	});

	test("an empty command asks for the state", async () => {
		const before = watcher.of("/state").length;
		await watcher.publish(`${own}/set`, "{}");
		await until(() => watcher.of("/state").length > before, "the state");
	});

	test("a renaming is told to Home Assistant", async () => {
		const nameOf = () => watcher.last("/config").cmps?.dip1.name;
		await watcher.publish(`${own}/set`, '{"names":{"dip1":"Pumpe Süd"}}');
		await until(() => nameOf() === "Pumpe Süd", "the name");
		await watcher.publish(`${own}/set`, '{"names":{"dip1":""}}');
		await until(() => nameOf() === "Switch 1", "the name that is none");
	});

	test("the broker is killed and comes back: everything is told again, and the last state is not lost", async () => {
		watcher.client.end(true);
		await broker.kill();
		await device.flip(7);
		await broker.start();
		watcher = await broker.watch(user);
		await until(() => isOn(7), "the state as of now");
		await watcher.sees("/status", (message) => message === "online");
		await until(() => watcher.last("/config").cmps !== undefined, "the discovery");
	});

	test("a retained command is not acted on, when it is sent and when the board comes back", async () => {
		await watcher.publish(`${own}/set`, '{"leds":{"led8":"On"}}', true);
		// To a subscriber that is there already, it is not a retained one.
		await until(() => isLit(8), "the LED");
		await watcher.publish(`${own}/set`, '{"leds":{"led8":"Off"}}');
		await until(() => !isLit(8), "the LED, off");
		await device.close();
		await watcher.sees("/status", (message) => message === "offline");
		device = await start(words());
		await watcher.sees("/status", (message) => message === "online");
		await watcher.publish(`${own}/set`, '{"leds":{"led1":"On"}}');
		await until(() => isLit(1), "a command that is not retained");
		assert.ok(!isLit(8));
	});

	test("the page of the device says how the connection is", async () => {
		const client = await Client.open(device.port, "/device");
		await until(() => client.last("device").mqtt === "connected", "the word");
	});
}
