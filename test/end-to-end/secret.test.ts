/*
	The board's secret in a real Chromium: asked for once, kept in a cookie that no script can read.
*/

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import { faultsOf } from "./axe.js";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import { isLive, isNamed, large, led, ledsOf, nameOf, onAndOff, shines, text } from "./pageview.js";

describe("the pages and the board's secret", { skip }, () => {
	const open = useBrowser();

	/** A board with a secret, and two tabs of one browser on it. */
	async function withTabs(words: string[], use: (one: Page, other: Page, desktop: Desktop) => Promise<void>) {
		const desktop = await Desktop.start(["token=abcdefgh", ...words]);
		try {
			const one = await open(`http://127.0.0.1:${desktop.port}/`, large);
			const other = await one.context().newPage();
			await other.goto(one.url());
			await use(one, other, desktop);
		} finally {
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
			assert.equal(await text(one, "#word"), "Locked");
			assert.deepEqual(await faultsOf(one), []);
			await screenshot(one, "page-locked");
			await enter(one, "wrong");
			await one.getByText("That is not the secret").waitFor();
			assert.equal(await field(one).inputValue(), "wrong");
			await enter(one, "abcdefgh");
			for (const page of [one, other]) {
				await isLive(page);
				await field(page).waitFor({ state: "hidden" });
			}
			await one.reload();
			const known = await one.evaluate(() => JSON.stringify([document.cookie, localStorage, sessionStorage]));
			assert.doesNotMatch(known, /abcdefgh/, "no script can read the secret");
			await isLive(one);
			assert.equal(await field(one).inputValue(), "");
		});
	});

	test("for watching the device, too: one secret for both pages", async () => {
		await withTabs(["tokenFor=all"], async (one, other) => {
			await other.getByText("Device").click();
			await other.getByText("Only those who know its secret can watch").waitFor();
			assert.deepEqual(await faultsOf(other), []);
			await screenshot(other, "device-locked");
			await enter(other, "abcdefgh");
			for (const page of [one, other]) await isLive(page);
		});
	});

	test("for commanding: everybody watches, a press asks once, and the next one does it", async () => {
		await withTabs(["tokenFor=control"], async (one, other, desktop) => {
			for (const page of [one, other]) await shines(page);
			await led(one, 3).focus();
			await one.keyboard.press("Space");
			await one.getByText("Only those who know its secret can command").waitFor();
			await shines(one);
			await screenshot(one, "page-secret");
			await one.keyboard.type("abcdefgh");
			await one.keyboard.press("Enter");
			await one.getByText("Unlocked: try again.").waitFor();
			await isLive(one);
			assert.deepEqual(await ledsOf(desktop), onAndOff([]), "no command without a press");
			await one.keyboard.press("Space");
			for (const page of [one, other]) await shines(page, 3);
			assert.deepEqual(await ledsOf(desktop), onAndOff([3]));
		});
	});

	test("for naming: a name that needs the secret is put back, and can be given once it is known", async () => {
		await withTabs(["tokenFor=control"], async (one, other) => {
			await isLive(one);
			await isLive(other);
			await nameOf(one, 1).fill("Pump");
			await one.keyboard.press("Enter");
			await one.getByText("Only those who know its secret can command").waitFor();
			assert.equal(await nameOf(one, 1).inputValue(), "");
			await enter(one, "abcdefgh");
			await one.getByText("Unlocked: try again.").waitFor();
			await isLive(one);
			await nameOf(one, 1).fill("Pump");
			await one.keyboard.press("Enter");
			await isNamed(other, 1, "Pump");
			await nameOf(one, 1).fill("");
			await one.keyboard.press("Enter");
			await isNamed(other, 1, "");
		});
	});
});
