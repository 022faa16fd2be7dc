// `npm run pictures`: takes the README's pictures of the pages anew, page.png and device.png.
//
// Strategy: nothing in them is made up. The desktop host runs, switches are named and flipped, clients come and go, and
// after five minutes Chromium takes the pictures. No clock is run faster: the times on the page are the board's.

import { join } from "node:path";
import { WebSocket } from "ws";
import { launch } from "../../test/end-to-end/chromium.js";
import { Desktop } from "../../test/end-to-end/device.js";
import { isLive, led } from "../../test/end-to-end/pageview.js";
import { runTool } from "../commandline.js";

const folder = "tools/pictures";
const window = { viewport: { width: 1280, height: 810 } };
const names = ["Pump", "Valve north", "Valve south", "", "Door", "Heating", "", "Light"];

/** What happens: after so many seconds this switch is flipped. */
const story = [
	3, 2, 30, 6, 5, 1, 22, 5, 8, 2, 14, 8, 25, 5, 4, 5, 20, 1, 9, 3, 31, 1, 6, 6, 12, 2, 10, 3, 15, 6, 18, 1, 7, 5,
];

const second = (ms = 1000) => new Promise((wake) => setTimeout(wake, ms));

async function tellStory(desktop: Desktop): Promise<void> {
	for (let i = 0; i < story.length; i += 2) {
		await second(1000 * story[i]);
		await desktop.flip(story[i + 1]);
	}
	await second(12_000);
}

/** A minute in which clients come and go, and the switches are flipped now more, now less. */
async function live(desktop: Desktop): Promise<void> {
	const clients: WebSocket[] = [];
	for (let s = 0; s < 62; s++) {
		const wanted = Math.round(2.5 - 2 * Math.cos(s / 9));
		while (clients.length < wanted) clients.push(new WebSocket(`ws://127.0.0.1:${desktop.port}/ws`));
		while (clients.length > wanted) clients.pop()?.close();
		for (let flips = 0; flips < 3 * (1 + Math.sin(s / 6)); flips++) {
			await desktop.flip(4);
			await second(60);
		}
		await second();
	}
	for (const client of clients) client.close();
}

const tool = Object.freeze({
	name: "pictures",
	usage: `usage: npm run pictures
Takes the README's pictures of the pages anew, in Chromium: six minutes.`,
});

await runTool(tool, async () => {
	const browser = await launch();
	const desktop = await Desktop.start([]);
	try {
		const device = await browser.newPage(window);
		await device.goto(`http://127.0.0.1:${desktop.port}/device.html`);
		const page = await browser.newPage(window);
		await page.goto(`http://127.0.0.1:${desktop.port}/`);
		await isLive(page);
		for (const [index, name] of names.entries()) {
			await page.getByLabel(`Name of switch ${index + 1}`).fill(name);
			await page.keyboard.press("Enter");
			await second(200);
		}
		for (const position of [2, 6]) await led(page, position).click();
		await tellStory(desktop);
		await page.evaluate(() => (document.activeElement as HTMLElement).blur());
		await page.mouse.move(0, 0);
		await second();
		await page.screenshot({ path: join(folder, "page.png"), animations: "disabled" });
		await page.emulateMedia({ colorScheme: "dark" });
		await page.screenshot({ path: join(folder, "page-dark.png"), animations: "disabled" });
		await live(desktop);
		await device.screenshot({ path: join(folder, "device.png"), animations: "disabled" });
	} finally {
		await browser.close();
		await desktop.close();
	}
});
