/*
	WebSockets, with a client library nobody here wrote, and with raw bytes where that one is too polite.
*/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "./client.js";
import type { Device } from "./device.js";
import { originOf } from "./port.js";
import { everybodyLeaves, Raw, upgradeOf } from "./raw.js";

const zeroKey = [0, 0, 0, 0];
const places = ["dip1", "dip2", "dip3", "dip4", "dip5", "dip6", "dip7", "dip8"];

const packageVersion = (): string => JSON.parse(readFileSync("package.json", "utf8")).version;

export function webSocketSuite(device: () => Device): void {
	afterEach(everybodyLeaves);

	const open = (path: string, options = {}) => Client.open(device().port, path, options);

	test("a snapshot at once, then each flip, in NetBurner's format", async () => {
		const clients = [await open("/INDEX"), await open("/index.html"), await open("/ws")];
		for (const client of clients) await client.told("dipSwitches", 1);
		const { dipSwitches } = JSON.parse(clients[0].messages[0]);
		assert.deepEqual(Object.keys(dipSwitches), places);
		const former = clients[0].on;
		await device().flip(3);
		for (const client of clients) {
			await client.told("dipSwitches", 2);
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
		assert.deepEqual(JSON.parse((await html.gets(5))[4]), { error: "There is no led9 here.", command: "leds" });
		assert.equal(index.messages.length, 4);
		await index.close();
		await html.close();
	});

	test("each change is counted for its switch, and its age told", async () => {
		const client = await open("/ws");
		const before = await client.told("dipSwitches", 1);
		await delay(200);
		const start = Date.now();
		await device().flip(5);
		const after = await client.told("dipSwitches", 2);
		const late = await open("/ws");
		await delay(200);
		await device().flip(5);
		const again = await client.told("dipSwitches", 3);
		const counts = [before, after, again].map(({ changes }) => changes);
		assert.deepEqual(counts[1], counts[0].with(4, counts[0][4] + 1));
		assert.deepEqual(counts[2], counts[0].with(4, counts[0][4] + 2));
		const passed = Date.now() - start;
		for (const { ages } of [after, again]) assert.ok(ages[4] <= passed, `${ages[4]} ms of ${passed}`);
		// The others have aged meanwhile, and so has the one that had moved for somebody who came later.
		assert.ok(after.ages[0] >= before.ages[0] + 190, `${after.ages[0]} after ${before.ages[0]}`);
		assert.ok(again.ages[0] >= after.ages[0] + 190, `${again.ages[0]} after ${after.ages[0]}`);
		assert.deepEqual((await late.told("dipSwitches", 1)).changes, counts[1]);
		await client.close();
		await late.close();
	});

	test("names: first of all, told to everybody at /ws and to nobody else, and taken away again", async () => {
		const [one, other, index] = [await open("/ws"), await open("/ws"), await open("/index")];
		const { names } = await other.told("names", 1);
		assert.deepEqual(Object.keys(names), places);
		assert.ok(other.messages[0].startsWith('{"names":'));
		const named = { ...names, dip1: 'Pump "1"', dip8: "水泵 😀" };
		one.socket.send(JSON.stringify({ names: { dip1: named.dip1, dip8: named.dip8 } }));
		for (const client of [one, other]) assert.deepEqual((await client.told("names", 2)).names, named);
		const late = await open("/ws");
		assert.deepEqual((await late.told("names", 1)).names, named);
		other.socket.send(JSON.stringify({ names: { dip1: names.dip1, dip8: names.dip8 } }));
		for (const client of [one, other]) assert.deepEqual((await client.told("names", 3)).names, names);
		assert.equal(index.of("names").length, 0);
		for (const client of [one, other, index, late]) await client.close();
	});

	test("a wrong name is told to its sender, and nothing changes", async () => {
		const [one, other] = [await open("/ws"), await open("/ws")];
		const { names } = await one.told("names", 1);
		const wrong: readonly (readonly [object, RegExp])[] = [
			[{ dip1: "Fan", dip9: "x" }, /dip9/],
			[{ dip1: "Fan", dip2: 5 }, /dip2 is not a text/],
			[{ dip1: "x".repeat(25) }, /longer than 24/],
			[{ dip1: "a\u202eb" }, /cannot be seen/],
			[{ dip1: "a\ud83d" }, /half a character/],
			[{ dip1: "Fan " }, /ends with a space/],
		];
		for (const [i, [names, sentence]] of wrong.entries()) {
			one.socket.send(JSON.stringify({ names }));
			const { error, command } = await one.told("error", i + 1);
			assert.match(error, sentence);
			assert.equal(command, "names");
		}
		assert.deepEqual([other.of("error").length, other.of("names").length, one.of("names").length], [0, 1, 1]);
		const late = await open("/ws");
		assert.deepEqual((await late.told("names", 1)).names, names);
		for (const client of [one, other, late]) await client.close();
	});

	test("/device: at once, then every two seconds, with counts that are true", async () => {
		const live = await open("/ws");
		await live.told("dipSwitches", 1);
		const client = await open("/device");
		const start = Date.now();
		const { device: first } = await client.told("device", 1);
		assert.deepEqual([first.name, first.version, first.clients.limit], ["dipsocket", packageVersion(), 4]);
		assert.equal(first.clients.now, 2);
		assert.ok(first.clients.most >= 2 && first.clients.most <= 4);
		const { device: second } = await client.told("device", 2);
		const passed = second.uptime - first.uptime;
		assert.ok(passed >= 1900, `${passed} ms`);
		assert.ok(Date.now() - start >= 1900);
		live.socket.send("no command");
		await live.told("error", 1);
		const count = client.of("device").length + 2;
		const { device: last } = await client.told("device", count);
		// One in; out: its answer and all of these but the last.
		assert.deepEqual([last.messages.in - first.messages.in, last.messages.out - first.messages.out], [1, count]);
		assert.ok(last.bytes.in - first.bytes.in >= 16);
		const told = [...client.of("device").slice(0, count - 1), ...live.of("error")];
		assert.ok(last.bytes.out - first.bytes.out >= told.join("").length);
		client.socket.send("hello");
		assert.equal((await client.told("error", 1)).error, "Nothing can be commanded here.");
		await client.close();
		await live.close();
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
		assert.deepEqual(await client.isClosed(), { code: 1009, reason: "" });
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
			[upgradeOf("/ws").replace("HTTP/1.1", "HTTP/1.0"), 426, /needs HTTP\/1\.1/],
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
		const own = { origin: `${originOf(device().port)}` };
		await (await open("/ws", own)).close();
		await assert.rejects(open("/ws", { origin: "http://evil.example" }), /403/);
		await assert.rejects(open("/ws", { headers: { Host: "evil.example" }, origin: "http://evil.example" }), /403/);
		assert.equal((await fetch(`${originOf(device().port, "localhost")}/nothing`)).status, 404);
		const scheme = originOf(device().port).split(":")[0];
		const named = (Host: string) => open("/ws", { headers: { Host }, origin: `${scheme}://${Host}` });
		await (await named("dipsocket.lan")).close();
		await assert.rejects(named("dipsocket.fritz.box"), /403/);
	});

	test("one client too many gets 503, and a place as soon as one is free", async () => {
		const clients = [await open("/ws"), await open("/ws"), await open("/ws"), await open("/ws")];
		await assert.rejects(open("/ws"), /503/);
		assert.equal((await fetch(`${originOf(device().port)}/ws`)).status, 503);
		assert.equal((await fetch(`${originOf(device().port)}/`)).status, 200);
		await clients[0].close();
		const late = await open("/ws");
		await late.told("dipSwitches", 1);
		for (const client of [...clients.slice(1), late]) await client.close();
	});
}
