import { launch } from "../test/end-to-end/chromium.js";
import { Desktop } from "../test/end-to-end/device.js";

const which = process.argv.slice(2);
const want = (n: string) => which.length === 0 || which.some((w) => n.startsWith(w));
const browser = await launch();
const desktop = await Desktop.start([]);
const out = "/root/wt/shots";
const url = `http://127.0.0.1:${desktop.port}/`;
const wait = (ms: number) => new Promise((w) => setTimeout(w, ms));
try {
	for (const p of [2, 6, 8]) await desktop.flip(p);
	for (let i = 0; i < 26; i++) {
		await desktop.flip(1 + ((i * 5) % 8));
		await wait(60 + (i % 4) * 90);
	}
	for (const [name, width, height, colorScheme, more] of [
		["390-light", 390, 844, "light", {}],
		["390-dark", 390, 844, "dark", {}],
		["320-light", 320, 700, "light", {}],
		["360-light", 360, 740, "light", {}],
		["1280-light", 1280, 810, "light", {}],
		["1280-dark", 1280, 810, "dark", {}],
		["1920-light", 1920, 1080, "light", {}],
		["3840-dark", 3840, 2160, "dark", {}],
		["forced-1280", 1280, 810, "dark", { forcedColors: "active" }],
		["forced-390", 390, 844, "light", { forcedColors: "active" }],
	] as const) {
		for (const path of ["", "device.html"]) {
			const file = `${path ? "device-" : "page-"}${name}`;
			if (!want(file)) continue;
			const page = await browser.newPage({ viewport: { width, height }, colorScheme, ...more });
			page.on("console", (m) => console.log(file, m.type(), m.text()));
			page.on("pageerror", (e) => console.log(file, e));
			await page.goto(url + path);
			await page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
			if (!path) {
				for (const l of [2, 3]) {
					if ((await page.getByRole("switch", { name: `LED ${l}` }).getAttribute("aria-checked")) === "false")
						await page.getByRole("switch", { name: `LED ${l}` }).click();
				}
				await wait(300);
				await page.evaluate(() => (document.activeElement as HTMLElement).blur());
				await page.mouse.move(0, 0);
			} else await wait(4500);
			await page.screenshot({ path: `${out}/${file}.png` });
			await page.close();
		}
	}
	if (want("print")) {
		const page = await browser.newPage({ viewport: { width: 1000, height: 1200 }, colorScheme: "dark" });
		await page.goto(url);
		await wait(1500);
		await page.pdf({ path: `${out}/print.pdf`, format: "A4" });
		await page.close();
	}
	if (want("lost")) {
		for (const [name, width, height, colorScheme] of [
			["lost-390", 390, 844, "light"],
			["lost-1280", 1280, 810, "light"],
			["lost-dark", 1280, 810, "dark"],
		] as const) {
			const page = await browser.newPage({ viewport: { width, height }, colorScheme });
			let close = () => {};
			let down = false;
			await page.routeWebSocket(/\/ws$/, (s) => {
				if (down) {
					s.close();
					return;
				}
				const r = s.connectToServer();
				close = () => {
					down = true;
					r.close();
					s.close();
				};
			});
			await page.route(/\/ws$/, (route) => route.abort());
			await page.goto(url);
			await page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
			close();
			await wait(6000);
			await page.screenshot({ path: `${out}/${name}.png` });
			await page.getByRole("switch", { name: "LED 1" }).click({ force: true });
			await wait(200);
			await page.screenshot({ path: `${out}/${name}-toast.png` });
			await page.close();
		}
	}
	if (want("toast")) {
		for (const [name, width, height] of [
			["toast-390", 390, 844],
			["toast-1280", 1280, 810],
		] as const) {
			const page = await browser.newPage({ viewport: { width, height } });
			await page.routeWebSocket(/\/ws$/, (s) => {
				s.connectToServer();
				s.onMessage((m) => {
					if (String(m).includes("led")) s.send('{"error":"LED 3 is reserved for the heating.","command":"leds"}');
				});
			});
			await page.goto(url);
			await page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
			await page.getByRole("switch", { name: "LED 3" }).click();
			await wait(500);
			await page.screenshot({ path: `${out}/${name}.png` });
			await page.close();
		}
	}
	if (want("dialog")) {
		const locked = await Desktop.start(["token=abcdefgh"]);
		for (const [name, width, height, colorScheme] of [
			["dialog-390", 390, 844, "light"],
			["dialog-1280", 1280, 810, "dark"],
		] as const) {
			const page = await browser.newPage({ viewport: { width, height }, colorScheme });
			await page.goto(`http://127.0.0.1:${locked.port}/`);
			await page.waitForFunction(() => document.documentElement.dataset.freshness === "live");
			await page.getByRole("switch", { name: "LED 3" }).click();
			await wait(500);
			await page.screenshot({ path: `${out}/${name}.png` });
			await page.close();
		}
		await locked.close();
	}
} finally {
	await browser.close();
	await desktop.close();
}
