/*
	The pages in a real Chromium, served by the desktop host: with the virtual board at hand, while the device restarts, is
	full, or does not answer.
*/

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import { pagesSuite } from "./pages.suite.js";
import {
	banner,
	exported,
	isLive,
	isNamed,
	isStale,
	large,
	led,
	ledsOf,
	nameOf,
	onAndOff,
	reads,
	sees,
	shines,
	toast,
} from "./pageview.js";

describe("the pages in a browser", { skip }, () => {
	const open = useBrowser();
	let folder: string;
	let words: string[];
	let desktop: Desktop;
	let address: string;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		words = ["maxClients=4", "--preferences", join(folder, "preferences.json")];
		desktop = await Desktop.start(words);
		address = `http://127.0.0.1:${desktop.port}/`;
	});
	after(async () => {
		await desktop?.close();
		rmSync(folder, { recursive: true });
	});

	/** Runs `meanwhile` while the device is off, on the same port before and after. */
	async function restart(meanwhile: () => Promise<void>): Promise<void> {
		const { port } = desktop;
		await desktop.close();
		await meanwhile();
		desktop = await Desktop.start(["--port", String(port), ...words]);
	}

	pagesSuite(() => desktop, open);

	test("the virtual board's switches with the mouse and the keys; its LEDs light", async () => {
		const page = await open(address, large);
		const board = await open(desktop.board);
		await sees(page);
		await board.locator(".switches button").nth(2).click();
		await sees(page, 3);
		await board.keyboard.press("8");
		await sees(page, 3, 8);
		await led(page, 3).click();
		await shines(page, 3);
		assert.deepEqual(await ledsOf(desktop), onAndOff([3]));
		await screenshot(page, "page");
		await screenshot(board, "board");
		await led(page, 3).click();
		await board.keyboard.press("3");
		await board.locator(".switches button").nth(7).click();
		await sees(page);
		await shines(page);
	});

	/** A page whose board hears none of its commands; `answer` says something in the board's place. */
	async function openUnheard() {
		let answer = (_text: string) => {};
		const page = await open(address, {}, (page) =>
			page.routeWebSocket(/ws$/, (socket) => {
				socket.connectToServer();
				socket.onMessage(() => {});
				answer = (text) => socket.send(text);
			}),
		);
		return { page, answer: (text: string) => answer(text) };
	}

	test("a press is pending until the board confirms it, and put back if it does not", async () => {
		const { page, answer } = await openUnheard();
		await shines(page);
		const third = led(page, 3);
		await third.click();
		await reads(page, '[aria-label="LED 3"] .lit', "On…");
		assert.equal(await third.getAttribute("aria-checked"), "false", "what the board says");
		await screenshot(page, "page-pending");
		await reads(page, "#word", "Waiting");
		assert.equal(await page.evaluate(() => document.documentElement.dataset.freshness), "doubtful");
		await toast(page, "The board did not confirm LED 3.");
		await shines(page);
		await third.click();
		answer('{"error":"There is no led3 here.","command":"leds"}');
		await toast(page, "There is no led3 here.");
		await reads(page, "#word", "Live");
		await shines(page);
		await page.getByRole("button", { name: "Dismiss" }).click();
		await page.locator("#toast").waitFor({ state: "hidden" });
	});

	test("a message about a press goes when the board has done it after all, and Retry presses again", async () => {
		let isHeard = false;
		const page = await open(address, {}, (page) =>
			page.routeWebSocket(/ws$/, (socket) => {
				const board = socket.connectToServer();
				socket.onMessage((message) => {
					if (isHeard) board.send(message);
				});
			}),
		);
		await shines(page);
		await led(page, 3).click();
		await toast(page, "The board did not confirm LED 3.");
		isHeard = true;
		await page.getByRole("button", { name: "Retry" }).click();
		await shines(page, 3);
		await page.locator("#toast").waitFor({ state: "hidden" });
		isHeard = false;
		await led(page, 3).click();
		await toast(page, "The board did not confirm LED 3.");
		const other = await open(address);
		await led(other, 3).click();
		await shines(page);
		await page.locator("#toast").waitFor({ state: "hidden" });
		await reads(page, "#word", "Live");
	});

	test("a name is pending until the board confirms it, and put back with its sentence if it refuses", async () => {
		const { page, answer } = await openUnheard();
		await isLive(page);
		await nameOf(page, 3).fill("Pump");
		await page.keyboard.press("Enter");
		await page.locator('[aria-label="Name of switch 3"][aria-busy="true"]').waitFor();
		assert.equal(await nameOf(page, 3).inputValue(), "Pump");
		answer('{"error":"The name of dip3 is not to my taste.","command":"names"}');
		await toast(page, "The name of dip3 is not to my taste.");
		await isNamed(page, 3, "");
		await nameOf(page, 3).fill("Pump");
		await nameOf(page, 4).focus();
		await toast(page, "The board did not confirm the name of switch 3.");
		await isNamed(page, 3, "");
	});

	test("a page shows the LEDs that its board has, and without any no place for them", async () => {
		for (const [pins, count] of [
			["leds.pins=2,8", 2],
			["leds.pins=", 0],
		] as const) {
			const other = await Desktop.start([pins]);
			const page = await open(`http://127.0.0.1:${other.port}/`);
			await isLive(page);
			assert.equal(await page.getByRole("switch").count(), count);
			assert.equal(await page.locator(".led:visible").count(), count);
			assert.equal(await page.locator(".leds").isVisible(), count > 0);
			await other.close();
		}
	});

	test("one browser too many is told so, and gets a place when one is free", async () => {
		const pages = [await open(address), await open(address), await open(address), await open(address)];
		for (const page of pages) await isLive(page);
		const page = await open(address, large);
		await banner(page, "All places on this board are taken");
		await screenshot(page, "page-full");
		await pages[0].close();
		await isLive(page);
	});

	test("the board restarts: names are kept, the page says that it is stale, and what it did not see is a gap", async () => {
		const page = await open(address, large);
		await nameOf(page, 2).fill("Valve");
		await page.keyboard.press("Enter");
		await page.waitForFunction(() => !document.querySelector(".name [aria-busy=true]"));
		await desktop.flip(2);
		await sees(page, 2);
		await led(page, 1).click();
		await shines(page, 1);
		// Names are written a second after the last change.
		const file = join(folder, "preferences.json");
		while (!readFileSync(file, { encoding: "utf8", flag: "a+" }).includes("Valve"))
			await new Promise((wake) => setTimeout(wake, 100));
		await restart(async () => {
			await isStale(page);
			await banner(page, /^No connection since .*\d\d/);
			assert.ok(await led(page, 1).isDisabled());
			await page.keyboard.press("Space");
			await toast(page, "Without a connection the page could not change LED 1.");
			assert.equal(await nameOf(page, 2).isEditable(), false);
			await screenshot(page, "page-stale");
		});
		await isLive(page);
		await sees(page);
		await shines(page);
		await toast(page, /^The board restarted at .*\d\d.*Its counts start again at 0\.$/);
		await isNamed(page, 2, "Valve");
		await reads(page, "tbody tr:nth-child(2) .since", "not yet");
		const boxes = async (part: string) =>
			((await page.locator(`tbody tr:nth-child(2) .${part}`).getAttribute("d")) ?? "").split("M").length - 1;
		assert.equal(await boxes("away"), 1);
		assert.ok((await boxes("known")) >= 3, "before and after the flip, and after the gap");
		const events = (await exported(page)).match(/,(offline|online),/g);
		assert.deepEqual(events, [",online,", ",offline,", ",online,"]);
		assert.ok(await led(page, 1).isEnabled());
		await nameOf(page, 2).fill("");
		await page.keyboard.press("Enter");
		await isNamed(page, 2, "");
	});

	test("the device's page says that the board has restarted", async () => {
		const page = await open(`${address}device.html`, large);
		await isLive(page);
		assert.equal(await page.locator("#toast").isVisible(), false);
		await restart(() => isStale(page).then(() => {}));
		await isLive(page);
		await toast(page, /^The board restarted at .*\d\d/);
	});
});
