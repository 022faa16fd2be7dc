/*
	The page in a real Chromium: from the hand on the virtual board to the words on every open page.
*/

import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launch, openPage, screenshot, skip } from "./chromium.js";
import { Desktop } from "./device.js";

const words = (page: Page): Promise<string[]> => page.locator(".states .word").allTextContents();

/** Waits until the page shows exactly these switches as On. */
async function sees(page: Page, ...on: number[]): Promise<void> {
	const expected = Array.from({ length: 8 }, (_, i) => (on.includes(i + 1) ? "On" : "Off")).join(" ");
	await page.waitForFunction(
		(text) => [...document.querySelectorAll(".states .word")].map((word) => word.textContent).join(" ") === text,
		expected,
	);
}

const isLive = (page: Page) => page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
const isStale = (page: Page) => page.waitForFunction(() => document.documentElement.dataset.freshness === "stale");

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

	test("flip → page: on the board with the mouse and the keys, seen on three pages at once", async (context) => {
		const pages = [
			await openPage(browser, address),
			await openPage(browser, address),
			await openPage(browser, address),
		];
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
			[320, 640, "light"],
			[320, 640, "dark"],
			[1920, 1080, "light"],
			[1280, 800, "dark"],
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
		const pages = [
			await openPage(browser, address),
			await openPage(browser, address),
			await openPage(browser, address),
		];
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
		const { port } = desktop;
		await desktop.close();
		await isStale(page);
		assert.match((await page.locator(".badge").first().textContent()) ?? "", /Stale/);
		await screenshot(page, "page-stale");
		desktop = await Desktop.start(["--port", String(port), "maxClients=3"]);
		await isLive(page);
		await sees(page);
	});
});
