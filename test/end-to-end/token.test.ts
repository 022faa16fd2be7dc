/*
	The board's token in a real Chromium: asked for in a dialog, once, kept in a cookie that no script can read.
*/

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import { faultsOf } from "./axe.js";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop, freePort, secureConfig } from "./device.js";
import { isLive, isNamed, large, led, ledsOf, nameOf, onAndOff, shines, text } from "./pageview.js";

describe("the pages and the board's token", { skip }, () => {
	const open = useBrowser();

	/** A board with a token, and two tabs of one browser on it. */
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

	const field = (page: Page) => page.getByLabel("Token");
	const enter = async (page: Page, token: string) => {
		await field(page).fill(token);
		await page.keyboard.press("Enter");
	};

	test("for watching: nothing is shown until it is known, in any tab", async () => {
		await withTabs(["tokenFor=all"], async (one, other) => {
			for (const page of [one, other]) await page.getByText("Its switches are shown only to those").waitFor();
			assert.equal(await text(one, "#word"), "Locked");
			assert.deepEqual(await faultsOf(one), []);
			await screenshot(one, "page-locked");
			await enter(one, "wrong");
			await one.getByText("That is not this board’s token.").waitFor();
			assert.equal(await field(one).inputValue(), "wrong");
			await enter(one, "abcdefgh");
			for (const page of [one, other]) {
				await isLive(page);
				await field(page).waitFor({ state: "hidden" });
			}
			await one.reload();
			const known = await one.evaluate(() => JSON.stringify([document.cookie, localStorage, sessionStorage]));
			assert.doesNotMatch(known, /abcdefgh/, "no script can read the token");
			await isLive(one);
			assert.equal(await field(one).inputValue(), "");
		});
	});

	test("for watching the device, too: one token for both pages", async () => {
		await withTabs(["tokenFor=all"], async (one, other) => {
			await other.bringToFront();
			await field(other).waitFor();
			await other.keyboard.press("Escape");
			await field(other).waitFor({ state: "hidden" });
			await other.getByText("Device").click();
			await other.getByText("Its switches are shown only to those").waitFor();
			assert.deepEqual(await faultsOf(other), []);
			await screenshot(other, "device-locked");
			await enter(other, "abcdefgh");
			for (const page of [one, other]) await isLive(page);
		});
	});

	test("Escape leaves the question, no attempt asks again, and Unlock does", async () => {
		await withTabs(["tokenFor=all"], async (one) => {
			await field(one).waitFor();
			await one.keyboard.press("Escape");
			await field(one).waitFor({ state: "hidden" });
			await one.getByText("only to those who know its token").first().waitFor();
			// Several attempts to connect later.
			await new Promise((wake) => setTimeout(wake, 3000));
			assert.equal(await field(one).isVisible(), false);
			await one.getByRole("button", { name: "Unlock" }).click();
			await enter(one, "abcdefgh");
			await isLive(one);
		});
	});

	test("for commanding: everybody watches, a press asks, and is done once the token is known", async () => {
		await withTabs(["tokenFor=control"], async (one, other, desktop) => {
			for (const page of [one, other]) await shines(page);
			await one.setViewportSize({ width: 390, height: 400 });
			await led(one, 3).focus();
			await one.evaluate(() => window.scrollTo(0, 150));
			await one.keyboard.press("Space");
			await one.getByText("Only those who know its token can switch").waitFor();
			await shines(one);
			await screenshot(one, "page-token");
			await one.keyboard.press("Escape");
			await field(one).waitFor({ state: "hidden" });
			assert.equal(await one.evaluate(() => document.activeElement?.getAttribute("aria-label")), "LED 3");
			assert.equal(await one.evaluate(() => window.scrollY), 150, "the page stays where it was scrolled to");
			assert.deepEqual(await ledsOf(desktop), onAndOff([]));
			await one.keyboard.press("Space");
			await field(one).waitFor();
			await one.keyboard.type("abcdefgh");
			await one.keyboard.press("Enter");
			for (const page of [one, other]) await shines(page, 3);
			assert.deepEqual(await ledsOf(desktop), onAndOff([3]), "what was pressed is done");
			await led(one, 4).click();
			for (const page of [one, other]) await shines(page, 3, 4);
		});
	});

	test("for naming: the name that was given is kept once the token is known", async () => {
		await withTabs(["tokenFor=control"], async (one, other) => {
			await isLive(one);
			await isLive(other);
			await nameOf(one, 1).fill("Pump");
			await one.keyboard.press("Enter");
			await field(one).waitFor();
			await enter(one, "abcdefgh");
			for (const page of [one, other]) await isNamed(page, 1, "Pump");
			await nameOf(one, 1).fill("");
			await one.keyboard.press("Enter");
			await isNamed(other, 1, "");
		});
	});
});

describe("the token by https and by http", { skip }, () => {
	const open = useBrowser("--ignore-certificate-errors");

	test("a browser that has logged in at one of them can do so at the other", async () => {
		const port = await freePort();
		const desktop = await Desktop.start(["token=abcdefgh", "tokenFor=all", ...secureConfig(port)]);
		try {
			const page = await open(`https://127.0.0.1:${port}/`, large);
			for (const address of [`http://127.0.0.1:${desktop.port}/`, ""]) {
				await page.getByLabel("Token").fill("abcdefgh");
				await page.keyboard.press("Enter");
				await isLive(page);
				await page.reload();
				await isLive(page);
				if (address) await page.goto(address);
			}
			await page.goto(`https://127.0.0.1:${port}/`);
			await isLive(page);
		} finally {
			await desktop.close();
		}
	});
});
