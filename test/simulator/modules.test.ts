// The small stand-ins: logical, crypt, Resource, text, wifi, and the global trace.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { accessPoint } from "../../tools/simulator/accesspoint.js";
import { host } from "../../tools/simulator/host.js";
import crypt, { Digest } from "../../tools/simulator/modules/crypt.js";
import WiFi from "../../tools/simulator/modules/embedded/network/interface/wifi.js";
import Logical from "../../tools/simulator/modules/logical.js";
import Resource from "../../tools/simulator/modules/Resource.js";
import TextDecoder from "../../tools/simulator/modules/text/decoder.js";
import TextEncoder from "../../tools/simulator/modules/text/encoder.js";
import { read } from "../../tools/simulator/modules/vitals.js";
import { installTrace } from "../../tools/simulator/trace.js";
import { text, until } from "./wire.js";

function xorByBytes(target: Uint8Array, source: Uint8Array, count: number): void {
	for (let index = 0; index < count; index++) target[index]! ^= source[index % source.length]!;
}

test("xor equals the byte loop for all lengths, offsets and sources, and touches nothing else", () => {
	const random = (length: number, seed: number) =>
		Uint8Array.from({ length }, (_, index) => Math.imul(index + seed, 2654435761) >>> 24);
	for (const length of [0, 1, 2, 3, 4, 5, 63, 64, 65, 66, 67, 68, 127, 1000])
		for (let offset = 0; offset < 5; offset++)
			for (let width = 1; width <= 5; width++) {
				const actual = random(length + 10, length);
				const expected = actual.slice();
				const source = random(width, offset);
				Logical.xor(actual.subarray(offset, offset + length), source);
				xorByBytes(expected.subarray(offset, offset + length), source, length);
				assert.deepEqual(actual, expected, `length ${length}, offset ${offset}, width ${width}`);
			}
});

test("xor of nothing is nothing, but a count of 0 is refused", () => {
	Logical.xor(new Uint8Array(0), 1);
	assert.throws(() => Logical.xor(new Uint8Array(0), 1, 0), /invalid count/);
});

test("xor takes a count, a buffer, a number or a text", () => {
	const target = new Uint8Array(4);
	Logical.xor(target, 0x1ff, 2);
	assert.deepEqual([...target], [255, 255, 0, 0]);
	Logical.xor(target.buffer, "ab");
	assert.deepEqual([...target], [0x9e, 0x9d, 0x61, 0x62]);
	for (const count of [0, -1, 5]) assert.throws(() => Logical.xor(target, 1, count), /^RangeError: invalid count$/);
});

test("Digest hashes text and bytes in parts", () => {
	// RFC 6455 §1.3.
	const digest = new Digest("SHA1");
	digest.write("dGhlIHNhbXBsZSBub25jZQ==");
	digest.write(new TextEncoder().encode("258EAFA5-E914-47DA-95CA-").buffer as ArrayBuffer);
	digest.write(new TextEncoder().encode("xC5AB0DC85B11x").subarray(1, 13));
	const result = digest.close();
	assert.ok(result instanceof ArrayBuffer);
	assert.equal(result.byteLength, 20);
	assert.equal(Buffer.from(result).toString("base64"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	assert.throws(() => digest.write("more"));
	assert.throws(() => new Digest("CRC"), /^Error: crypt: unsupported digest$/);
	assert.equal(crypt.Digest, Digest);
});

/** A folder of pages with these files. */
function pages(context: TestContext, files: Record<string, string>): void {
	const before = host.pages;
	host.pages = mkdtempSync(join(tmpdir(), "dipsocket-"));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(join(host.pages, name, ".."), { recursive: true });
		writeFileSync(join(host.pages, name), content);
	}
	context.after(() => {
		rmSync(host.pages, { recursive: true });
		host.pages = before;
	});
}

test("Resource is a buffer that every view accepts", (context) => {
	pages(context, { "index.html": "<!doctype html>" });
	const resource = new Resource("index.html");
	assert.equal(resource.byteLength, 15);
	assert.equal(text(new Uint8Array(resource)), "<!doctype html>");
	assert.equal(text(new Uint8Array(resource, 2, 7)), "doctype");
	assert.equal(text(resource.slice(2, 9)), "doctype");
	assert.equal(text(resource.slice(10, 99, false)), "html>");
	assert.equal(text(resource.slice(-5, 2)), "<!");
	assert.equal(resource.slice(9, 2).byteLength, 0);
	assert.equal(resource.slice().constructor, ArrayBuffer);
});

test("Resource knows exact names only, and no path out of its folder", (context) => {
	pages(context, { "index.html": "page", "icons/light.svg": "icon" });
	assert.equal(Resource.exists("index.html"), true);
	assert.equal(text(new Resource("icons/light.svg")), "icon");
	for (const name of ["", ".", "Index.html", "index", "./index.html", "../passwd", "icons/../index.html"]) {
		assert.equal(Resource.exists(name), false, name);
		assert.throws(() => new Resource(name), /^URIError: Resource not found/);
	}
});

test("without a folder of pages there is no Resource", (context) => {
	pages(context, {});
	const { pages: folder } = host;
	host.pages = join(folder, "absent");
	assert.equal(Resource.exists("index.html"), false);
	host.pages = folder;
});

test("text/decoder is strict when fatal", () => {
	assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.of(0xc0, 0x80)), TypeError);
	assert.equal(new TextDecoder().decode(new TextEncoder().encode("¼")), "¼");
});

test("vitals: the system's memory, and nothing that Node does not know", () => {
	const free = read(0);
	assert.ok(free !== undefined && free > 0 && free <= totalmem());
	for (let vital = 1; vital < 9; vital++) assert.equal(read(vital), undefined);
});

/** A WiFi whose changes are logged with its connection. */
function station(context: TestContext): { wifi: WiFi; events: string[] } {
	const events: string[] = [];
	const wifi = new WiFi({
		onChanged(property) {
			events.push(`${property} ${this.connection}`);
		},
	});
	context.after(() => {
		accessPoint.regain();
		accessPoint.disconnect();
		wifi.close();
	});
	return { wifi, events };
}

test("connect leads to an address, and each step is told", async (context) => {
	const { wifi, events } = station(context);
	assert.equal(wifi.connection, 200);
	assert.equal(wifi.address, undefined);
	wifi.connect({ SSID: "home", password: "secret" });
	assert.equal(wifi.connection, 300);
	assert.throws(() => wifi.connect({ SSID: "home" }), /^Error: already connecting$/);
	await until(() => events.length === 3);
	assert.deepEqual(events, ["connection 400", "connection 500", "address 500"]);
	assert.equal(wifi.address, host.address);
	assert.equal(wifi.SSID, "home");
	assert.equal(new WiFi().connection, 500, "the radio is shared");
});

test("a lost access point is told; the station comes back when it connects again, not before", async (context) => {
	const { wifi, events } = station(context);
	wifi.connect({ SSID: "home" });
	await until(() => wifi.connection === 500);
	events.length = 0;
	accessPoint.drop();
	await until(() => events.length === 1);
	assert.deepEqual(events, ["connection 200"]);
	assert.equal(wifi.address, undefined);
	wifi.connect({ SSID: "home" });
	await until(() => events.length === 2);
	assert.equal(wifi.connection, 200);
	accessPoint.regain();
	await delay(30);
	assert.equal(wifi.connection, 200);
	wifi.connect({ SSID: "home" });
	await until(() => wifi.connection === 500);
});

test("disconnect and close tell nothing; after close all but close throws", async (context) => {
	const { wifi, events } = station(context);
	wifi.connect({ SSID: "home" });
	await until(() => wifi.connection === 500);
	events.length = 0;
	wifi.disconnect();
	await delay(30);
	assert.equal(wifi.connection, 200);
	wifi.connect({ SSID: "home" });
	wifi.close();
	wifi.close();
	await delay(30);
	assert.deepEqual(events, []);
	assert.throws(() => wifi.connection, /closed/);
	assert.throws(() => wifi.connect({ SSID: "home" }), /closed/);
});

test("connect needs an SSID", (context) => {
	const { wifi } = station(context);
	assert.throws(() => wifi.connect({} as never), /^Error: SSID required$/);
});

test("trace prints whole lines, marked", () => {
	const output = new PassThrough();
	installTrace(output as unknown as NodeJS.WriteStream);
	const { trace } = globalThis as unknown as { trace: (...values: unknown[]) => void };
	trace("clients ", 3);
	assert.equal(output.read(), null);
	trace(", ready ", true, "\nnext");
	trace("\n");
	assert.equal(String(output.read()), "device: clients 3, ready true\ndevice: next\n");
});

test("a trace that is held back comes later, without what has been told", () => {
	const output = new PassThrough();
	const held = installTrace(output as unknown as NodeJS.WriteStream);
	const { trace } = globalThis as unknown as { trace: (...values: unknown[]) => void };
	held.hold();
	trace("one\ntwo\nthree\n");
	assert.equal(output.read(), null);
	held.show("two");
	held.show("one");
	trace("two\n");
	assert.equal(String(output.read()), "device: one\ndevice: three\ndevice: two\n");
});
