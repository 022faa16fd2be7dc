// The same as seen in a real Chromium: from the edge to the word on the device's page. Its clock and the device's are compared
// by the time since 1970, which is good to about a millisecond.

import { setTimeout as delay } from "node:timers/promises";
import { launch, skip } from "../../../test/end-to-end/chromium.js";
import { Random } from "../../../test/harness.js";
import type { Bed } from "./bed.js";
import { seed } from "./measure.js";

/** ms from the edge to the DOM, or in words why not. */
export async function measureBrowser(bed: Bed, flips: number): Promise<readonly number[] | string> {
	if (skip) return skip;
	const random = new Random(seed);
	const browser = await launch();
	try {
		const page = await browser.newPage();
		await page.goto(bed.address.href);
		await page.waitForFunction(() => document.querySelectorAll(".state .word").length >= 8);
		await page.evaluate(() => {
			const word = document.querySelector(".state .word");
			const times: number[] = [];
			let before = word?.textContent;
			const look = () => {
				if (word?.textContent === before) return;
				before = word?.textContent;
				times.push(performance.timeOrigin + performance.now());
			};
			new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
			Object.assign(window, { times });
		});
		const latencies: number[] = [];
		for (let flip = 0; flip < flips; flip++) {
			const { epoch } = await bed.flip();
			const time = await page.waitForFunction(
				(index: number) => (window as unknown as { times: number[] }).times[index],
				flip,
			);
			latencies.push(((await time.jsonValue()) as number) - epoch);
			await delay(10 + random.below(40));
		}
		return latencies;
	} finally {
		await browser.close();
	}
}
