/*
	How the pages look: in every size from 320 px to 4K, in light and dark nothing is cut off, and axe finds nothing in any
	state. The pictures are in build/screenshots/.
*/

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faultsOf } from "./axe.js";
import { launch, screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import {
	banner,
	fitsAllWidths,
	isLive,
	isNamed,
	isStale,
	led,
	misfits,
	nameOf,
	overflow,
	sees,
	toast,
} from "./pageview.js";

const windows = [
	[320, 1180],
	[390, 844],
	[768, 1024],
	[1280, 810],
	[1920, 1080],
	[3840, 2160],
] as const;

describe("the looks of the pages", { skip }, () => {
	const open = useBrowser();
	let desktop: Desktop;

	before(async () => {
		desktop = await Desktop.start([]);
		for (const position of [2, 5, 6]) await desktop.flip(position);
	});
	after(() => desktop?.close());

	for (const [name, path] of [
		["page", ""],
		["device", "device.html"],
	]) {
		for (const colorScheme of ["light", "dark"] as const) {
			test(`${name}, ${colorScheme}`, async () => {
				for (const [width, height] of windows) {
					const viewport = { width, height };
					const page = await open(`http://127.0.0.1:${desktop.port}/${path}`, { viewport, colorScheme });
					await isLive(page);
					await screenshot(page, `${name}-${width}-${colorScheme}`);
					assert.ok((await overflow(page)) <= 0, `${width}: ${await overflow(page)} px too wide`);
					assert.deepEqual(await faultsOf(page), [], `${width}`);
					await page.context().close();
				}
			});
		}
	}

	test("nothing is cut off or sticks out at any width, though names are long", async () => {
		const names = ["W".repeat(24), "泵".repeat(24), "Greenhouse door north 24", "g w ".repeat(5)];
		for (const path of ["", "device.html"]) {
			const page = await open(`http://127.0.0.1:${desktop.port}/${path}`);
			await isLive(page);
			for (const isNamedLong of path ? [false] : [false, true]) {
				for (const [index, name] of isNamedLong ? names.entries() : []) {
					await nameOf(page, index + 1).fill(name.trim());
					await page.keyboard.press("Enter");
					await isNamed(page, index + 1, name.trim());
				}
				await fitsAllWidths(page);
			}
			for (const index of path ? [] : names.keys()) {
				await nameOf(page, index + 1).fill("");
				await page.keyboard.press("Enter");
				await isNamed(page, index + 1, "");
			}
		}
	});

	test("a page is whole without a script, and says what it needs", async () => {
		for (const path of ["", "device.html"]) {
			const page = await open(`http://127.0.0.1:${desktop.port}/${path}`, { javaScriptEnabled: false });
			await page.getByText("with JavaScript on").waitFor();
			assert.equal(await page.locator("tbody, dl").first().isVisible(), false, "what is not known is not shown");
		}
	});

	test("twice as large a text, as a person may set it: nothing is wider than its window or cut off", async () => {
		const browser = await launch("--blink-settings=defaultFontSize=32");
		for (const [name, path] of [
			["page", ""],
			["device", "device.html"],
		])
			for (const width of [390, 1280, 1920]) {
				const page = await browser.newPage({ viewport: { width, height: 900 } });
				await page.goto(`http://127.0.0.1:${desktop.port}/${path}`);
				await isLive(page);
				await screenshot(page, `${name}-${width}-large-text`);
				assert.ok((await overflow(page)) <= 0, `${width}: ${await overflow(page)} px too wide`);
				assert.deepEqual(await misfits(page), [], `${width}`);
				await page.close();
			}
		await browser.close();
	});

	test("those who want less motion get none", async () => {
		const page = await open(`http://127.0.0.1:${desktop.port}/`, { reducedMotion: "reduce" });
		await sees(page, 2, 5, 6);
		await led(page, 1).click();
		const durations = await page.evaluate(() =>
			[...document.querySelectorAll("*")].flatMap((element) =>
				[getComputedStyle(element), getComputedStyle(element, "::before")].flatMap(
					({ transitionDuration, animationDuration }) => [...transitionDuration.split(", "), animationDuration],
				),
			),
		);
		assert.deepEqual([...new Set(durations)], ["0s"]);
	});

	test("axe finds nothing while a name is edited and refused, nor when the board is gone", async () => {
		const other = await Desktop.start([]);
		for (const colorScheme of ["light", "dark"] as const) {
			const page = await open(`http://127.0.0.1:${other.port}/`, { colorScheme });
			await isLive(page);
			await nameOf(page, 1).fill("a\u202eb");
			await toast(page, "invisible character");
			assert.deepEqual(await faultsOf(page), []);
		}
		const pages = [];
		for (const path of ["", "device.html"])
			for (const colorScheme of ["light", "dark"] as const)
				pages.push(await open(`http://127.0.0.1:${other.port}/${path}`, { colorScheme }));
		for (const page of pages) await isLive(page);
		await other.close();
		for (const [index, page] of pages.entries()) {
			await isStale(page);
			await banner(page, "Is the board powered");
			assert.deepEqual(await faultsOf(page), []);
			await screenshot(page, `stale-${index}`);
		}
	});
});
