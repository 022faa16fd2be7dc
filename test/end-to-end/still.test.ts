/*
	Nothing moves, and everything can be hit and read: layout shifts by the browser's own measure, the size of what is
	pressed, and how On stands out from Off, live and lost.
*/

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import { skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import { isLive, isStale, led, nameOf, sees, shines } from "./pageview.js";

const widths = [320, 390, 1280];

/** Notes the browser's layout shifts; a person's own doing does not count. */
const watchShifts = async (page: Page): Promise<void> => {
	await page.addInitScript(() => {
		const shifts: string[] = [];
		Object.assign(globalThis, { shifts });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) {
				const { value, sources, hadRecentInput } = entry as unknown as {
					value: number;
					hadRecentInput: boolean;
					sources: { node: Node | null }[];
				};
				const what = sources.map(({ node }) => (node as Element)?.outerHTML ?? node?.parentElement?.outerHTML ?? "");
				if (!hadRecentInput) shifts.push(`${value}: ${what.map((html) => html.slice(0, 80)).join(" | ")}`);
			}
		}).observe({ type: "layout-shift", buffered: true });
	});
};

const shiftsOf = (page: Page): Promise<string[]> =>
	page.evaluate(() => (globalThis as unknown as { shifts: [] }).shifts);

/** Two frames, after which the browser has told of every shift. */
const drawn = (page: Page) =>
	page.evaluate(
		() => new Promise((wake) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(wake, 100)))),
	);

describe("what does not move, and what is large and clear enough", { skip }, () => {
	const open = useBrowser();

	test("nothing moves on load, on loss and on recovery, at any width, on both pages", async () => {
		const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const words = ["--preferences", join(folder, "preferences.json")];
		let desktop = await Desktop.start(words);
		const { port } = desktop;
		const first = await open(`http://127.0.0.1:${port}/`);
		await isLive(first);
		await nameOf(first, 2).fill("Greenhouse door north 24");
		await first.keyboard.press("Enter");
		const pages: Page[] = [];
		for (const path of ["", "device.html"])
			for (const width of widths) {
				const page = await open(`http://127.0.0.1:${port}/${path}`, { viewport: { width, height: 844 } }, watchShifts);
				await isLive(page);
				pages.push(page);
			}
		await first.context().close();
		for (const page of pages) await drawn(page);
		await desktop.flip(2);
		await sees(pages[0], 2);
		await desktop.close();
		for (const page of pages) await isStale(page);
		for (const page of pages) await page.locator("#banner").waitFor();
		desktop = await Desktop.start(["--port", String(port), ...words]);
		for (const page of pages) await isLive(page);
		for (const page of pages) await page.locator("#toast").waitFor();
		for (const page of pages) {
			await drawn(page);
			const { width } = page.viewportSize() ?? { width: 0 };
			assert.deepEqual(await shiftsOf(page), [], `${page.url()} at ${width} px`);
		}
		await desktop.close();
		rmSync(folder, { recursive: true });
	});

	test("nothing moves when a board that was not there at first comes, and nothing says Unknown before", async () => {
		const desktop = await Desktop.start([]);
		for (const path of ["", "device.html"]) {
			const page = await open(
				`http://127.0.0.1:${desktop.port}/${path}`,
				{ viewport: { width: 390, height: 844 } },
				async (page) => {
					await watchShifts(page);
					let down = true;
					await page.routeWebSocket(/\/(ws|device)$/, (socket) => {
						if (down) socket.close();
						else socket.connectToServer();
						down = false;
					});
				},
			);
			assert.equal(await page.getByText("Unknown").first().isVisible(), false);
			await isLive(page);
			await drawn(page);
			assert.deepEqual(await shiftsOf(page), []);
		}
		await desktop.close();
	});

	test("whatever a loss says, and however long it takes, nothing moves", async () => {
		const desktop = await Desktop.start([]);
		const pages: Page[] = [];
		for (const width of widths) {
			const page = await open(`http://127.0.0.1:${desktop.port}/`, { viewport: { width, height: 844 } }, watchShifts);
			await isLive(page);
			pages.push(page);
		}
		await desktop.close();
		for (const page of pages) {
			await page.locator("#banner").waitFor();
			await drawn(page);
			for (const [notice, detail] of [
				["No connection since 2:02 PM.", "Trying now…"],
				[
					"No connection since 12:02:31 PM. All places on this board are taken. This page gets the next free one.",
					"Next attempt in 30 s",
				],
				["The board answers, but does not open a live connection.", "Next attempt in 1 s"],
			]) {
				await page.evaluate(
					([notice, detail]) => {
						const banner = document.querySelector("#banner") as HTMLElement;
						(banner.querySelector("p") as HTMLElement).textContent = notice;
						(banner.querySelector("#detail") as HTMLElement).textContent = detail;
					},
					[notice, detail],
				);
				await drawn(page);
			}
			assert.deepEqual(await shiftsOf(page), [], `at ${page.viewportSize()?.width} px`);
		}
	});

	test("the header is the same on both pages", async () => {
		const desktop = await Desktop.start(["name=greenhouse"]);
		for (const width of widths) {
			const viewport = { width, height: 844 };
			const headers = [];
			for (const path of ["", "device.html"]) {
				const page = await open(`http://127.0.0.1:${desktop.port}/${path}`, { viewport });
				await isLive(page);
				assert.match(await page.title(), /^greenhouse · (Switches|Device)$/);
				await page.getByRole("heading", { name: "greenhouse" }).waitFor();
				headers.push(
					await page.evaluate(() =>
						[...document.querySelectorAll("header, header > *, nav a, #word")].map((part) => {
							const { x, y, width, height } = part.getBoundingClientRect();
							return [part.tagName, x, y, width, height].join(" ");
						}),
					),
				);
			}
			assert.deepEqual(headers[0], headers[1]);
		}
		await desktop.close();
	});

	test("what is pressed is at least 44 px high and, from 360 px on, wide; on a phone the first screen has it all", async () => {
		const desktop = await Desktop.start([]);
		for (const width of [320, 360, 390, 768, 1280]) {
			const page = await open(`http://127.0.0.1:${desktop.port}/`, { viewport: { width, height: 844 } });
			await shines(page);
			for (let position = 1; position <= 8; position++) {
				const box = await led(page, position).boundingBox();
				assert.ok(box && box.height >= 44 && box.width >= 44, `${width}: ${JSON.stringify(box)}`);
			}
			if (width !== 390) continue;
			for (const part of [".leds", ".package", ".byte", "tbody tr:nth-child(3)"]) {
				const box = await page.locator(part).boundingBox();
				assert.ok(box && box.y + box.height <= 844, `${part}: ${JSON.stringify(box)}`);
			}
		}
		await desktop.close();
	});

	/** How well the word of a switch can be read, and how much its tile stands out from the card. */
	const contrastOf = (page: Page, position: number) =>
		page.evaluate((position) => {
			const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
			const luminance = (color: string) => {
				if (!canvas) return 0;
				canvas.fillStyle = color;
				canvas.fillRect(0, 0, 1, 1);
				const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
					const share = value / 255;
					return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
				});
				return 0.2126 * r + 0.7152 * g + 0.0722 * b;
			};
			const contrast = (a: string, b: string) => {
				const [dark, light] = [luminance(a), luminance(b)].sort((a, b) => a - b);
				return (light + 0.05) / (dark + 0.05);
			};
			const word = document.querySelectorAll("tbody .word")[position - 1];
			const { color, backgroundColor } = getComputedStyle(word);
			const card = getComputedStyle(document.querySelector(".rows") as Element).backgroundColor;
			return { text: contrast(color, backgroundColor), tile: contrast(backgroundColor, card) };
		}, position);

	test("On stands out from Off, live and lost, light and dark", async () => {
		for (const colorScheme of ["light", "dark"] as const) {
			const desktop = await Desktop.start([]);
			await desktop.flip(1);
			const page = await open(`http://127.0.0.1:${desktop.port}/`, { colorScheme });
			await sees(page, 1);
			const judge = async (state: string) => {
				const [on, off] = [await contrastOf(page, 1), await contrastOf(page, 2)];
				const said = `${colorScheme} ${state}: ${JSON.stringify([on, off])}`;
				assert.ok(off.text >= 4.5 && on.text > off.text, said);
				assert.ok(on.tile > 3 && on.tile > 2 * off.tile, said);
			};
			await judge("live");
			await desktop.close();
			await isStale(page);
			await judge("lost");
		}
	});

	test("the tab's icon shows whether the board is there", async () => {
		const desktop = await Desktop.start([]);
		const page = await open(`http://127.0.0.1:${desktop.port}/`);
		const icon = () => page.locator("link[rel=icon]").getAttribute("href");
		await isLive(page);
		const live = await icon();
		await desktop.close();
		await isStale(page);
		const lost = await icon();
		assert.match(live ?? "", /^data:image\/svg\+xml,.*xmlns/);
		assert.notEqual(lost, live);
	});
});
