/*
	The page in a real Chromium: from the hand on the virtual board to the words on every open page, and from a press on the
	page to the LEDs of the board; with and without the board's secret.
*/

import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch, openPage, screenshot, skip } from "./chromium.js";
import { Desktop } from "./device.js";
import { isLive, isStale, large, led, ledsOf, onAndOff, sees, shines, words } from "./pageview.js";

describe("the page in a browser", { skip }, () => {
	let browser: Browser;
	let desktop: Desktop;
	let address: string;

	before(async () => {
		browser = await launch();
		desktop = await Desktop.start(["maxClients=3"]);
		address = `http://127.0.0.1:${desktop.port}/`;
	});
	afterEach(async () => {
		for (const context of browser.contexts()) await context.close();
	});
	after(async () => {
		await browser?.close();
		await desktop?.close();
	});

	const threePages = async () => [
		await openPage(browser, address, large),
		await openPage(browser, address),
		await openPage(browser, address),
	];

	test("flip → page: on the board with the mouse and the keys, seen on three pages at once", async (context) => {
		const pages = await threePages();
		const board = await openPage(browser, desktop.board);
		for (const { page } of pages) await sees(page);
		await board.page.locator(".switches button").nth(2).click();
		for (const { page } of pages) await sees(page, 3);
		context.diagnostic(`flip → page: ${(await words(pages[0].page)).join(" ")}`);
		await board.page.keyboard.press("8");
		for (const { page } of pages) await sees(page, 3, 8);
		assert.equal(await pages[0].page.locator("#decimal").textContent(), "132");
		await screenshot(pages[0].page, "page");
		await screenshot(board.page, "board");
		await board.page.keyboard.press("3");
		await board.page.locator(".switches button").nth(7).click();
		for (const { page } of pages) await sees(page);
		for (const { complaints } of [...pages, board]) assert.deepEqual(complaints, []);
	});

	test("press → board: an LED toggled on one page is seen on all, and shines", async () => {
		const pages = await threePages();
		for (const { page } of pages) await shines(page);
		await led(pages[0].page, 3).click();
		for (const { page } of pages) await shines(page, 3);
		await led(pages[1].page, 8).click();
		for (const { page } of pages) await shines(page, 3, 8);
		assert.deepEqual(await ledsOf(desktop), onAndOff([3, 8]));
		assert.equal(await led(pages[2].page, 8).getAttribute("aria-checked"), "true");
		assert.equal(await pages[2].page.locator("#changes").textContent(), "LED 8 On");
		await screenshot(pages[0].page, "page-leds");
		await pages[2].page.reload();
		await shines(pages[2].page, 3, 8);
		await led(pages[2].page, 3).dblclick();
		await led(pages[2].page, 8).click();
		for (const { page } of pages) await shines(page, 3);
		await led(pages[1].page, 3).click();
		for (const { page } of pages) await shines(page);
		for (const { complaints } of pages) assert.deepEqual(complaints, []);
	});

	test("LEDs need nothing but the keyboard", async () => {
		const { page } = await openPage(browser, address);
		await shines(page);
		for (const key of ["Tab", "Space", "Tab", "Tab", "Enter"]) await page.keyboard.press(key);
		await shines(page, 1, 3);
		for (const key of ["Enter", "Shift+Tab", "Shift+Tab", "Space"]) await page.keyboard.press(key);
		await shines(page);
	});

	test("a press is pending until the board confirms it, and put back if it does not", async () => {
		const { page } = await openPage(browser, "about:blank");
		let answer = (_text: string) => {};
		await page.routeWebSocket(/ws$/, (socket) => {
			socket.connectToServer();
			socket.onMessage(() => {});
			answer = (text) => socket.send(text);
		});
		await page.goto(address);
		await shines(page);
		const third = led(page, 3);
		await third.click();
		assert.equal(await third.locator(".word").textContent(), "On…");
		assert.equal(await third.getAttribute("aria-checked"), "false", "what the board says");
		await screenshot(page, "page-pending");
		await page.getByText("The board did not confirm LED 3.").waitFor();
		await shines(page);
		await third.click();
		answer('{"error":"There is no led3 here."}');
		await page.getByText("There is no led3 here.").waitFor();
		await shines(page);
	});

	test("a page shows the LEDs that its board has, and without any no card", async () => {
		for (const [pins, count] of [
			["leds.pins=2,8", 2],
			["leds.pins=", 0],
		] as const) {
			const other = await Desktop.start([pins]);
			const { page } = await openPage(browser, `http://127.0.0.1:${other.port}/`);
			await isLive(page);
			assert.equal(await page.getByRole("switch").count(), count);
			assert.equal(await page.getByRole("heading", { name: "LEDs" }).count(), count ? 1 : 0);
			await other.close();
		}
	});

	test("a reload shows the state at once", async () => {
		const { page } = await openPage(browser, address);
		await desktop.flip(5);
		await sees(page, 5);
		await page.reload();
		await sees(page, 5);
		await desktop.flip(5);
		await sees(page);
	});

	test("small and large, dark and light, nothing is cut off", async () => {
		for (const [width, height, colorScheme] of [
			[320, 1180, "light"],
			[320, 1180, "dark"],
			[1920, 1080, "light"],
			[1280, 810, "dark"],
		] as const) {
			const options = { viewport: { width, height }, colorScheme };
			const { page } = await openPage(browser, address, options);
			await isLive(page);
			await screenshot(page, `page-${width}-${colorScheme}`);
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			assert.ok(overflow <= 0, `${width}: ${overflow} px too wide`);
			await page.context().close();
		}
	});

	test("one browser too many is told so, and gets a place when one is free", async () => {
		const pages = await threePages();
		for (const { page } of pages) await isLive(page);
		const { page } = await openPage(browser, address);
		await page.getByText("maximum number of browsers").waitFor();
		await screenshot(page, "page-full");
		await pages[0].page.close();
		await isLive(page);
	});

	test("the board restarts: the page says that it is stale, and recovers by itself", async () => {
		const { page } = await openPage(browser, address);
		await desktop.flip(2);
		await sees(page, 2);
		await led(page, 1).click();
		await shines(page, 1);
		const { port } = desktop;
		await desktop.close();
		await isStale(page);
		assert.match((await page.locator(".badge").first().textContent()) ?? "", /Stale/);
		assert.ok(await led(page, 1).isDisabled());
		await page.keyboard.press("Space");
		await screenshot(page, "page-stale");
		desktop = await Desktop.start(["--port", String(port), "maxClients=3"]);
		await isLive(page);
		await sees(page);
		await shines(page);
		assert.ok(await led(page, 1).isEnabled());
		await page.keyboard.press("Space");
		await shines(page, 1);
	});
});
