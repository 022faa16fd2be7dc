// The virtual board: its wiring to the pins, and its web server.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createBoardServer } from "../../tools/simulator/boardserver.js";
import type { Config } from "../../tools/simulator/config.js";
import { Pins } from "../../tools/simulator/pins.js";
import { VirtualBoard } from "../../tools/simulator/virtualboard.js";

const SWITCHES = [4, 13, 14, 18, 19, 21, 22, 23];
const LEDS = [25, 26, 27, 16, 17, 5, 2, 15];
const OFF = new Array(8).fill("Off");
const PAGE = "http://127.0.0.1:8080/";
const turn = () => new Promise(setImmediate);

const wired = { switches: { pins: SWITCHES, activeLow: true }, leds: { pins: LEDS, activeLow: false } };

function makeBoard(config: Config = wired): { pins: Pins; board: VirtualBoard } {
	const pins = new Pins();
	return { pins, board: new VirtualBoard(pins, config) };
}

test("an active-low switch connects its pin to ground, against the pull-up", () => {
	const { pins, board } = makeBoard();
	pins.configure(18, { kind: "input", pull: 1 });
	assert.equal(pins.level(18), 1);
	board.move(3, "On");
	assert.equal(pins.level(18), 0);
	board.flip(3);
	assert.equal(pins.level(18), 1);
	assert.deepEqual(board.switches, OFF);
});

test("an active-high switch connects its pin to 3.3 V, against the pull-down", () => {
	const { pins, board } = makeBoard({ ...wired, switches: { pins: SWITCHES, activeLow: false } });
	pins.configure(4, { kind: "input", pull: 0 });
	board.flip(0);
	assert.equal(pins.level(4), 1);
	assert.deepEqual(board.switches, ["On", ...OFF.slice(1)]);
});

test("an LED is On while its pin is driven to the active level, not while it is pulled there", () => {
	for (const activeLow of [false, true]) {
		const { pins, board } = makeBoard({ ...wired, leds: { pins: LEDS, activeLow } });
		const [lit, dark] = activeLow ? ([0, 1] as const) : ([1, 0] as const);
		pins.configure(26, { kind: "input", pull: lit });
		assert.equal(board.leds[1], "Off");
		pins.configure(26, { kind: "output", level: lit });
		assert.equal(board.leds[1], "On");
		pins.configure(26, { kind: "output", level: dark });
		assert.deepEqual(board.leds, OFF);
	}
});

test("the wiring follows key=value settings, too", () => {
	const { pins, board } = makeBoard({
		...wired,
		"switches.pins": "32,33",
		"switches.activeLow": "false",
		"leds.pins": "12",
		"leds.activeLow": "true",
	});
	pins.configure(33, { kind: "input", pull: 0 });
	board.move(1, "On");
	assert.equal(pins.level(33), 1);
	pins.configure(12, { kind: "output", level: 0 });
	assert.deepEqual(board.leds, ["On", ...OFF.slice(1)]);
});

test("BOOT connects GPIO 0 to ground for as long as it is held", () => {
	const { pins, board } = makeBoard();
	pins.configure(0, { kind: "input", pull: 1 });
	board.hold(true);
	assert.deepEqual([pins.level(0), board.boot], [0, "On"]);
	board.hold(false);
	assert.deepEqual([pins.level(0), board.boot], [1, "Off"]);
});

test("a board that is made anew has its switches and BOOT as they were", () => {
	const { board } = makeBoard();
	board.move(2, "On");
	board.hold(true);
	const pins = new Pins();
	const next = new VirtualBoard(pins, wired, board.positions);
	assert.deepEqual(
		[next.positions, next.switches[2], pins.level(SWITCHES[2]), pins.level(0)],
		[board.positions, "On", 0, 0],
	);
});

test("pins that do not exist are left to the firmware's complaint", () => {
	const { board } = makeBoard({ switches: { pins: [-1, 99, 1.5, "x"] }, leds: {} });
	for (let place = 0; place < 8; place++) board.move(place, "On");
	assert.deepEqual(board.switches, new Array(8).fill("On"));
	assert.deepEqual(board.leds, OFF);
});

test("the address of the device's page is told when it becomes known", async () => {
	const { board } = makeBoard();
	let told = "";
	board.watch(() => {
		told = board.page;
	});
	assert.deepEqual(JSON.parse(JSON.stringify(board)), { switches: OFF, leds: OFF, boot: "Off", page: "" });
	board.page = PAGE;
	await turn();
	assert.equal(told, PAGE);
});

test("changes of one turn are told once, and only if something changed", async () => {
	const { pins, board } = makeBoard();
	let calls = 0;
	const unwatch = board.watch(() => calls++);
	for (const pin of LEDS) pins.configure(pin, { kind: "output", level: 1 });
	board.move(0, "On");
	assert.equal(calls, 0);
	await turn();
	assert.equal(calls, 1);
	board.move(0, "On");
	board.flip(1);
	board.flip(1);
	await turn();
	assert.equal(calls, 1);
	unwatch();
	board.flip(1);
	await turn();
	assert.equal(calls, 1);
});

/** A served board; `url` ends without a slash. */
async function serve(context: TestContext): Promise<{ board: VirtualBoard; url: string; restarts: () => number }> {
	let restarts = 0;
	const { board } = makeBoard();
	const files = mkdtempSync(join(tmpdir(), "dipsocket-"));
	for (const name of ["index.html", "style.css", "board.js", "light.svg", "notes.txt"])
		writeFileSync(join(files, name), `content of ${name}`);
	board.page = PAGE;
	const server = createBoardServer({ board, files, onRestart: () => restarts++ });
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	context.after(() => {
		server.closeAllConnections();
		server.close();
		rmSync(files, { recursive: true });
	});
	return { board, restarts: () => restarts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A request with headers that fetch would not send. */
async function send(url: string, method: string, headers: Record<string, string>, body = ""): Promise<IncomingMessage> {
	const outgoing = request(url, { method, headers }).end(body);
	const [response] = (await once(outgoing, "response")) as [IncomingMessage];
	response.resume();
	return response;
}

const put = (url: string, place: string | number, body: string) =>
	fetch(`${url}/board/switches/${place}`, { method: "PUT", body });

test("GET / and the page's files, with their types and headers", async (context) => {
	const { url } = await serve(context);
	const types = {
		"/": "text/html; charset=utf-8",
		"/index.html": "text/html; charset=utf-8",
		"/style.css?1": "text/css; charset=utf-8",
		"/board.js": "text/javascript; charset=utf-8",
		"/light.svg": "image/svg+xml",
	};
	for (const [path, type] of Object.entries(types)) {
		const response = await fetch(url + path);
		assert.equal(response.status, 200, path);
		assert.equal(response.headers.get("content-type"), type);
		assert.equal(response.headers.get("cache-control"), "no-store");
		assert.equal(response.headers.get("x-content-type-options"), "nosniff");
		assert.match(response.headers.get("content-security-policy") ?? "", /^default-src 'self'/);
		assert.match(await response.text(), /^content of/);
	}
	const head = await fetch(url, { method: "HEAD" });
	assert.equal(head.status, 200);
	assert.equal(await head.text(), "");
});

test("other paths are 404, other methods 405", async (context) => {
	const { url } = await serve(context);
	for (const path of ["/notes.txt", "/absent.html", "/..%2fpackage.json", "/board/", "/board/switches", "/%00.html"])
		assert.equal((await fetch(url + path)).status, 404, path);
	for (const [path, allow] of [
		["/", "GET, HEAD"],
		["/board", "GET, HEAD"],
		["/board/events", "GET, HEAD"],
	] as const) {
		const response = await fetch(url + path, { method: "POST" });
		assert.equal(response.status, 405);
		assert.equal(response.headers.get("allow"), allow);
	}
	const response = await fetch(`${url}/board/switches/3`);
	assert.equal(response.status, 405);
	assert.equal(response.headers.get("allow"), "PUT");
});

test("GET /board is the state", async (context) => {
	const { board, url } = await serve(context);
	board.move(7, "On");
	const response = await fetch(`${url}/board`);
	assert.equal(response.headers.get("content-type"), "application/json");
	assert.deepEqual(await response.json(), { switches: [...OFF.slice(1), "On"], leds: OFF, boot: "Off" });
});

test("PUT /board/switches/N moves a switch", async (context) => {
	const { board, url } = await serve(context);
	assert.equal((await put(url, 1, "On")).status, 204);
	assert.equal((await put(url, 8, "On")).status, 204);
	assert.equal((await put(url, 1, "Off")).status, 204);
	assert.deepEqual(board.switches, [...OFF.slice(1), "On"]);
});

test("a wrong place or body is refused in words", async (context) => {
	const { board, url } = await serve(context);
	for (const place of ["0", "9", "-1", "x", "01", "1.0", ""])
		assert.equal((await put(url, place, "On")).status, 400, place);
	for (const body of ["", "on", "ON", "true", "On\n"]) {
		const response = await put(url, 3, body);
		assert.equal(response.status, 400, body);
		assert.equal(await response.text(), "The body is On or Off.");
	}
	assert.equal((await put(url, 3, "On".repeat(100_000))).status, 400);
	assert.deepEqual(board.switches, OFF);
});

test("only the names of the loopback address are answered", async (context) => {
	const { url } = await serve(context);
	for (const host of ["localhost", "LOCALHOST:8081", "127.0.0.1", "127.0.0.1:1", "[::1]:8081"])
		assert.equal((await send(`${url}/board`, "GET", { host })).statusCode, 200, host);
	for (const host of ["example.com", "localhost.example.com", "127.0.0.1.example.com", "192.168.0.1:8081"])
		assert.equal((await send(`${url}/board`, "GET", { host })).statusCode, 403, host);
});

test("another site's page cannot move switches", async (context) => {
	const { board, url } = await serve(context);
	const target = `${url}/board/switches/1`;
	const crossSite: Record<string, string>[] = [
		{ origin: "http://example.com" },
		{ origin: "null" },
		{ origin: "http://127.0.0.1:1" },
		{ "sec-fetch-site": "cross-site" },
		{ "sec-fetch-site": "same-site" },
	];
	for (const headers of crossSite) {
		const response = await send(target, "PUT", headers, "On");
		assert.equal(response.statusCode, 403, JSON.stringify(headers));
	}
	assert.deepEqual(board.switches, OFF);
	assert.equal((await send(target, "PUT", { origin: url, "sec-fetch-site": "same-origin" }, "On")).statusCode, 204);
});

test("GET /board/events sends the state at once and after each change", async (context) => {
	const { board, url } = await serve(context);
	const response = await fetch(`${url}/board/events`);
	assert.equal(response.headers.get("content-type"), "text/event-stream");
	const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
	const event = async () => {
		const { value = "" } = await reader.read();
		assert.match(value, /^data: .*\n\n$/);
		return JSON.parse(value.slice(6));
	};
	assert.deepEqual(await event(), { switches: OFF, leds: OFF, boot: "Off", page: PAGE });
	board.flip(0);
	assert.deepEqual((await event()).switches, ["On", ...OFF.slice(1)]);
	await put(url, 2, "On");
	assert.deepEqual((await event()).switches, ["On", "On", ...OFF.slice(2)]);
	await reader.cancel();
});

test("BOOT is held and let go by PUT, EN is pressed by POST; another site's page can do neither", async (context) => {
	const { board, url, restarts } = await serve(context);
	const boot = (body: string) => fetch(`${url}/board/boot`, { method: "PUT", body });
	assert.equal((await boot("On")).status, 204);
	assert.equal(board.boot, "On");
	assert.equal((await boot("Maybe")).status, 400);
	assert.equal((await boot("Off")).status, 204);
	assert.equal(board.boot, "Off");
	const foreign = { origin: "http://example.com" };
	assert.equal((await send(`${url}/board/boot`, "PUT", foreign, "On")).statusCode, 403);
	assert.equal((await send(`${url}/board/restart`, "POST", foreign)).statusCode, 403);
	assert.equal((await fetch(`${url}/board/restart`)).status, 405);
	assert.deepEqual([board.boot, restarts()], ["Off", 0]);
	assert.equal((await fetch(`${url}/board/restart`, { method: "POST" })).status, 202);
	assert.equal(restarts(), 1);
});

test("event streams are limited, and free their place when they end", async (context) => {
	const { url } = await serve(context);
	const streams = await Promise.all(Array.from({ length: 32 }, () => fetch(`${url}/board/events`)));
	assert.ok(streams.every(({ status }) => status === 200));
	assert.equal((await fetch(`${url}/board/events`)).status, 503);
	await streams[0]!.body!.cancel();
	let status = 503;
	for (let tries = 0; status === 503 && tries < 50; tries++) {
		await new Promise((resolve) => setTimeout(resolve, 5));
		status = (await fetch(`${url}/board/events`)).status;
	}
	assert.equal(status, 200);
});
