/*
	Chromium as it is installed, driven by Playwright; and pages that tell of everything that goes wrong in them.
*/

import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const candidates = [
	process.env.CHROMIUM ?? "",
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const executablePath = candidates.find((path) => path && existsSync(path));

/** The reason to skip, or false. CI must have a browser. */
export const skip =
	executablePath || process.env.CI ? false : "missing Chromium: install it, or say where in $CHROMIUM";

export async function launch(): Promise<Browser> {
	if (!executablePath) throw new Error("there is no Chromium here, and CI must have it");
	const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
	return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet] });
}

/** A page at `url` with what its console and its Content-Security-Policy complain about. */
export interface Watched {
	readonly page: Page;
	readonly complaints: string[];
}

export async function openPage(browser: Browser, url: string, options = {}): Promise<Watched> {
	const page = await browser.newPage(options);
	const complaints: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.goto(url);
	return { page, complaints };
}

/** Writes what the page shows to build/screenshots/NAME.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
	const folder = resolve("build/screenshots");
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}
