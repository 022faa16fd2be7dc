/*
	WebSockets, with a client library nobody here wrote, and with raw bytes where that one is too polite.
*/

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Client } from "./client.js";
import type { Device } from "./device.js";
import { everybodyLeaves, Raw, upgradeOf } from "./raw.js";

const zeroKey = [0, 0, 0, 0];

export function webSocketSuite(device: () => Device): void {
	afterEach(everybodyLeaves);

	const open = (path: string, options = {}) => Client.open(device().port, path, options);

	test("a snapshot at once, then each flip, in NetBurner's format", async () => {
		const clients = [await open("/INDEX"), await open("/index.html"), await open("/ws")];
		for (const client of clients) await client.gets(1);
		const { dipSwitches } = JSON.parse(clients[0].messages[0]);
		assert.deepEqual(Object.keys(dipSwitches), ["dip1", "dip2", "dip3", "dip4", "dip5", "dip6", "dip7", "dip8"]);
		const former = clients[0].on;
		await device().flip(3);
		for (const client of clients) {
			await client.gets(2);
			assert.notEqual(client.on, former);
		}
		await device().flip(3);
		for (const client of clients) {
			await client.sees(former);
			await client.close();
		}
	});

	test("LEDs: commanded by one client, told to all; NetBurner's commands, too; a wrong one is told to its sender", async () => {
		const [index, html] = [await open("/INDEX"), await open("/INDEX.HTML")];
		const litIn = (message: string) => Object.entries(JSON.parse(message).leds).filter(([, word]) => word === "On");
		const commands: readonly (readonly [Client, string, string])[] = [
			[index, '{"leds":{"led1":"On","led2":"On"}}', "led1,On,led2,On"],
			[index, '{"ledcb0":"false"}', "led2,On"],
			[html, '{"ledcb2":"false"}', ""],
		];
		for (const [i, [client, command, lit]] of commands.entries()) {
			client.socket.send(command);
			for (const each of [index, html]) assert.equal(litIn((await each.gets(i + 2))[i + 1]).join(), lit, command);
		}
		html.socket.send('{"leds":{"led9":"On"}}');
		assert.deepEqual(JSON.parse((await html.gets(5))[4]), { error: "There is no led9 here." });
		assert.equal(index.messages.length, 4);
		await index.close();
		await html.close();
	});

	test("echo: text, binary, empty, fragmented, up to the limit", async () => {
		const client = await open("/echo");
		client.socket.send("héllo €");
		client.socket.send(Buffer.from([0, 255]));
		client.socket.send("");
		client.socket.send("one ", { fin: false });
		client.socket.send("two ", { fin: false });
		client.socket.send("three", { fin: true });
		client.socket.send("x".repeat(4000));
		assert.deepEqual(await client.gets(5), ["héllo €", "binary 00ff", "", "one two three", "x".repeat(4000)]);
		client.socket.send("x".repeat(4001));
		assert.deepEqual(await client.isClosed(), { code: 1009, reason: "message too big" });
	});

	test("pings are answered", async () => {
		const client = await open("/echo");
		const payloads: string[] = [];
		client.socket.on("pong", (payload) => payloads.push(String(payload)));
		client.socket.ping("a");
		client.socket.ping("");
		client.socket.ping("c".repeat(125));
		client.socket.send("done");
		await client.gets(1);
		assert.deepEqual(payloads, ["a", "", "c".repeat(125)]);
		await client.close();
	});

	test("extensions and unknown subprotocols are declined, and the connection works", async () => {
		const client = await open("/echo", { perMessageDeflate: true });
		assert.deepEqual([client.socket.extensions, client.socket.protocol], ["", ""]);
		client.socket.send("plain");
		assert.deepEqual(await client.gets(1), ["plain"]);
		await client.close();
	});

	test("close: the same code comes back, and the server ends the connection", async () => {
		const raw = await Raw.upgraded(device().port, "/echo");
		raw.send(Uint8Array.of(0x88, 0x82, ...zeroKey, 0x0f, 0xa0));
		await raw.closes();
		assert.equal(raw.received.toString("hex"), "88020fa0");
		assert.equal(raw.reset, false);
	});

	test("a violation: Close with 1002, then the end, while the client goes on sending", async () => {
		const raw = await Raw.upgraded(device().port, "/echo");
		raw.send(Uint8Array.of(0x81, 0x01, 0x61));
		for (let i = 0; i < 10; i++) raw.send(Buffer.alloc(500, 0xff));
		await raw.closes();
		assert.equal(raw.received.subarray(2, 4).toString("hex"), "03ea");
		assert.equal(raw.reset, false);
	});

	test("bad UTF-8 is refused before the message ends", async () => {
		const raw = await Raw.upgraded(device().port, "/echo");
		raw.send(Uint8Array.of(0x81, 0xfe, 0x03, 0xe8, ...zeroKey, 0x61, 0xc0));
		await raw.has(4);
		assert.equal(raw.received.subarray(2, 4).toString("hex"), "03ef");
	});

	test("an upgrade and its first frame in one segment, and byte by byte", async () => {
		const bytes = Buffer.concat([Buffer.from(upgradeOf("/echo")), Buffer.of(0x81, 0x82, ...zeroKey, 0x68, 0x69)]);
		const whole = await Raw.connect(device().port);
		whole.send(bytes);
		await whole.says("\r\n\r\n\x81\x02hi");
		const slow = await Raw.connect(device().port);
		await slow.dribble(bytes);
		await slow.says("\r\n\r\n\x81\x02hi");
	});

	test("what is no good upgrade is told why", async () => {
		const requests: readonly (readonly [string, number, RegExp])[] = [
			[upgradeOf("/nothing"), 404, /nothing at this address/],
			[upgradeOf("/style.css"), 404, /no WebSocket endpoint/],
			[upgradeOf("/ws").replace("13", "8"), 426, /Sec-WebSocket-Version: 13\r\n/],
			[upgradeOf("/ws").replace("Connection: Upgrade\r\n", ""), 400, /Connection/],
			[upgradeOf("/ws").replace("dGhl", ""), 400, /Sec-WebSocket-Key/],
			[upgradeOf("/ws").replace("HTTP/1.1", "HTTP/1.0"), 400, /HTTP\/1\.1/],
			[upgradeOf("/ws").replace("Host: localhost\r\n", ""), 400, /Host/],
			[upgradeOf("/ws", "Content-Length: 5\r\n"), 400, /content/],
			["GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n", 426, /Upgrade: websocket\r\n/],
		];
		for (const [request, status, reason] of requests) {
			const raw = await Raw.connect(device().port);
			raw.send(request);
			await raw.closes();
			assert.equal(raw.status, status, request);
			assert.match(raw.text, reason);
		}
	});

	test("another site's page is refused, and so is a name that is not ours", async () => {
		const own = { origin: `http://127.0.0.1:${device().port}` };
		await (await open("/ws", own)).close();
		await assert.rejects(open("/ws", { origin: "http://evil.example" }), /403/);
		await assert.rejects(open("/ws", { headers: { Host: "evil.example" }, origin: "http://evil.example" }), /403/);
		assert.equal((await fetch(`http://localhost:${device().port}/nothing`)).status, 404);
	});

	test("one client too many gets 503, and a place as soon as one is free", async () => {
		const clients = [await open("/ws"), await open("/ws"), await open("/ws"), await open("/ws")];
		await assert.rejects(open("/ws"), /503/);
		assert.equal((await fetch(`http://127.0.0.1:${device().port}/ws`)).status, 503);
		assert.equal((await fetch(`http://127.0.0.1:${device().port}/`)).status, 200);
		await clients[0].close();
		const late = await open("/ws");
		await late.gets(1);
		for (const client of [...clients.slice(1), late]) await client.close();
	});
}
