/*
	What is lifted out works elsewhere: the samples of the READMEs compile under the strictest options, with the oldest and the
	newest types of Node and with the SDK's, and run against `ws` in both directions. The SDK's modules are answered by
	tools/simulator/modules/.
*/

import assert from "node:assert/strict";
import { on, once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Aedes } from "aedes";
import { build } from "esbuild";
import { WebSocket, WebSocketServer } from "ws";
import { judge, project, samples } from "./samples.js";

const node = project("node", {
	"server.ts": samples.server,
	"client.ts": samples.client,
	"answer.ts": samples.answer,
	"listener.ts": samples.listener,
});
const moddable = project("moddable", { "main.ts": samples.moddable, "sensor.ts": samples.sensor });
const modules = resolve("node_modules");

for (const types of ["node", "node-newest"])
	test(`on Node they compile with @types/${types}`, () =>
		judge(node, { types: [types], typeRoots: [join(modules, "@types")], lib: ["es2023"] }));

test("on Moddable they compile", () =>
	judge(moddable, {
		types: [join(modules, "@moddable/typings/xs.d.ts"), resolve("tools/typings/gaps.d.ts")],
		lib: ["es2023"],
		paths: {
			"websocket/*": ["./websocket/*"],
			"http/*": ["./http/*"],
			"mqtt/*": ["./mqtt/*"],
			"*": [join(modules, "@moddable/typings/*")],
		},
	}));

/** Bundles a sample, and loads it. */
async function load<Exports>(folder: string, name: string): Promise<Exports> {
	const outfile = join(folder, `${name}.mjs`);
	await build({
		entryPoints: [join(folder, `${name}.ts`)],
		outfile,
		bundle: true,
		platform: "node",
		format: "esm",
		plugins: [
			{
				name: "modules",
				setup({ onResolve }) {
					onResolve({ filter: /^[^./]/ }, ({ path }) => {
						const candidates = [
							resolve("tools/simulator/modules", `${path.replace(":", "/")}.ts`),
							join(folder, `${path}.ts`),
						];
						return { path: candidates.find(existsSync), external: !candidates.some(existsSync) };
					});
				},
			},
		],
	});
	return import(pathToFileURL(outfile).href);
}

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

const long = "é".repeat(30_000);

/** A server that echoes does so to `ws`, and ends as it should. */
async function echoes(port: number, messages: readonly string[]): Promise<void> {
	const client = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: true });
	await once(client, "open");
	assert.equal(client.extensions, "");
	const answers = on(client, "message");
	for (const message of messages) client.send(message);
	for (const message of messages) assert.equal(String((await answers.next()).value[0]), message);
	client.send("fragmented, ", { fin: false });
	client.ping();
	client.send("and whole", { fin: true });
	assert.equal(String((await answers.next()).value[0]), "fragmented, and whole");
	client.close(4000, "bye");
	assert.deepEqual(await once(client, "close"), [4000, Buffer.alloc(0)]);
}

/** What a server says to another version. */
async function refused(port: number): Promise<number> {
	const client = new WebSocket(`ws://127.0.0.1:${port}/`, { protocolVersion: 8 });
	const [request, response] = await once(client, "unexpected-response");
	request.destroy();
	return response.statusCode;
}

interface Sender {
	send(opcode: number, payload: Uint8Array, last?: boolean): boolean;
	close(code?: number): void;
}

describe("clients", () => {
	let echo: WebSocketServer;
	before(async () => {
		echo = new WebSocketServer({ port: 0, host: "127.0.0.1" });
		echo.on("connection", (socket) => {
			socket.send("first");
			socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
		});
		await once(echo, "listening");
	});
	after(() => echo.close());

	/** Whatever opens clients: they are understood by `ws`, and told what is wrong with other servers. */
	async function understands(
		open: (port: number, onMessage: (text: string) => void) => Promise<Sender>,
		stream: (client: Sender, parts: readonly string[]) => Promise<void>,
	): Promise<void> {
		const received: string[] = [];
		let wake = () => {};
		const client = await open(portOf(echo), (text) => {
			received.push(text);
			wake();
		});
		const next = async (count: number) => {
			while (received.length < count) await new Promise<void>((resolve) => (wake = resolve));
			return received[count - 1];
		};
		assert.equal(await next(1), "first");
		client.send(1, new TextEncoder().encode("é"));
		assert.equal(await next(2), "é");
		await stream(client, ["a", "", "b".repeat(3000), "c"]);
		assert.equal(await next(3), `a${"b".repeat(3000)}c`);
		const [server] = [...echo.clients];
		assert.ok(server);
		client.close(1000);
		assert.equal((await once(server, "close"))[0], 1000);

		const http: HttpServer = createServer((_, response) => response.writeHead(401).end());
		await once(http.listen(0, "127.0.0.1"), "listening");
		await assert.rejects(
			open(portOf(http), () => {}),
			/401 Unauthorized/,
		);
		http.close();
		const liar = createTcpServer((socket) => {
			socket.on("error", () => {});
			socket.end("HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n");
		});
		await once(liar.listen(0, "127.0.0.1"), "listening");
		await assert.rejects(
			open(portOf(liar), () => {}),
			/Sec-WebSocket-Accept/,
		);
		liar.close();
	}

	test("on Node", async () => {
		type Exports = {
			open(address: string, port: number, onMessage: (text: string) => void): Promise<Sender>;
			stream(client: Sender, parts: AsyncIterable<string>): Promise<void>;
		};
		const { open, stream } = await load<Exports>(node, "client");
		async function* slowly(parts: readonly string[]) {
			yield* parts;
		}
		await understands(
			(port, onMessage) => open("127.0.0.1", port, onMessage),
			(client, parts) => stream(client, slowly(parts)),
		);
	});

	test("on Moddable", async () => {
		type Exports = {
			open(
				address: string,
				port: number,
				onOpen: (client: Sender | undefined, failure: string) => void,
				onMessage: (text: string) => void,
			): void;
		};
		const { open } = await load<Exports>(moddable, "main");
		await understands(
			(port, onMessage) =>
				new Promise((resolve, reject) =>
					open(
						"127.0.0.1",
						port,
						(client, failure) => (client ? resolve(client) : reject(new Error(failure))),
						onMessage,
					),
				),
			async (client, parts) => {
				for (const part of parts) client.send(1, new TextEncoder().encode(part), false);
				client.send(1, new Uint8Array(0));
			},
		);
	});
});

describe("servers", () => {
	test("on Node", async () => {
		const { server } = await load<{ server: HttpServer }>(node, "server");
		await once(server.listen(0, "127.0.0.1"), "listening");
		const port = portOf(server);
		await echoes(port, ["hello", "", long]);
		assert.equal(await refused(port), 426);
		assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 426);
		server.close();
		server.closeAllConnections();
	});

	test("on Moddable", async () => {
		type Exports = { listen(port: number): { readonly port: number; close(): void } };
		const { listen } = await load<Exports>(moddable, "main");
		const listener = listen(0);
		// The stand-in binds asynchronously.
		while (listener.port === 0) await new Promise(setImmediate);
		await echoes(listener.port, ["hello", "", "é".repeat(8000)]);
		assert.equal(await refused(listener.port), 426);
		listener.close();
	});

	test("plain HTTP", async () => {
		const { answer } = await load<{ answer(pieces: Iterable<Uint8Array>): Uint8Array | undefined }>(node, "answer");
		const told = (...pieces: string[]) =>
			Buffer.from(answer(pieces.map((piece) => Buffer.from(piece))) ?? [])
				.toString()
				.slice(9, 12);
		assert.equal(told("GET / HTT", "P/1.1\r\nHost: a\r\n\r\n"), "204");
		assert.equal(told("GET /x HTTP/1.1\r\nHost: a\r\n\r\n"), "404");
		assert.equal(told("GET / HTTP/1.1\r\n\r\n"), "400");
		assert.equal(told("GET / HT"), "");
	});
});

describe("at a broker", () => {
	let aedes: Aedes;
	let server: Server;
	before(async () => {
		aedes = await Aedes.createBroker();
		server = createTcpServer(aedes.handle).listen(0, "127.0.0.1");
		await once(server, "listening");
	});
	after(() => {
		aedes.close();
		server.close();
	});

	test("on Node", async () => {
		interface Listener {
			stop(): void;
		}
		type Exports = {
			Listener: new (
				port: number,
				host: string,
				filters: readonly string[],
				onText: (topic: string, message: string) => void,
			) => Listener;
		};
		const { Listener } = await load<Exports>(node, "listener");
		const subscribed = new Promise((resolve) => aedes.once("subscribe", resolve));
		const heard = new Promise<readonly string[]>((resolve) => {
			const listener = new Listener(portOf(server), "127.0.0.1", ["a/+"], (...message) => {
				listener.stop();
				resolve(message);
			});
		});
		await subscribed;
		aedes.publish({ cmd: "publish", topic: "a/b", payload: "é", qos: 1, retain: false, dup: false }, () => {});
		assert.deepEqual(await heard, ["a/b", "é"]);
	});

	test("on Moddable", async () => {
		type Exports = {
			Sensor: new (address: string, port: number, topic: string, read: () => string) => { end(): void };
		};
		const { Sensor } = await load<Exports>(moddable, "sensor");
		const connected = new Promise((resolve) => aedes.once("clientReady", resolve));
		const sensor = new Sensor("127.0.0.1", portOf(server), "reading", () => "21");
		const published = new Promise<string>((resolve) =>
			aedes.on("publish", ({ topic, payload }) => topic === "reading" && resolve(String(payload))),
		);
		await connected;
		assert.equal(await published, "21");
		sensor.end();
	});
});
