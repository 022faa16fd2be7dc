/*
	The record against the board's own: whatever a page is busy with, what it exports has the board's times.
*/

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Random } from "../harness.js";
import { skip, useBrowser } from "./chromium.js";
import { Client } from "./client.js";
import { Desktop } from "./device.js";
import { exported, isLive } from "./pageview.js";
import { everybodyLeaves, until } from "./raw.js";

const flips = 2000;

describe("what a page records", { skip }, () => {
	const open = useBrowser();

	test("2,000 flips, while the page is busy at random: every exported time is the board's", async () => {
		const desktop = await Desktop.start(["settle=5"]);
		const page = await open(`http://127.0.0.1:${desktop.port}/`);
		await isLive(page);
		await page.evaluate(() => {
			const hold = () => {
				const end = performance.now() + Math.random() ** 3 * 1500;
				while (performance.now() < end);
				setTimeout(hold, Math.random() * 300);
			};
			hold();
		});
		// What the board says of each change, by switch and count, and when by this process's clock it started at the latest.
		const times = new Map<string, number>();
		let startedAt = Number.POSITIVE_INFINITY;
		const watcher = await Client.open(desktop.port, "/ws");
		watcher.socket.on("message", (data) => {
			const { dipSwitches, changes, ages, uptime } = JSON.parse(String(data));
			if (!dipSwitches) return;
			startedAt = Math.min(startedAt, Date.now() - uptime);
			for (let i = 0; i < 8; i++) times.set(`${i + 1} ${changes[i]}`, uptime - ages[i]);
		});
		const random = new Random(14);
		const on = new Array(8).fill(false);
		for (let flip = 0; flip < flips; flip++) {
			const place = flip % 8;
			on[place] = !on[place];
			const body = on[place] ? "On" : "Off";
			await fetch(new URL(`board/switches/${place + 1}`, desktop.board), { method: "PUT", body });
			if (random.below(20) === 0) await delay(random.below(60));
			// A switch that has not settled yet would not change at all.
			await until(() => times.has(`${place + 1} ${Math.floor(flip / 8) + 1}`), "the change");
		}
		await page.getByText("2,000 changes recorded").waitFor();
		const rows = (await exported(page)).split("\r\n").filter((row) => row.includes(",change,"));
		assert.ok(rows.length > 1900);
		const late = rows.map((row) => {
			const [time, , position, , , count] = row.split(",");
			const told = times.get(`${position} ${count}`);
			assert.ok(told !== undefined, row);
			return Date.parse(time) - (startedAt + told);
		});
		const [least, most] = [Math.min(...late), Math.max(...late)];
		assert.ok(least >= -5 && most <= 10, `between ${least} and ${most} ms from the board's own time`);
		await everybodyLeaves();
		await desktop.close();
	});

	test("a page that opens late has all that the board remembers, and a reload adds nothing", async () => {
		const desktop = await Desktop.start(["settle=5"]);
		const watcher = await Client.open(desktop.port, "/ws");
		for (const position of [1, 2, 1, 3, 1]) {
			const before = watcher.of("dipSwitches").length;
			await desktop.flip(position);
			await until(() => watcher.of("dipSwitches").length > before, "the change");
		}
		const page = await open(`http://127.0.0.1:${desktop.port}/`);
		for (let visit = 0; visit < 2; visit++) {
			await page.getByText("5 changes recorded").waitFor();
			const rows = (await exported(page)).split("\r\n").map((row) => row.split(",").slice(1, 6).join(","));
			assert.deepEqual(
				rows.filter((row) => row.startsWith("change")),
				["change,1,,On,1", "change,2,,On,1", "change,1,,Off,2", "change,3,,On,1", "change,1,,On,3"],
			);
			assert.equal(rows.filter((row) => row.startsWith("start")).length, 8);
			const log = (await page.locator("#log li").allTextContents()).map((line) => line.replace(/.* · /, ""));
			const changes = ["Switch 1 On", "Switch 3 On", "Switch 1 Off", "Switch 2 On", "Switch 1 On"];
			assert.deepEqual(
				log.filter((line) => line.startsWith("Switch")),
				changes,
			);
			assert.ok(await page.getByRole("list", { name: "Latest changes" }).getByText("Switch 3 On").isVisible());
			assert.match(
				(await page.locator("tbody tr:first-child svg").getAttribute("aria-label")) ?? "",
				/^Last 5 minutes: On for \d+ s, 3 changes/,
			);
			await page.reload();
		}
		await everybodyLeaves();
		await desktop.close();
	});
});
