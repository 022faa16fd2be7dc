/*
	Set-up mode by those who are to use it, against a board wherever it runs: the probes of each system, and a phone with a
	browser, from the first start to the page by its name.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { faultsOf } from "./axe.js";
import { type OpenPage, screenshot } from "./chromium.js";
import { ask, type NewBoard, own } from "./guest.js";
import { isLive } from "./pageview.js";

/** What each system asks for to find out about portals, and whom. */
const probes: readonly (readonly [system: string, host: string, path: string])[] = [
	["Android", "connectivitycheck.gstatic.com", "/generate_204"],
	["Android", "clients3.google.com", "/gen_204"],
	["Android", "www.google.com", "/gen_204"],
	["iOS, macOS", "captive.apple.com", "/hotspot-detect.html"],
	["iOS, macOS", "www.apple.com", "/library/test/success.html"],
	["Windows", "www.msftconnecttest.com", "/connecttest.txt"],
	["Windows", "www.msftncsi.com", "/ncsi.txt"],
	["Windows", "www.msftconnecttest.com", "/redirect"],
	["Firefox", "detectportal.firefox.com", "/success.txt?ipv4"],
	["Firefox", "detectportal.firefox.com", "/canonical.html"],
	["NetworkManager", "network-test.debian.org", "/nm"],
	["GNOME", "nmcheck.gnome.org", "/check_network_status.txt"],
	["KDE, Fedora", "fedoraproject.org", "/static/hotspot.txt"],
];

export const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };

/** Chromium as a phone whose names are the portal's, but for the name of the board, which is at `port` of its network. */
export const phoneRules = (setUpPort: number, port: number): string =>
	`--host-resolver-rules=MAP dipsocket.local 127.0.0.1:${port}, MAP * 127.0.0.1:${setUpPort}, EXCLUDE localhost`;

export const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

export function probesSuite(board: () => NewBoard): void {
	test("whatever a phone asks for leads to the page, by GET and HEAD", async () => {
		const { setUp } = board();
		for (const [system, host, path] of probes) {
			const { status, location, body } = await ask(setUp, path, host);
			assert.deepEqual([status, location?.startsWith(`http://${own}:`)], [302, true], system);
			assert.match(location ?? "", /\/setup\.html$/);
			assert.match(body, /setup\.html/);
			assert.equal((await ask(setUp, path, host, "HEAD")).status, 302, system);
		}
		assert.deepEqual((await ask(setUp, "/", own)).location, "/setup.html");
		assert.deepEqual((await ask(setUp, "/generate_204", own)).location, "/setup.html");
		assert.match((await ask(setUp, "/setup.html", own)).body, /<form/);
	});
}

/** `name` is for the screenshots. */
export function phoneSuite(board: () => NewBoard, open: OpenPage, name: string): void {
	test("first start, portal, wrong password, right password, page by name", { timeout: 180_000 }, async () => {
		const { setUp } = board();
		assert.ok(setUp);
		const page = await open("http://captive.apple.com/hotspot-detect.html", phone);
		assert.match(page.url(), /^http:\/\/172\.29\.0\.1:\d+\/setup\.html$/, "led there from Apple's probe");
		await page.getByRole("button", { name: "Home" }).waitFor();
		assert.deepEqual(await faultsOf(page), []);
		await screenshot(page, `${name}-open`);
		await page.getByRole("button", { name: "Home" }).click();
		await page.keyboard.type("open says me");
		await page.getByLabel("Show it").check();
		await page.getByRole("button", { name: "Join" }).click();
		await page.getByText("Joining “Home”").waitFor();
		await screenshot(page, `${name}-joining`);
		const another = await page.evaluate(async () => {
			const answer = await fetch("setup", { method: "POST", body: new URLSearchParams("ssid=Guests") });
			return [answer.status, await answer.text()];
		});
		assert.deepEqual(another, [409, "The board is trying another network. Wait a moment."]);
		await page.getByText("“Home” did not take this password.").waitFor({ timeout: 60_000 });
		assert.equal(await field(page, "Password").inputValue(), "open says me", "what was typed is still there");
		assert.deepEqual(await faultsOf(page), []);
		await screenshot(page, `${name}-wrong`);
		await field(page, "Password").fill("open sesame");
		await page.keyboard.press("Enter");
		const byName = page.getByRole("link", { name: "http://dipsocket.local/" });
		await byName.waitFor({ timeout: 60_000 });
		await page.getByText("The board is in “Home”").waitFor();
		assert.deepEqual(await faultsOf(page), []);
		await screenshot(page, `${name}-joined`);
		await byName.click();
		await isLive(page);
		assert.equal(page.url(), "http://dipsocket.local/");
		await screenshot(page, `${name}-page`);
	});
}
