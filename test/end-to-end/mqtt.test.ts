/*
	The firmware on the desktop host at MQTT brokers: Mosquitto over TCP and WebSocket, with and without a password; `aedes`;
	and brokers that misbehave.
*/

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, test } from "node:test";
import { Aedes } from "aedes";
import mqttPacket from "mqtt-packet";
import { Client } from "./client.js";
import { Desktop } from "./device.js";
import { Mosquitto, noMosquitto } from "./mosquitto.js";
import { addressOf, id, mqttSuite, own } from "./mqtt.suite.js";
import { everybodyLeaves, onLeave, until } from "./raw.js";

const skip = noMosquitto && !process.env.CI ? noMosquitto : false;

describe("Mosquitto over TCP", { skip }, () => mqttSuite("mqtt"));
describe("Mosquitto over WebSocket", { skip }, () => mqttSuite("ws"));
describe("Mosquitto with a password", { skip }, () => mqttSuite("mqtt", ["board", "pass wörd"]));

async function withDesktop(words: string[], use: (desktop: Desktop) => Promise<void>) {
	const desktop = await Desktop.start(words);
	try {
		await use(desktop);
	} finally {
		await desktop.close();
		await everybodyLeaves();
	}
}

/** What the device's page says of the connection to the broker. */
async function stateOf(desktop: Desktop, expected: string): Promise<void> {
	const client = await Client.open(desktop.port, "/device");
	await until(() => client.last("device").mqtt === expected, `"${expected}", saw "${client.last("device").mqtt}"`);
	await client.close();
}

test("a wrong password is told in words, over TCP and over WebSocket", { skip }, async () => {
	for (const scheme of ["mqtt", "ws"] as const) {
		const broker = await Mosquitto.start(["board", "right"]);
		const words = [`mqtt=${addressOf(broker, scheme)}`, "mqttUser=board", "mqttPassword=wrong"];
		await withDesktop(words, (desktop) => stateOf(desktop, "the broker does not authorize this client"));
	}
});

/** A broker that the test plays: it is told of each connection, and closed with the test. */
async function broken(onConnection: (socket: Socket) => void): Promise<number> {
	const server = createServer(onConnection).listen(0, "127.0.0.1");
	await once(server, "listening");
	onLeave(() => server.close());
	return (server.address() as { port: number }).port;
}

const connack = mqttPacket.generate({ cmd: "connack", returnCode: 0, sessionPresent: false });

test("no broker, and no host", async () => {
	await withDesktop(["mqtt=mqtt://127.0.0.1:1"], (desktop) => stateOf(desktop, "the broker cannot be reached"));
	await withDesktop(["mqtt=mqtt://nowhere.invalid"], (desktop) => stateOf(desktop, "there is no nowhere.invalid"));
});

test("something else than a broker, and something else than a WebSocket", async () => {
	const answering = (text: string) => broken((socket) => void socket.once("data", () => socket.write(text)));
	const notFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
	const states = [
		["mqtt", "§2.2.2: wrong flags"],
		["ws", "no WebSocket to the broker: The server has answered 404 Not Found"],
	] as const;
	for (const [scheme, state] of states) {
		const port = await answering(notFound);
		await withDesktop([`mqtt=${scheme}://127.0.0.1:${port}`], (desktop) => stateOf(desktop, state));
	}
});

test("a broker that answers byte by byte", async () => {
	const port = await broken((socket) => {
		const parser = mqttPacket.parser();
		socket.setNoDelay();
		parser.on("packet", (packet) => {
			const dribble = async (bytes: Buffer) => {
				for (const byte of bytes) {
					socket.write(Uint8Array.of(byte));
					await new Promise((resolve) => setTimeout(resolve, 20));
				}
			};
			if (packet.cmd === "connect") void dribble(connack);
			if (packet.cmd !== "subscribe") return;
			const { messageId = 0 } = packet;
			const suback = mqttPacket.generate({ cmd: "suback", messageId, granted: [1, 1] });
			const payload = '{"leds":{"led2":"On"}}';
			const publish = mqttPacket.generate({
				cmd: "publish",
				topic: `${own}/set`,
				payload,
				qos: 1,
				messageId: 9,
				retain: false,
				dup: false,
			});
			void dribble(suback).then(() => dribble(publish));
		});
		socket.on("data", (bytes) => parser.parse(bytes as Buffer));
		socket.on("error", () => {});
	});
	await withDesktop([`mqtt=mqtt://127.0.0.1:${port}`], async (desktop) => {
		const client = await Client.open(desktop.port, "/ws");
		await until(() => client.messages.some((message) => message.includes('"led2":"On"')), "the command");
		await stateOf(desktop, "connected");
	});
});

test("a broker that stops reading holds up nobody else", async () => {
	const port = await broken((socket) => {
		socket.once("data", () => {
			socket.write(connack);
			socket.pause();
		});
		socket.on("error", () => {});
	});
	await withDesktop([`mqtt=mqtt://127.0.0.1:${port}`], async (desktop) => {
		await stateOf(desktop, "connected");
		const client = await Client.open(desktop.port, "/ws");
		const before = client.of("dipSwitches").length;
		for (let i = 0; i < 100; i++) await desktop.flip(1 + (i % 8));
		await until(() => client.of("dipSwitches").length > before, "the page");
	});
});

test("aedes", async () => {
	const aedes = await Aedes.createBroker();
	const server = createServer(aedes.handle).listen(0, "127.0.0.1");
	await once(server, "listening");
	onLeave(() => {
		aedes.close();
		server.close();
	});
	const seen = new Map<string, string>();
	await new Promise<void>((resolve) =>
		aedes.subscribe(
			"#",
			(packet, done) => {
				seen.set(packet.topic, String(packet.payload));
				done();
			},
			resolve,
		),
	);
	const { port } = server.address() as { port: number };
	await withDesktop([`mqtt=mqtt://localhost:${port}`], async (desktop) => {
		await until(() => seen.get(`${own}/status`) === "online", "the board");
		await desktop.flip(5);
		await until(() => seen.get(`${own}/state`)?.includes('"dip5":"On"') === true, "the flip");
		const command = { cmd: "publish", topic: `${own}/set`, qos: 1, retain: false, dup: false } as const;
		aedes.publish({ ...command, payload: '{"leds":{"led7":"On"}}' }, () => {});
		await until(() => seen.get(`${own}/state`)?.includes('"led7":"On"') === true, "the LED");
		assert.ok(seen.get(`homeassistant/device/${id}/config`)?.startsWith('{"dev"'));
	});
	await until(() => seen.get(`${own}/status`) === "offline", "the will");
});

test("without a broker in the configuration nothing is said of one", async () => {
	await withDesktop([], async (desktop) => {
		const client = await Client.open(desktop.port, "/device");
		await until(() => client.last("device").uptime !== undefined, "the diagnostics");
		assert.equal("mqtt" in client.last("device"), false);
	});
});
