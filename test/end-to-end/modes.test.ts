/*
	The pages as people set their screens, and on paper: every state can be told in colours of a person's own, also on the
	virtual board; from a dark screen a page is printed dark on light; and what lies over a page lies well, in every size.
*/

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { faultsOf } from "./axe.js";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import { isLive, isStale, led, nameOf, sees, shines } from "./pageview.js";

const schemes = ["light", "dark"] as const;
const sizes = [
	[390, 844],
	[1280, 810],
] as const;

describe("colours of a person's own, paper, and what lies over a page", { skip }, () => {
	const open = useBrowser();
	let desktop: Desktop;
	afterEach(() => desktop?.close());

	/** The share of the pixels in which two parts of a page that are equally large differ at least 3:1, as they are seen. */
	async function apart(page: Page, one: Locator, other: Locator): Promise<number> {
		const taken = [];
		for (const part of [one, other]) taken.push((await part.screenshot({ animations: "disabled" })).toString("base64"));
		const blank = await page.context().newPage();
		const share = await blank.evaluate(async (pictures) => {
			const luminances: number[][] = [];
			for (const picture of pictures) {
				const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
				const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
				const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
				if (!canvas) throw new Error("no canvas");
				canvas.drawImage(bitmap, 0, 0, 40, 40);
				const { data } = canvas.getImageData(0, 0, 40, 40);
				const linear = (value: number) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
				luminances.push(
					Array.from(
						{ length: 1600 },
						(_, i) =>
							0.2126 * linear(data[4 * i]) + 0.7152 * linear(data[4 * i + 1]) + 0.0722 * linear(data[4 * i + 2]) + 0.05,
					),
				);
			}
			const [first, second] = luminances;
			return first.filter((light, i) => Math.max(light / second[i], second[i] / light) >= 3).length / first.length;
		}, taken);
		await blank.close();
		return share;
	}

	test("in colours of a person's own every state can be told, on the pages and on the virtual board", async () => {
		desktop = await Desktop.start([]);
		await desktop.flip(1);
		for (const colorScheme of schemes) {
			const page = await open(`http://127.0.0.1:${desktop.port}/`, { colorScheme, forcedColors: "active" });
			await sees(page, 1);
			if (colorScheme === "light") await led(page, 1).click();
			await shines(page, 1);
			await page.mouse.move(0, 0);
			const board = await open(desktop.board, { colorScheme, forcedColors: "active" });
			await board.getByText("Connected").waitFor();
			for (const [where, selector] of [
				[page, "tbody .word"],
				[page, ".led .lamp"],
				[page, ".package .position"],
				[board, ".leds .lamp"],
				[board, ".switches .slot"],
			] as const) {
				const parts = where.locator(selector);
				const [lit, dark, alike] = [parts.nth(0), parts.nth(1), parts.nth(2)];
				const shares = [await apart(where, lit, dark), await apart(where, dark, alike)];
				assert.ok(shares[0] > 0.15 && shares[1] < 0.1, `${colorScheme} ${selector}: ${shares}`);
			}
			await screenshot(page, `forced-page-${colorScheme}`);
			await screenshot(board, `forced-board-${colorScheme}`);
			await page.goto(`http://127.0.0.1:${desktop.port}/device.html`);
			await isLive(page);
			await screenshot(page, `forced-device-${colorScheme}`);
			for (const part of [page, board]) await part.context().close();
		}
	});

	test("printed from a dark screen a page is dark on light, and the switches fit on one sheet", async () => {
		desktop = await Desktop.start([]);
		await desktop.flip(1);
		for (const path of ["", "device.html"]) {
			const page = await open(`http://127.0.0.1:${desktop.port}/${path}`, { colorScheme: "dark" });
			await isLive(page);
			const sheets = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g);
			assert.equal(sheets?.length, 1);
			await page.emulateMedia({ media: "print", colorScheme: "dark" });
			assert.deepEqual(await faultsOf(page), []);
			const paper = await page.evaluate(() => {
				const { color, backgroundColor } = getComputedStyle(document.querySelector(".card") as Element);
				return [color, backgroundColor];
			});
			assert.deepEqual(paper, ["rgb(18, 26, 46)", "rgb(255, 255, 255)"]);
			await screenshot(page, path ? "print-device" : "print-page");
		}
	});

	test("a loss, what could not be done, and the question for the token: axe finds nothing, and all of it is within reach", async () => {
		for (const [width, height] of sizes)
			for (const colorScheme of schemes) {
				desktop = await Desktop.start(["token=abcdefgh"]);
				await desktop.flip(1);
				const viewport = { width, height };
				const options = { colorScheme, viewport, reducedMotion: "reduce" } as const;
				const page = await open(`http://127.0.0.1:${desktop.port}/`, options);
				await shines(page);
				await led(page, 2).click();
				await page.locator("dialog[open]").waitFor();
				assert.deepEqual(await faultsOf(page), []);
				await isWithinReach(page, "dialog[open]");
				await screenshot(page, `dialog-${width}-${colorScheme}`);
				await page.keyboard.press("Escape");
				await nameOf(page, 1).fill("a\u202eb");
				await page.locator("#toast").waitFor();
				assert.deepEqual(await faultsOf(page), []);
				await isWithinReach(page, "#toast");
				await screenshot(page, `toast-${width}-${colorScheme}`);
				await page.keyboard.press("Escape");
				await desktop.close();
				await isStale(page);
				await page.locator("#banner").waitFor();
				// It can be pressed, and says why nothing happens, though it is aria-disabled.
				await led(page, 2).click({ force: true });
				await page.locator("#toast").waitFor();
				assert.deepEqual(await faultsOf(page), []);
				const [toast, banner] = [await isWithinReach(page, "#toast"), await isWithinReach(page, "#banner")];
				assert.ok(toast.y + toast.height <= banner.y, "one above the other");
				await screenshot(page, `lost-${width}-${colorScheme}`);
				await page.context().close();
			}
	});

	/** Its box, which lies in the window; and so do its buttons, each large enough for a thumb. */
	async function isWithinReach(page: Page, selector: string) {
		const { width = 0, height = 0 } = page.viewportSize() ?? {};
		const whole = await page.locator(selector).boundingBox();
		for (const part of [page.locator(selector), ...(await page.locator(`${selector} button:visible`).all())]) {
			const box = await part.boundingBox();
			const said = `${selector}: ${JSON.stringify(box)}`;
			assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, said);
			assert.ok(box.width >= 44 && box.height >= 44, said);
		}
		assert.ok(whole);
		return whole;
	}
});
