/*
	What a person sees on the device's pages, as the browser tests ask for it.
*/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { Desktop } from "./device.js";

/** A window that the whole page of the switches fits in. */
export const large = { viewport: { width: 1280, height: 810 } };

export const onAndOff = (on: number[]) => Array.from({ length: 8 }, (_, i) => (on.includes(i + 1) ? "On" : "Off"));

export const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allTextContents();

export const text = async (page: Page, selector: string): Promise<string> =>
	(await page.locator(selector).textContent()) ?? "";

/** Waits until the texts at `selector` are exactly these. */
export const reads = (page: Page, selector: string, ...expected: string[]) =>
	page.waitForFunction(
		([where, all]) => [...document.querySelectorAll(where)].map((place) => place.textContent).join("|") === all,
		[selector, expected.join("|")],
	);

/** Waits until the page shows exactly these switches as On. */
export const sees = (page: Page, ...on: number[]) => reads(page, "tbody .word", ...onAndOff(on));

/** Waits until the page shows exactly these LEDs as On. */
export const shines = (page: Page, ...on: number[]) => reads(page, ".lit", ...onAndOff(on));

export const led = (page: Page, position: number) => page.getByRole("switch", { name: `LED ${position}` });

export const nameOf = (page: Page, position: number) => page.getByLabel(`Name of switch ${position}`);

/** Waits until the page shows this name. */
export const isNamed = (page: Page, position: number, name: string) =>
	page.waitForFunction(
		([label, value]) => document.querySelector<HTMLInputElement>(`[aria-label="${label}"]`)?.value === value,
		[`Name of switch ${position}`, name],
	);

/** The LEDs of the virtual board. */
export async function ledsOf({ board }: Desktop): Promise<string[]> {
	return ((await (await fetch(new URL("board", board))).json()) as { leds: string[] }).leds;
}

/** Waits until the page explains this about its connection. */
export const banner = (page: Page, text: string | RegExp) => page.locator("#banner").getByText(text).waitFor();

/** Waits until the page has this to say. */
export const toast = (page: Page, text: string | RegExp) => page.locator("#toast").getByText(text).waitFor();

export const isLive = (page: Page) => page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
export const isStale = (page: Page) =>
	page.waitForFunction(() => document.documentElement.dataset.freshness === "stale");

/** What the page's export says. */
export async function exported(page: Page): Promise<string> {
	const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Export CSV").click()]);
	return readFileSync(await download.path(), "utf8");
}

/** How many px the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What reaches out of its card, as "TAG.class by 5 px", and what names are cut. */
export const misfits = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const found: string[] = [];
		for (const card of document.querySelectorAll(".card")) {
			const { left, right } = card.getBoundingClientRect();
			for (const part of card.querySelectorAll(
				"table, tbody *, dl, dl *, h2, figure, figure *, .record *, .axis *, .legend *",
			)) {
				const box = part.getBoundingClientRect();
				const by = Math.max(left - box.left, box.right - right);
				if (box.width && by > 0.5) found.push(`${part.tagName}.${part.getAttribute("class")} by ${by} px`);
			}
		}
		for (const name of document.querySelectorAll("textarea"))
			if (name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight) found.push(name.value);
		return found;
	});

/** Whatever width the window has, nothing is wider than the page, reaches out of its card, or is cut. */
export async function fitsAllWidths(page: Page): Promise<void> {
	for (let width = 320; width <= 1400; width += 8) {
		await page.setViewportSize({ width, height: 800 });
		assert.ok((await overflow(page)) <= 0, `${width}: ${await overflow(page)} px too wide`);
		assert.deepEqual(await misfits(page), [], `${width}`);
	}
}
