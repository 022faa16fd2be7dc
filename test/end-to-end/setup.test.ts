/*
	From the box to the browser, on the desktop (setup.suite.ts), and what nobody can do from elsewhere.
*/

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop, freePort } from "./device.js";
import { ask, becomes, join, own, state } from "./guest.js";
import { field, phone, phoneRules, phoneSuite, probesSuite } from "./setup.suite.js";

async function withNew(words: readonly string[], use: (desktop: Desktop) => Promise<void>): Promise<void> {
	const desktop = await Desktop.start(["--new", ...words]);
	try {
		await use(desktop);
	} finally {
		await desktop.close();
	}
}

describe("set-up mode of the desktop host", () => {
	let desktop: Desktop;
	before(async () => {
		desktop = await Desktop.start(["--new"]);
	});
	after(() => desktop?.close());
	probesSuite(() => desktop);

	test("a foreign Host neither sets anything up nor commands", async () => {
		await withNew(["token=abcdefgh"], async (desktop) => {
			const evil = "evil.example";
			assert.equal((await ask(desktop.setUp, "/setup", evil, "POST", "ssid=Home&password=open+sesame")).status, 403);
			assert.equal((await ask(desktop.setUp, "/json", own, "POST", "{}")).status, 401);
			assert.equal((await ask(desktop.setUp, "/settings", own)).status, 401);
			assert.equal((await ask(desktop.setUp, "/settings", own, "POST", "token=")).status, 401);
			assert.equal((await state(desktop))?.phase, "open");
		});
	});

	test("from the station's side there is no set-up, open or not; and none when it is over", async () => {
		await withNew([], async (desktop) => {
			const page = `http://127.0.0.1:${desktop.port}`;
			await assert.rejects(fetch(page), "nobody is heard before the network is joined");
			assert.equal((await join(desktop, { ssid: "Home", password: "open sesame" })).status, 303);
			await becomes(desktop, "joined");
			for (const path of ["/setup", "/setup.html", "/joining"]) {
				assert.equal((await fetch(page + path)).status, 404, path);
				assert.equal((await ask(page, path, "captive.apple.com")).status, 403, path);
			}
			const form = { method: "POST", body: new URLSearchParams({ ssid: "Attic" }) };
			assert.equal((await fetch(`${page}/setup`, form)).status, 404);
		});
	});

	test("what is wrong with a wish is said before it is tried", async () => {
		await withNew([], async (desktop) => {
			for (const [fields, why] of [
				[{ ssid: "" }, "Which network?"],
				[{ ssid: "x".repeat(33) }, "at most 32 bytes"],
				[{ ssid: "Home", password: "short" }, "at least 8 characters"],
				[{ ssid: "Home", name: "not a name" }, "letters, digits and inner hyphens"],
			] as const) {
				const { status, body } = await join(desktop, fields as Record<string, string>);
				assert.deepEqual([status, body.includes(why)], [400, true], body);
			}
			assert.equal((await ask(desktop.setUp, "/setup", own, "POST", "ssid=%")).status, 400);
			assert.equal((await ask(desktop.setUp, "/setup", own, "POST", `ssid=${"x".repeat(5000)}`)).status, 413);
			assert.equal((await state(desktop))?.phase, "open");
		});
	});

	test("what went wrong is said in words, and the next wish may work", { timeout: 120_000 }, async () => {
		await withNew([], async (desktop) => {
			for (const [fields, why] of [
				[{ ssid: "Nowhere", password: "12345678" }, /“Nowhere” was not found/],
				[{ ssid: "Home", password: "12345678" }, /“Home” did not take this password/],
				[{ ssid: "Home" }, /“Home” wants a password/],
				[{ ssid: "No address" }, /gave it no address/],
			] as const) {
				await join(desktop, fields as Record<string, string>);
				await becomes(desktop, "joining");
				assert.match((await becomes(desktop, "open")).problem, why);
			}
			// Hidden, and its DHCP server takes its time.
			await join(desktop, { ssid: "Attic", password: "under the roof" });
			assert.equal((await becomes(desktop, "joined")).address, "127.0.0.1");
			assert.equal((await fetch(`http://127.0.0.1:${desktop.port}/`)).status, 200);
		});
	});
});

// Chromium is told of them when it starts.
const setUpPort = await freePort();
const port = await freePort();

describe("a phone with a browser", { skip }, () => {
	const words = ["--new", "--setup-port", String(setUpPort), "--port", String(port)];
	const open = useBrowser(phoneRules(setUpPort, port));
	let desktop: Desktop;
	beforeEach(async () => {
		desktop = await Desktop.start(words);
	});
	afterEach(() => desktop?.close());
	phoneSuite(() => desktop, open, "setup");

	test("without script: the form, how it goes, and the way back", { timeout: 120_000 }, async () => {
		const noScript = { ...phone, javaScriptEnabled: false };
		const page = await open("http://connectivitycheck.gstatic.com/generate_204", noScript);
		await field(page, "Network").fill("Home");
		await field(page, "Password").fill("open says me");
		await page.getByRole("button", { name: "Join" }).click();
		await page.getByText("Joining “Home”").waitFor();
		await screenshot(page, "setup-noscript");
		await page.getByText("“Home” did not take this password.").waitFor({ timeout: 30_000 });
		await page.getByRole("link", { name: "Set up" }).click();
		await field(page, "Network").fill("Café “Zur Linde” ☕");
		await page.getByRole("button", { name: "Join" }).click();
		await page.getByText("The board is in “Café “Zur Linde” ☕” now.").waitFor({ timeout: 30_000 });
		await screenshot(page, "setup-noscript-joined");
	});
});
