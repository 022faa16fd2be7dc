/*
	What a person sees on the device's page, as the browser tests ask for it.
*/

import type { Page } from "playwright-core";
import type { Desktop } from "./device.js";

export const words = (page: Page): Promise<string[]> => page.locator(".states .word").allTextContents();

export const onAndOff = (on: number[]) => Array.from({ length: 8 }, (_, i) => (on.includes(i + 1) ? "On" : "Off"));

/** Waits until the words at `selector` say exactly these as On. */
export const says = (page: Page, selector: string, on: number[]) =>
	page.waitForFunction(
		([where, text]) => [...document.querySelectorAll(where)].map((word) => word.textContent).join(" ") === text,
		[selector, onAndOff(on).join(" ")],
	);

/** Waits until the page shows exactly these switches as On. */
export const sees = (page: Page, ...on: number[]) => says(page, ".states .word", on);

/** Waits until the page shows exactly these LEDs as On. */
export const shines = (page: Page, ...on: number[]) => says(page, "#leds .word", on);

export const led = (page: Page, position: number) => page.getByRole("switch", { name: `LED ${position}` });

/** The LEDs of the virtual board. */
export async function ledsOf({ board }: Desktop): Promise<string[]> {
	return ((await (await fetch(new URL("board", board))).json()) as { leds: string[] }).leds;
}

/** A window that the whole page fits in. */
export const large = { viewport: { width: 1280, height: 810 } };

export const isLive = (page: Page) => page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
export const isStale = (page: Page) =>
	page.waitForFunction(() => document.documentElement.dataset.freshness === "stale");
