/*
	The board's secret in a real Chromium: asked for once, kept in a cookie that no script can read.
*/

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launch, screenshot, skip } from "./chromium.js";
import { Desktop } from "./device.js";
import { isLive, large, led, ledsOf, onAndOff, shines } from "./pageview.js";

describe("the page and the board's secret", { skip }, () => {
	let browser: Browser;

	before(async () => {
		browser = await launch();
	});
	after(() => browser?.close());

	/** A board with a secret, and two tabs of one browser on it. */
	async function withTabs(words: string[], use: (one: Page, other: Page, desktop: Desktop) => Promise<void>) {
		const desktop = await Desktop.start(["token=abcdefgh", ...words]);
		const context = await browser.newContext(large);
		try {
			const [one, other] = [await context.newPage(), await context.newPage()];
			for (const page of [one, other]) await page.goto(`http://127.0.0.1:${desktop.port}/`);
			await use(one, other, desktop);
		} finally {
			await context.close();
			await desktop.close();
		}
	}

	const field = (page: Page) => page.getByLabel("Secret of this board");
	const enter = async (page: Page, secret: string) => {
		await field(page).fill(secret);
		await page.keyboard.press("Enter");
	};

	test("for watching: nothing is shown until it is known, in any tab", async () => {
		await withTabs(["tokenFor=all"], async (one, other) => {
			for (const page of [one, other]) await page.getByText("Only those who know its secret can watch").waitFor();
			assert.equal(await one.locator("#word").textContent(), "Locked");
			await screenshot(one, "page-locked");
			await enter(one, "wrong");
			await one.getByText("That is not the secret").waitFor();
			assert.equal(await field(one).inputValue(), "wrong");
			await enter(one, "abcdefgh");
			for (const page of [one, other]) {
				await isLive(page);
				await field(page).waitFor({ state: "hidden" });
			}
			const known = await one.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
			assert.deepEqual(known, ["", 0, 0], "no script can read the secret");
			await one.reload();
			await isLive(one);
			assert.equal(await field(one).inputValue(), "");
		});
	});

	test("for commanding: everybody watches, a press asks once, and the next one does it", async () => {
		await withTabs(["tokenFor=control"], async (one, other, desktop) => {
			for (const page of [one, other]) await shines(page);
			await led(one, 3).focus();
			await one.keyboard.press("Space");
			await one.getByText("Only those who know its secret can switch").waitFor();
			await shines(one);
			await screenshot(one, "page-secret");
			await one.keyboard.type("abcdefgh");
			await one.keyboard.press("Enter");
			await one.getByText("Unlocked: press again.").waitFor();
			await isLive(one);
			assert.deepEqual(await ledsOf(desktop), onAndOff([]), "no command without a press");
			await one.keyboard.press("Space");
			for (const page of [one, other]) await shines(page, 3);
			assert.deepEqual(await ledsOf(desktop), onAndOff([3]));
		});
	});
});
