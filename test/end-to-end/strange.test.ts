/*
	The pages in a real Chromium, told strange things: by boards that say less or more than they should, by people who give
	odd names, by switches that never rest, and by the computer's clock.
*/

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page, WebSocketRoute } from "playwright-core";
import { skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import {
	banner,
	exported,
	fitsAllWidths,
	isLive,
	isNamed,
	isStale,
	led,
	nameOf,
	onAndOff,
	overflow,
	reads,
	sees,
	text,
	texts,
	toast,
} from "./pageview.js";
import { until } from "./raw.js";

const narrow = { viewport: { width: 320, height: 600 } };

const dipSwitches = (on: number[]) => Object.fromEntries(onAndOff(on).map((word, index) => [`dip${index + 1}`, word]));

describe("pages that are told strange things", { skip }, () => {
	const open = useBrowser();
	let desktop: Desktop;

	before(async () => {
		desktop = await Desktop.start([]);
	});
	after(() => desktop?.close());

	/** A page whose board says what the test sends. */
	async function openWith(path: string, first: unknown[], options = {}) {
		let board: WebSocketRoute | undefined;
		const heard: unknown[] = [];
		let sockets = 0;
		const send = (...messages: unknown[]) => {
			for (const message of messages) board?.send(typeof message === "string" ? message : JSON.stringify(message));
		};
		const page = await open(`http://127.0.0.1:${desktop.port}/${path}`, options, async (page: Page) => {
			await page.routeWebSocket(/\/(ws|device)$/, (socket) => {
				board = socket;
				sockets++;
				socket.onMessage((message) => heard.push(JSON.parse(String(message))));
				send(...first);
			});
		});
		return { page, send, heard, sockets: () => sockets, close: () => board?.close() };
	}

	test("a board that says only its switches, as NetBurner's: what it does not say is a dash, nothing is invented", async () => {
		const { page, send, heard } = await openWith("", [{ dipSwitches: dipSwitches([1]) }]);
		await sees(page, 1);
		assert.deepEqual(await texts(page, ".since, .count"), new Array(16).fill(""));
		assert.equal(await page.getByRole("switch").count(), 0);
		assert.equal(await nameOf(page, 1).isEditable(), false);
		send({ dipSwitches: dipSwitches([]) });
		await sees(page);
		assert.match(await text(page, "tbody tr:first-child .since"), /^\d s ago/, "what the page has seen it knows");
		assert.deepEqual(heard, []);
	});

	test("unknown keys, wrong types and malformed messages are left alone", async () => {
		const state = { dipSwitches: dipSwitches([2]), changes: "many", ages: [1, 2], leds: { led1: "On", led3: "On" } };
		const { page, send } = await openWith("", [{ ...state, uptime: 5, __proto__: { x: 1 } }]);
		await sees(page, 2);
		await reads(page, ".lit", "On", ...new Array(7).fill(""));
		send(
			"",
			"{",
			"null",
			"[]",
			"7",
			{ names: null },
			{ names: [] },
			{ dipSwitches: null },
			{ error: 7 },
			{ error: "" },
		);
		send({ names: { dip1: 7, dip2: "ok", dip9: "x" }, more: {} }, { ...state, dipSwitches: dipSwitches([3]) });
		await sees(page, 3);
		await isNamed(page, 2, "ok");
		assert.equal(await nameOf(page, 1).inputValue(), "");
	});

	test("names are shown and never run, however they are written", async () => {
		const names = {
			dip1: '<img src=x onerror="document.title=1">',
			dip2: "‮evil‬",
			dip3: "שלום עולם",
			dip4: "👩‍🚀🌡️🏳️‍🌈".repeat(2),
			dip5: "x".repeat(5000),
			dip6: "</td></table><h1>hi",
			dip7: "\u0000\u0007",
			dip8: "W".repeat(24),
		};
		const { page, send } = await openWith("", [{ names }, { dipSwitches: dipSwitches([]) }], narrow);
		await isNamed(page, 1, names.dip1);
		send({ dipSwitches: dipSwitches([1, 5]) });
		await sees(page, 1, 5);
		assert.equal(await page.locator("td img, td h1, #live *").count(), 0);
		assert.equal(await page.title(), "Dipsocket · Switches");
		assert.ok((await overflow(page)) <= 0);
	});

	test("huge numbers fit", async () => {
		const most = Number.MAX_SAFE_INTEGER;
		const state = { dipSwitches: dipSwitches([1]), changes: new Array(8).fill(most), ages: new Array(8).fill(1e12) };
		const { page } = await openWith("", [state], narrow);
		await sees(page, 1);
		await page.getByText("11574 d 1 h ago").first().waitFor();
		await reads(page, "tbody tr:first-child .count", "9,007,199,254,740,991");
		assert.ok((await overflow(page)) <= 0);
		const many = { now: most, most, refused: most, limit: most };
		const device = {
			uptime: most,
			clients: many,
			messages: { in: most },
			heap: { free: most, least: 0 },
			signal: -most,
		};
		const other = await openWith(
			"device.html",
			[{ device: { ...device, name: "n".repeat(500), board: "<b>" } }],
			narrow,
		);
		await isLive(other.page);
		await reads(other.page, '[data-key="board"]', "<b>");
		assert.ok((await overflow(other.page)) <= 0);
	});

	test("a device that knows all of itself fits into any window, and so do ages and counts of years", async () => {
		const device = {
			name: "dipsocket-in-the-greenhouse",
			board: "ESP32-C3",
			version: "0.1.0",
			build: "6d0e38a-dirty",
			address: "192.168.100.105",
			signal: -81,
			reset: "power on, then the watchdog",
			resets: 12_345,
			clients: { now: 2, most: 4, refused: 123_456, limit: 8 },
			coalesced: 7,
			slots: { used: 1900, size: 3072 },
			chunks: { used: 10_704, size: 61_440 },
		};
		const told = (ms: number) => ({
			...device,
			uptime: 9e9 + ms,
			messages: { in: 123_456 + ms, out: 345_678 + 9 * ms },
			bytes: { in: 1e9 + 123 * ms, out: 5e9 + 123_456 * ms },
			heap: { free: 143_123 + ms, least: 120_123 },
		});
		const { page, send } = await openWith("device.html", [{ device: told(0) }]);
		await isLive(page);
		send({ device: told(2000) });
		send({ device: { ...told(5000), uptime: 9e9 + 4000, clients: { ...device.clients, now: 3 }, signal: -80 } });
		await page.locator("[data-chart=bytes]").waitFor();
		assert.equal(await page.locator("figure:visible").count(), 5);
		await fitsAllWidths(page);
		const state = { dipSwitches: dipSwitches([1]), changes: new Array(8).fill(1e9), ages: new Array(8).fill(1e12) };
		const other = await openWith("", [{ ...state, leds: { led1: "On", led8: "On" } }]);
		await sees(other.page, 1);
		await fitsAllWidths(other.page);
	});

	test("a restart is said, with what the page saw of it", async () => {
		const state = { dipSwitches: dipSwitches([1]), changes: new Array(8).fill(7), ages: new Array(8).fill(5000) };
		const { page, send } = await openWith("", [state]);
		await sees(page, 1);
		assert.equal(await page.locator("#toast").isVisible(), false);
		send({ ...state, changes: new Array(8).fill(0), ages: new Array(8).fill(1000) });
		await toast(page, /^The board restarted at .*\d\d/);
	});

	test("ages that no clock can tell are not believed, and the export goes on", async () => {
		const most = new Array(8).fill(Number.MAX_SAFE_INTEGER - 1);
		const { page } = await openWith("", [{ dipSwitches: dipSwitches([1]), changes: most, ages: most }]);
		await sees(page, 1);
		const rows = (await exported(page)).trim().split("\r\n").slice(1);
		assert.equal(rows.length, 9);
		for (const row of rows) assert.ok(Math.abs(Date.parse(row.split(",")[0]) - Date.now()) < 3_600_000, row);
	});

	test("a record that this page has not written is forgotten, and the page goes on", async () => {
		const state = { dipSwitches: dipSwitches([1]), changes: new Array(8).fill(1), ages: new Array(8).fill(1000) };
		const { page, send } = await openWith("", [state]);
		await sees(page, 1);
		for (const record of [
			"{",
			"null",
			"[1,2,3,4]",
			"[[],0,null,null]",
			"[[],0,[],[]]",
			"[[null],0,[],[]]",
			'[[{"at":9e15,"event":"online"}],0,[],[]]',
		]) {
			// The page saves when it is left, so what it finds is written as it begins.
			await page.addInitScript((text) => sessionStorage.setItem("record", text), record);
			await page.reload();
			await sees(page, 1);
			send({ ...state, dipSwitches: dipSwitches([1, 2]), changes: [1, 2, 1, 1, 1, 1, 1, 1] });
			await sees(page, 1, 2);
			assert.equal((await exported(page)).trim().split("\r\n").length, 11, record);
			assert.equal(await page.evaluate(() => sessionStorage.getItem("record")), "", record);
		}
	});

	test("a time that has been told stays in later exports, also after a reconnection and a reload", async () => {
		const first = Date.now();
		const state = () => ({
			dipSwitches: dipSwitches([1]),
			changes: new Array(8).fill(1),
			ages: new Array(8).fill(Math.round(Date.now() - first + 4000 + 2 * Math.random())),
		});
		const { page, close, send, sockets } = await openWith("", [state()]);
		await sees(page, 1);
		const times = async () => (await exported(page)).split("\r\n").filter((row) => row.includes(",change,"));
		const told = await times();
		assert.equal(told.length, 8);
		for (let i = 0; i < 5; i++) assert.deepEqual(await times(), told);
		close();
		await until(() => sockets() === 2, "a new socket");
		send(state());
		await isLive(page);
		assert.deepEqual(await times(), told);
		await page.reload();
		await isLive(page);
		assert.deepEqual(await times(), told);
	});

	test("a device that is gone: what is not known any more is a dash, in the charts' words, too", async () => {
		const counters = (count: number) => ({ messages: { in: count, out: 3 * count }, heap: { free: 1e5 + count } });
		const { page, send, close, sockets } = await openWith("device.html", [{ device: { uptime: 0, ...counters(0) } }]);
		await isLive(page);
		send({ device: { uptime: 2004, ...counters(1) } });
		const caption = '[data-chart="messages"] figcaption';
		await reads(page, `${caption} .value`, "0.5/s", "1.5/s");
		assert.equal(await page.locator('[data-chart="heap"] .least').isVisible(), false, "the least is not known");
		close();
		await reads(page, `${caption} .value`, "", "");
		const dash = await page
			.locator(`${caption} .value`)
			.first()
			.evaluate((value) => getComputedStyle(value, "::after").content);
		assert.match(dash, /–/);
		await until(() => sockets() === 2, "a new socket");
		send({ device: { heap: { free: 1e5, least: 9e4 } } });
		await page.locator('[data-chart="heap"] .least').waitFor();
	});

	test("a device that says little: dashes, and no chart of nothing", async () => {
		const { page, send } = await openWith("device.html", [{ device: {} }]);
		await isLive(page);
		assert.equal(await page.locator("[data-key]:not(:empty)").count(), 0);
		assert.equal(await page.locator("figure:visible").count(), 0);
		send({ device: { signal: "strong", heap: null, clients: 7, bytes: { in: -1, out: {} }, slots: { used: 5 } } });
		await reads(page, '[data-key="slots.used"]', "5");
		assert.equal(await page.locator("figure:visible").count(), 0);
	});

	test("20,000 flips as fast as they come: the last one shows, the record is bounded and says so", async () => {
		const changes = new Array(8).fill(0);
		const state = (on: number[]) => ({ dipSwitches: dipSwitches(on), changes, ages: new Array(8).fill(0) });
		const { page, send } = await openWith("", [state([])]);
		await sees(page);
		for (let i = 1; i <= 20_000; i++) {
			changes[2] = i;
			send(state(i % 2 ? [3] : []));
		}
		changes[7]++;
		send(state([8]));
		await sees(page, 8);
		await reads(page, "tbody tr:nth-child(3) .count", "20,000");
		await page.getByText("20,001 changes recorded; the newest 2,000 are kept").waitFor();
	});

	test("hidden for an hour: nothing piles up, and when it is seen again it asks the board anew", async () => {
		const { page, send } = await openWith("device.html", [{ device: { uptime: 0, clients: { now: 1 } } }]);
		await page.clock.install();
		await page.reload();
		await isLive(page);
		const hide = (hidden: boolean) =>
			page.evaluate((value) => {
				Object.defineProperty(document, "hidden", { value, configurable: true });
				document.dispatchEvent(new Event("visibilitychange"));
			}, hidden);
		await hide(true);
		for (let i = 1; i <= 1800; i++) {
			await page.clock.fastForward(2000);
			send({ device: { uptime: i * 2000, clients: { now: i % 8 } } });
		}
		await hide(false);
		await page.clock.runFor(2000);
		await isLive(page);
		const line = (await page.locator('[data-chart="clients"] path').getAttribute("d")) ?? "";
		assert.ok(line.length > 100 && line.length < 5000, `${line.length}`);
	});

	test("the computer's clock is set back an hour: wishes expire, ages and the strip go on", async () => {
		const state = { dipSwitches: dipSwitches([1]), leds: { led1: "Off" }, changes: new Array(8).fill(1) };
		const { page, send } = await openWith("", [{ ...state, ages: new Array(8).fill(5000) }]);
		await sees(page, 1);
		await page.evaluate(() => {
			const { now } = Date;
			Date.now = () => now() - 3_600_000;
		});
		await led(page, 1).click();
		await toast(page, "The board did not confirm LED 1.");
		await reads(page, ".lit", "Off", ...new Array(7).fill(""));
		send({ ...state, dipSwitches: dipSwitches([]), changes: [2, 1, 1, 1, 1, 1, 1, 1], ages: new Array(8).fill(0) });
		await sees(page);
		assert.match(await text(page, "tbody tr:first-child .since"), /^\d s ago/);
		await page.locator("tbody tr:first-child .on[d^=M]").waitFor({ state: "attached" });
	});

	test("a board that has gone without a word is missed, and shown as stale", async () => {
		const { page } = await openWith("device.html", [{ device: { uptime: 5 } }]);
		await isLive(page);
		await isStale(page);
		await banner(page, /^No connection since/);
	});

	test("a quiet board is asked over the socket: one that answers stays, one that does not is missed", async () => {
		const state = { dipSwitches: dipSwitches([1]) };
		const { page, send, heard, sockets } = await openWith("", [state]);
		await page.clock.install();
		await page.reload();
		await sees(page, 1);
		await page.clock.runFor(20_000);
		await until(() => heard.length === 1, "a question");
		send(state);
		await page.clock.runFor(24_000);
		await until(() => heard.length === 2, "another one");
		assert.equal(sockets(), 2, "one before the reload, one after it");
		await page.clock.runFor(2_000);
		await until(() => sockets() === 3, "a new socket");
		assert.deepEqual(heard, [{}, {}]);
	});

	test("opened while the board is down: it says so, and comes alive by itself", async () => {
		const state = { dipSwitches: dipSwitches([4]), leds: { led1: "On" } };
		const { page } = await openWith("", [state], {});
		await sees(page, 4);
		let down = true;
		await page.routeWebSocket(/\/ws$/, (socket) => {
			if (down) socket.close();
			else socket.send(JSON.stringify(state));
		});
		await page.route(/\/ws$/, (route) => route.abort());
		await page.reload();
		await banner(page, "The board does not answer.");
		assert.deepEqual(await texts(page, "tbody .word"), new Array(8).fill("Unknown"));
		assert.equal(await text(page, "#word"), "Connecting");
		down = false;
		await sees(page, 4);
		await reads(page, ".lit", "On", ...new Array(7).fill(""));
	});
});
