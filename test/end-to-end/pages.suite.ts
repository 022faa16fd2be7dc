/*
	The pages in a real Chromium, against a device wherever it runs: from a switch to the words on every open page, and from a
	page to the LEDs and names of the device. The device's switches and LEDs are Off and without names at the start of each
	test, and again at its end.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenPage } from "./chromium.js";
import type { Device } from "./device.js";
import { exported, isLive, isNamed, led, nameOf, reads, sees, shines, text, texts, toast } from "./pageview.js";
import { originOf } from "./port.js";

export function pagesSuite(device: () => Device, open: OpenPage): void {
	const address = (path = "") => `${originOf(device().port)}/${path}`;
	const three = async () => [await open(address()), await open(address()), await open(address())];

	test("a flip is seen on three pages, with its count, its age and the byte", async () => {
		const pages = await three();
		for (const page of pages) await sees(page);
		const [before] = await texts(pages[0], "tbody tr:nth-child(3) .count");
		await device().flip(3);
		for (const page of pages) await sees(page, 3);
		await device().flip(8);
		for (const page of pages) await sees(page, 3, 8);
		for (const page of pages) {
			assert.deepEqual(await texts(page, "#decimal, #hexadecimal, #binary"), ["1000 0100", "132", "0x84"]);
			assert.equal(Number(await text(page, "tbody tr:nth-child(3) .count")), Number(before) + 1);
			assert.match(await text(page, "tbody tr:nth-child(3) .since"), /^\d+ s ago\nat .*\d\d/);
			assert.match((await page.locator("tbody tr:nth-child(3) .on").getAttribute("d")) ?? "", /^M/);
		}
		assert.equal(await text(pages[2], "#live"), "Switch 8 On");
		await device().flip(3);
		await device().flip(8);
		for (const page of pages) await sees(page);
	});

	test("an LED toggled on one page is seen on all", async () => {
		const pages = await three();
		for (const page of pages) await shines(page);
		await led(pages[0], 1).click();
		for (const page of pages) await shines(page, 1);
		await led(pages[1], 2).click();
		for (const page of pages) await shines(page, 1, 2);
		assert.equal(await led(pages[2], 2).getAttribute("aria-checked"), "true");
		assert.equal(await text(pages[2], "#live"), "LED 2 On");
		await pages[2].reload();
		await shines(pages[2], 1, 2);
		await led(pages[2], 1).dblclick();
		await led(pages[2], 2).click();
		for (const page of pages) await shines(page, 1);
		await led(pages[1], 1).click();
		for (const page of pages) await shines(page);
	});

	test("a switch named on one page has that name on all, also after a reload", async () => {
		const [one, two, three_] = await three();
		await isLive(one);
		await nameOf(one, 1).fill("Kessel <b>🌡️</b>");
		await one.keyboard.press("Enter");
		for (const page of [one, two, three_]) await isNamed(page, 1, "Kessel <b>🌡️</b>");
		await two.reload();
		await isNamed(two, 1, "Kessel <b>🌡️</b>");
		await nameOf(two, 1).fill("");
		await nameOf(two, 2).focus();
		for (const page of [one, two, three_]) await isNamed(page, 1, "");
	});

	test("a field that is edited is not disturbed by another page, and Escape puts back what is the case", async () => {
		const [one, two] = [await open(address()), await open(address())];
		await isLive(one);
		await isLive(two);
		await nameOf(one, 4).fill("half a na");
		await nameOf(two, 4).fill("Lamp");
		await two.keyboard.press("Enter");
		await nameOf(two, 5).fill("Horn");
		await two.keyboard.press("Enter");
		await isNamed(one, 5, "Horn");
		assert.equal(await nameOf(one, 4).inputValue(), "half a na");
		await one.keyboard.press("Escape");
		await isNamed(one, 4, "Lamp");
		for (const position of [4, 5]) {
			await nameOf(one, position).fill("");
			await one.keyboard.press("Enter");
		}
		for (const position of [4, 5]) await isNamed(two, position, "");
	});

	test("a name that the board would refuse is explained while it is typed", async () => {
		const page = await open(address());
		await isLive(page);
		await nameOf(page, 6).fill("turn\u202eed");
		await toast(page, "This name has an invisible character. Remove it.");
		assert.equal(await nameOf(page, 6).getAttribute("aria-invalid"), "true");
		await nameOf(page, 7).focus();
		await isNamed(page, 6, "");
		await nameOf(page, 6).focus();
		await page.keyboard.type("x".repeat(30));
		assert.equal((await nameOf(page, 6).inputValue()).length, 24);
		await page.keyboard.press("Escape");
	});

	test("a name is one line, though it wraps: pasted line ends are spaces", async () => {
		const page = await open(address());
		await isLive(page);
		await nameOf(page, 6).fill("Pump\nnorth");
		await page.keyboard.press("Enter");
		await isNamed(page, 6, "Pump north");
		await nameOf(page, 6).fill("");
		await page.keyboard.press("Enter");
		await isNamed(page, 6, "");
	});

	test("the keyboard reaches and does everything", async () => {
		const page = await open(address());
		await isLive(page);
		await shines(page);
		const press = async (...keys: string[]) => {
			for (const key of keys) await page.keyboard.press(key);
		};
		const focused = () =>
			page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
		const reached: unknown[] = [];
		for (let i = 0; i < 4; i++) {
			await press("Tab");
			reached.push(await focused());
		}
		assert.deepEqual(reached, ["Switches", "Device", "LED 1", "LED 2"]);
		await press("Shift+Tab", "Space");
		await shines(page, 1);
		await press("Enter");
		await shines(page);
		while ((await focused()) !== "Name of switch 1") await press("Tab");
		await page.keyboard.type("Door");
		await press("Enter");
		await page.waitForFunction(() => document.querySelector(".name [aria-busy=true]") === null);
		await isNamed(page, 1, "Door");
		assert.equal(await focused(), "Name of switch 1", "Enter leaves the focus where it is");
		await press("Control+a", "Delete", "Enter");
		await isNamed(page, 1, "");
		while ((await focused()) !== "Export CSV") await press("Tab");
		const download = page.waitForEvent("download");
		await press("Enter");
		assert.match((await download).suggestedFilename(), /^dipsocket-.*\.csv$/);
		await page.keyboard.press("Shift+Tab");
		await page.locator("nav a").nth(1).focus();
		await press("Enter");
		await page.waitForURL("**/device.html");
		await isLive(page);
		await press("Tab", "Enter");
		await page.waitForURL("**/index.html");
		await isLive(page);
	});

	test("what happened can be exported", async () => {
		const page = await open(address());
		await sees(page);
		await nameOf(page, 2).fill('=1+"1"');
		await page.keyboard.press("Enter");
		await isNamed(page, 2, '=1+"1"');
		const first = Date.now();
		await device().flip(2);
		await sees(page, 2);
		await device().flip(2);
		await sees(page);
		const rows = (await exported(page)).split("\r\n");
		assert.equal(rows[0], "\ufefftime,event,switch,name,state,changes");
		assert.equal(rows.pop(), "");
		assert.deepEqual(rows.filter((row) => row.includes(",online,")).length, 1);
		const [on, off] = rows.slice(-2).map((row) => row.split(","));
		assert.deepEqual([on.slice(1, 5), off[4]], [["change", "2", `"'=1+""1"""`, "On"], "Off"]);
		assert.equal(Number(off[5]), Number(on[5]) + 1);
		for (const [time] of [on, off]) {
			assert.equal(new Date(time).toISOString(), time);
			assert.ok(Date.parse(time) >= first - 1000 && Date.parse(time) <= Date.now() + 1000, time);
		}
		await nameOf(page, 2).fill("");
		await page.keyboard.press("Enter");
		await isNamed(page, 2, "");
	});

	test("what happened is not forgotten on the way to the device's page and back", async () => {
		const page = await open(address());
		await sees(page);
		await device().flip(1);
		await sees(page, 1);
		await page.getByText("Device").click();
		await isLive(page);
		await device().flip(1);
		await page.getByText("Switches").click();
		await sees(page);
		const boxes = async (part: string) =>
			((await page.locator(`tbody tr:first-child .${part}`).getAttribute("d")) ?? "").split("M").length - 1;
		assert.ok((await boxes("on")) >= 1, "On before it was left");
		assert.ok((await boxes("away")) === 1, "and not watched in between");
		assert.match(await text(page, "tbody tr:first-child .since"), /^\d+ s ago\nat /);
	});

	test("the device says how it is, and its charts are drawn", async () => {
		const page = await open(address("device.html"));
		await isLive(page);
		const value = (key: string) => text(page, `[data-key="${key}"]`);
		assert.equal(await value("clients.now"), "1");
		assert.match(await value("uptime"), /\d s$|\d (d|h|min)$/);
		assert.match(await value("bytes.out"), /^[\d.]+ (B|KB|MB)$/);
		const figure = page.locator('[data-chart="clients"]');
		assert.equal(await figure.isVisible(), false, "a straight line says nothing");
		const other = await open(address());
		await isLive(other);
		await reads(page, '[data-key="clients.now"]', "2");
		await other.close();
		await reads(page, '[data-key="clients.now"]', "1");
		await figure.waitFor();
		assert.match((await figure.locator("path").getAttribute("d")) ?? "", /^M.*L/);
		await page.locator('[data-chart="messages"]').waitFor();
		assert.match(await text(page, '[data-chart="messages"] figcaption'), /^In [\d.]+\/s, out [\d.]+\/s/);
	});
}
