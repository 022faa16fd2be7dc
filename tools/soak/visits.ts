// Every way in which a client can come to the device and leave it again, as data for the soak: a name, and what happens.
// A visit does not tidy up: whoever is still there afterwards is reset by the caller.

import { diagnosticsInterval } from "../../src/device/diagnostics.js";
import { writeDelay } from "../../src/device/saver.js";
import { lingerTime } from "../../src/server/lingering.js";
import { upgrade } from "../../test/fakes/server.js";
import type { FakeTransport } from "../../test/fakes/transport.js";
import { write } from "../../test/fuzz/frames.js";
import { charactersOf, equal } from "../../test/harness.js";
import type { Churn } from "./churn.js";

export type Visit = readonly [name: string, happens: (churn: Churn) => void];

const key = Uint8Array.of(1, 2, 3, 4);
const empty = new Uint8Array(0);

/** A client's frame. */
export const frame = (opcode: number, payload: Uint8Array, last = true): Uint8Array =>
	write({ opcode, last, payload, key, reserved: 0, extended: undefined, claimed: undefined });

const close = frame(8, Uint8Array.of(0x03, 0xe8));
const pong = frame(10, empty);
const bigger = (churn: Churn) => new Uint8Array(churn.device.settings.maxMessage + 1).fill(0x61);

/** Says `bytes` on a new WebSocket; returns its transport and what came back. */
function say(churn: Churn, path: string, ...bytes: Uint8Array[]): [FakeTransport, Uint8Array] {
	const client = churn.webSocket(path);
	for (const piece of bytes) client.arrive(piece);
	return [client, client.take()];
}

/** Fails unless the server has ended with a Close frame of this code. */
function endsWith([client, answer]: [FakeTransport, Uint8Array], code: number): void {
	const start = answer.indexOf(0x88);
	equal((answer[start + 2] << 8) | answer[start + 3], code);
	client.drain(8192);
}

const page: readonly Visit[] = [
	["a page, and the client closes", (churn) => churn.ask("GET / HTTP/1.1", 200).fail()],
	["a page, and the client stays", (churn) => churn.after(churn.ask("GET / HTTP/1.1", 200), lingerTime)],
	["a page that is there already", (churn) => churn.ask('GET / HTTP/1.1\nIf-None-Match: "plain"', 304).fail()],
	["HEAD", (churn) => churn.ask("HEAD / HTTP/1.1", 200).fail()],
	["nothing there", (churn) => churn.ask("GET /nothing HTTP/1.1", 404).fail()],
	["a bad request", (churn) => churn.ask("GET / HTTP/1.1\nHost : x", 400).fail()],
	["another site's page", (churn) => churn.ask(`${upgrade("/ws")}\nOrigin: http://other.example`, 403).fail()],
	[
		"a page in drops",
		(churn) => {
			const client = churn.connect(10);
			client.arrive(churn.head("GET / HTTP/1.1"));
			while (client.writable === 0 && client.take().length) client.drain(100);
		},
	],
	[
		"a page, reset in the middle",
		(churn) => {
			const client = churn.connect(10);
			client.arrive(churn.head("GET / HTTP/1.1"));
			client.fail();
		},
	],
	["half a head", (churn) => churn.connect().arrive(churn.head("GET / HTTP/1.1").subarray(0, 20))],
	[
		"a head that never ends",
		(churn) => {
			const client = churn.connect();
			client.arrive(charactersOf("GET /"));
			churn.after(client, churn.device.settings.headTimeout + lingerTime);
		},
	],
	["silence", (churn) => churn.after(churn.connect(), churn.device.settings.headTimeout)],
];

const webSocket: readonly Visit[] = [
	["live, closed", (churn) => equal(say(churn, "/ws", close)[0].closed, true)],
	["live, reset", (churn) => churn.webSocket("/ws").fail()],
	[
		"live and slow",
		(churn) => {
			const client = churn.webSocket("/ws");
			client.writable = 3;
			for (let i = 0; i < 4; i++) churn.flip();
			equal(client.take().length, 0);
			client.drain(8192);
			equal(client.take().length > 0, true);
		},
	],
	[
		"live and dead",
		(churn) => {
			const { pingInterval, pingTimeout } = churn.device.settings;
			churn.after(churn.webSocket("/ws"), pingInterval + pingTimeout);
		},
	],
	[
		"live and stuck",
		(churn) => {
			const client = churn.webSocket("/echo");
			client.writable = 1;
			client.arrive(frame(2, bigger(churn).subarray(1)));
			const { pingInterval, pingTimeout } = churn.device.settings;
			churn.after(client, pingInterval + pingTimeout);
		},
	],
	[
		"commands",
		(churn) => {
			const [, answer] = say(
				churn,
				"/ws",
				frame(1, charactersOf('{"leds":{"led1":"On"}}')),
				frame(1, charactersOf("{")),
				frame(1, charactersOf("{}")),
			);
			equal(answer.length > 0, true);
		},
	],
	[
		"a name, kept",
		(churn) => {
			const [client] = say(churn, "/ws", frame(1, charactersOf(`{"names":{"dip1":"Pump ${churn.connections % 7}"}}`)));
			churn.wait(writeDelay);
			equal(client.closed, false);
			churn.device.preferences.writes.length = 0;
		},
	],
	[
		"the device, watched",
		(churn) => {
			const [client, first] = say(churn, "/device");
			equal(first.length, 0);
			churn.wait(2 * diagnosticsInterval);
			equal(client.take().length > 0, true);
		},
	],
	[
		"messages",
		(churn) => {
			const longest = bigger(churn).subarray(1);
			const [client, answer] = say(churn, "/echo", frame(1, longest), frame(2, empty), frame(9, key), pong, close);
			equal([client.closed, answer.length], [true, longest.length + 4 + 2 + 6 + 4]);
		},
	],
	[
		"fragments",
		(churn) => {
			const part = bigger(churn).subarray(0, 50);
			const [, answer] = say(churn, "/echo", frame(1, part, false), frame(9, empty), frame(0, part));
			equal(answer.length, 2 + 2 + 100);
		},
	],
	[
		"a frame in single bytes",
		(churn) => {
			const client = churn.webSocket("/echo");
			const bytes = frame(1, charactersOf("hello"));
			for (let i = 0; i < bytes.length; i++) client.arrive(bytes.subarray(i, i + 1));
			equal(client.take().length, 7);
		},
	],
	["half a message", (churn) => say(churn, "/echo", frame(1, bigger(churn).subarray(1), false))[0].fail()],
	["half a frame", (churn) => say(churn, "/echo", frame(2, bigger(churn).subarray(1)).subarray(0, 700))[0].fail()],
	["half a Ping", (churn) => say(churn, "/echo", frame(9, key).subarray(0, 8))[0].fail()],
	["a frame that is not masked", (churn) => endsWith(say(churn, "/ws", Uint8Array.of(0x81, 0)), 1002)],
	["text that is not UTF-8", (churn) => endsWith(say(churn, "/ws", frame(1, Uint8Array.of(0xc0))), 1007)],
	["a message too big", (churn) => endsWith(say(churn, "/echo", frame(2, bigger(churn))), 1009)],
];

const crowds: readonly Visit[] = [
	[
		"one WebSocket too many",
		(churn) => {
			while (churn.device.hub.webSockets < churn.device.settings.maxClients) churn.webSocket("/ws");
			churn.ask(upgrade("/ws"), 503);
		},
	],
	[
		"one connection too many",
		(churn) => {
			const { hub, settings } = churn.device;
			const first = churn.connect();
			while (hub.connections < settings.maxConnections) churn.connect();
			churn.connect();
			equal([first.closed, hub.connections], [true, settings.maxConnections]);
		},
	],
	[
		"the network goes",
		(churn) => {
			for (let i = 0; i < 3; i++) churn.webSocket("/ws");
			churn.device.hub.drop();
		},
	],
];

export const visits: readonly Visit[] = [...page, ...webSocket, ...crowds];
