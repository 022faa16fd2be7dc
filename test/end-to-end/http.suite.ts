/*
	HTTP, over real sockets.
*/

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { charactersOf } from "../harness.js";
import { expand, heads } from "../vectors/heads.js";
import type { Device } from "./device.js";
import { originOf } from "./port.js";
import { everybodyLeaves, Raw } from "./raw.js";

export function httpSuite(device: () => Device): void {
	afterEach(everybodyLeaves);

	const get = (path: string, init: RequestInit = {}) => fetch(`${originOf(device().port)}${path}`, init);

	test("a browser's page: gzip, then 304", async () => {
		const response = await get("/");
		assert.equal(response.status, 200);
		assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
		assert.equal(response.headers.get("content-encoding"), "gzip");
		assert.match(await response.text(), /<html/);
		const etag = response.headers.get("etag") ?? "";
		const again = await get("/", { headers: { "If-None-Match": etag } });
		assert.deepEqual([again.status, await again.text()], [304, ""]);
	});

	test("what the page refers to is there", async () => {
		const page = await (await get("/")).text();
		const names = [...page.matchAll(/(?:src|href)="([^"#:]+)"/g)].map((match) => match[1]);
		assert.ok(names.length >= 2, page);
		for (const name of names) assert.equal((await get(`/${name.replace(/^\.?\//, "")}`)).status, 200, name);
	});

	test("404, 405 with Allow, HEAD", async () => {
		assert.equal((await get("/nothing")).status, 404);
		const post = await get("/", { method: "POST", body: "x" });
		assert.deepEqual([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
		const options = await get("/", { method: "OPTIONS" });
		assert.deepEqual([options.status, options.headers.get("allow")], [405, "GET, HEAD"]);
		const head = await get("/", { method: "HEAD" });
		assert.deepEqual([head.status, await head.text()], [200, ""]);
	});

	test("the state as JSON, and commands", async () => {
		const put = (content: string, type = "application/json") =>
			get("/json", { method: "PUT", headers: { "Content-Type": type }, body: content });
		const state = await (await get("/json")).json();
		assert.deepEqual(Object.keys(state), ["dipSwitches", "leds", "changes", "ages", "uptime", "names"]);
		for (const word of ["On", "Off"]) {
			const answer = await put(`{"leds":{"led1":"${word}"}}`);
			assert.deepEqual([answer.status, (await answer.json()).leds.led1], [200, word]);
			assert.equal((await (await get("/json")).json()).leds.led1, word);
		}
		const wrong = await put('{"leds":{"led9":"On"}}');
		assert.deepEqual([wrong.status, await wrong.json()], [400, { error: "There is no led9 here.", command: "leds" }]);
		assert.equal((await put("{}", "text/plain")).status, 415);
		assert.equal((await put(" ".repeat(100_000))).status, 413);
	});

	test("content byte by byte, and 100 for a client that waits for it", async () => {
		const raw = await Raw.connect(device().port);
		const fields = "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
		await raw.dribble(`POST /json HTTP/1.1\r\n${fields}Expect: 100-continue\r\n\r\n`);
		await raw.says("HTTP/1.1 100 Continue\r\n\r\n");
		await raw.dribble("{}");
		await raw.closes();
		assert.match(raw.text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n.*"names":\{.*\}\}$/s);
	});

	test("metrics for Prometheus", async () => {
		const response = await get("/metrics");
		assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
		assert.match(await response.text(), /^dipsocket_switch_on\{switch="8"\} [01]$/m);
	});

	test("a request byte by byte", async () => {
		const raw = await Raw.connect(device().port);
		await raw.dribble("GET /?x=y HTTP/1.1\r\nHost: localhost\r\n\r\n");
		await raw.says("</html>");
		assert.equal(raw.status, 200);
	});

	test("pipelined requests: one answer, then the end", async () => {
		const raw = await Raw.connect(device().port);
		raw.send("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
		await raw.closes();
		assert.equal(raw.text.match(/HTTP\/1\.1/g)?.length, 1);
		assert.match(raw.text, /Connection: close/);
		assert.equal(raw.reset, false);
	});

	test("every refused head of the vectors gets its status", async () => {
		for (const [name, text, outcome] of heads.filter(([, , outcome]) => /^\d{3}$/.test(outcome))) {
			const raw = await Raw.connect(device().port);
			raw.send(charactersOf(expand(text)));
			await raw.says("\r\n\r\n");
			assert.equal(raw.status, Number(outcome), name);
			raw.socket.destroy();
		}
	});

	test("malformed and oversized requests are told so", async () => {
		const requests: readonly (readonly [string, number])[] = [
			["GET / HTTP/1.1\r\n\r\n", 400],
			["nonsense\r\n\r\n", 400],
			["GET / HTTP/1.1\nHost: localhost\n\n", 400],
			["GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 400],
			["GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411],
			["GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400],
			[`GET /${"a".repeat(2000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 414],
			[`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, 431],
			["GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505],
		];
		for (const [request, status] of requests) {
			const raw = await Raw.connect(device().port);
			raw.send(request);
			await raw.closes();
			assert.equal(raw.status, status, request.slice(0, 60));
			assert.match(raw.text, /\r\n\r\n\d{3} .*\n\n\w.*\.\n$/);
		}
	});
}
