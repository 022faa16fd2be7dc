// `npm run flood -- [--seconds S]`: 200 flips a second for S seconds (60) in front of the page in Chromium, against the
// firmware on this computer. Says how many frames the page drew in each second and how large its heap is after a
// collection: the record is full after a while, and nothing may grow from then on.
//
// Strategy: the virtual board is flipped over its HTTP API by a clock, not by its answers, so a slow page or board cannot
// slow the flood down; a computer that is busy with something else can, so the page's own work is said, too. Eight switches take turns, and the settle time is 0, so each flip counts.
//
// Exit status 1 when the median second has fewer than 58 frames, when the least heap of the second half is more than an eighth above
// that of the first, or when the page ends up with another state than the board; 2 for wrong arguments.

import type { CDPSession, Page } from "playwright-core";
import { launch } from "../test/end-to-end/chromium.js";
import { Desktop } from "../test/end-to-end/device.js";
import { isLive, sees } from "../test/end-to-end/pageview.js";
import { runTool, wholeNumber } from "./commandline.js";

const perSecond = 200;
const leastFrames = 58;
const mostGrowth = 1.125;

const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const tool = Object.freeze({
	name: "flood",
	usage: `usage: npm run flood -- [--seconds S]
200 flips a second for S seconds (60), in front of the page in Chromium: its frames, its heap, its own work for a frame.`,
	options: { seconds: { type: "string" } },
} as const);

/** Counts the page's frames from now on. */
const countFrames = (page: Page) =>
	page.evaluate(() => {
		Object.assign(globalThis, { frames: 0 });
		const count = () => {
			(globalThis as unknown as { frames: number }).frames++;
			requestAnimationFrame(count);
		};
		requestAnimationFrame(count);
	});

const framesOf = (page: Page) =>
	page.evaluate(() => [performance.now(), (globalThis as unknown as { frames: number }).frames]);

/** A figure of Chromium's about the page. */
async function metricOf(session: CDPSession, wanted: string): Promise<number> {
	const { metrics } = await session.send("Performance.getMetrics");
	return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}

/** Of the page, after a collection, in bytes. */
async function heapOf(session: CDPSession): Promise<number> {
	await session.send("HeapProfiler.collectGarbage");
	return metricOf(session, "JSHeapUsedSize");
}

/** Flips for as long; returns which switches are On then, and how many flips that took. */
async function flood(desktop: Desktop, seconds: number): Promise<{ on: number[]; flips: number }> {
	const start = performance.now();
	const states = new Array<boolean>(8).fill(false);
	const under: Promise<unknown>[] = [];
	let flips = 0;
	for (let passed = 0; passed < seconds * 1000; passed = performance.now() - start) {
		for (; flips < (passed / 1000) * perSecond; flips++) {
			const place = flips % 8;
			states[place] = !states[place];
			const body = states[place] ? "On" : "Off";
			under[place] = (under[place] ?? Promise.resolve()).then(() =>
				fetch(new URL(`board/switches/${place + 1}`, desktop.board), { method: "PUT", body }),
			);
		}
		await wait(5);
	}
	await Promise.all(under);
	return { on: states.flatMap((on, place) => (on ? [place + 1] : [])), flips };
}

async function run(seconds: number): Promise<boolean> {
	const desktop = await Desktop.start(["settle=0"]);
	const browser = await launch();
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 810 } });
		await page.goto(`http://127.0.0.1:${desktop.port}/`);
		await isLive(page);
		const session = await page.context().newCDPSession(page);
		await session.send("Performance.enable");
		await countFrames(page);
		const flooded = flood(desktop, seconds);
		const rates: number[] = [];
		const heaps: number[] = [];
		let before = await framesOf(page);
		const [, framesBefore] = before;
		const workBefore = await metricOf(session, "ThreadTime");
		for (let second = 1; second < seconds; second++) {
			await wait(1000);
			// A collection costs frames, so the second after it is not one that counts.
			const collects = second % 5 === 0;
			const [time, frames] = await framesOf(page);
			if ((second - 1) % 5 !== 0) rates.push(((frames - before[1]) * 1000) / (time - before[0]));
			if (collects) {
				heaps.push(await heapOf(session));
				console.log(
					`${second} s: ${rates.at(-1)?.toFixed(0)} frames a second, heap ${((heaps.at(-1) ?? 0) / 1e6).toFixed(2)} MB`,
				);
			}
			before = await framesOf(page);
		}
		const { on, flips } = await flooded;
		await sees(page, ...on);
		const work = (await metricOf(session, "ThreadTime")) - workBefore;
		const drawn = (await framesOf(page))[1] - framesBefore;
		rates.sort((a, b) => a - b);
		const median = rates[rates.length >> 1];
		const half = heaps.length >> 1;
		const growth = Math.min(...heaps.slice(half)) / Math.min(...heaps.slice(0, half));
		const said = await page.locator("#recorded").textContent();
		console.log(`${flips} flips in ${seconds} s (${Math.round(flips / seconds)}/s); ${said}`);
		console.log(`frames a second: median ${median.toFixed(1)}, fewest ${rates[0].toFixed(1)}`);
		console.log(
			`the processor time of the page's thread for a frame: ${((work * 1000) / drawn).toFixed(1)} ms of 16.7`,
		);
		console.log(`least heap of the second half / of the first: ${growth.toFixed(3)}`);
		return median >= leastFrames && growth <= mostGrowth;
	} finally {
		await browser.close();
		await desktop.close();
	}
}

await runTool(tool, async ({ values }) => {
	process.exitCode = (await run(wholeNumber("seconds", values.seconds, 20, 86_400) ?? 60)) ? 0 : 1;
});
