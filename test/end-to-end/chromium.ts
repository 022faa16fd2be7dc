/*
	Chromium as it is installed, driven by Playwright; and pages whose every complaint fails the test: errors and warnings on
	the console, exceptions, and what their Content-Security-Policy forbids.
*/

import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, afterEach, before } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

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

export async function launch(...more: string[]): Promise<Browser> {
	if (!executablePath) throw new Error("there is no Chromium here, and CI must have it");
	const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
	return chromium.launch({
		executablePath,
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet, ...more],
	});
}

/** Opens a page at `url`; `prepare` may play the network first. */
export type OpenPage = (
	url: string,
	options?: BrowserContextOptions,
	prepare?: (page: Page) => Promise<void>,
) => Promise<Page>;

/** The browser itself reports each connection to the device that fails: the page has no say in that, and tries on. */
const isAboutConnection = (text: string, url: string): boolean =>
	/\/(ws|device|login|setup|settings)$/.test(url) ||
	/^WebSocket connection to 'wss?:\/\/[^']*\/(ws|device)' failed/.test(text);

/** The browser itself reports that it does without the transition to a page that is slow to come: that is looks only. */
const isAboutTransition = (text: string): boolean => /^\w+Error: Transition was (aborted|skipped)/.test(text);

/** A browser for the tests of a `describe`. Each test's pages are closed after it, and must not have complained. */
export function useBrowser(...more: string[]): OpenPage {
	let browser: Browser;
	const complaints: string[] = [];

	before(async () => {
		browser = await launch(...more);
	});
	afterEach(async () => {
		for (const context of browser.contexts()) await context.close();
		assert.deepEqual(complaints.splice(0), []);
	});
	after(() => browser?.close());

	return async (url, options = {}, prepare = async () => {}) => {
		const page = await (await browser.newContext(options)).newPage();
		page.on("console", (message) => {
			if (message.type() !== "error" && message.type() !== "warning") return;
			if (!isAboutConnection(message.text(), message.location().url)) complaints.push(message.text());
		});
		page.on("pageerror", (error) => {
			if (!isAboutTransition(String(error))) complaints.push(String(error));
		});
		await page.addInitScript(() => {
			document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
				console.error(`forbidden by ${violatedDirective}: ${blockedURI}`),
			);
		});
		await prepare(page);
		await page.goto(url);
		return page;
	};
}

/** Writes what the page shows to build/screenshots/NAME.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
	const folder = resolve("build/screenshots");
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}
