/*
	Updates from end to end: `npm run update` and the device's page against the firmware on the desktop, whose flash is not real
	and whose images say how they behave. Every ending that a version can have.
*/

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { WebSocket } from "ws";
import { type Behaviour, makeImage } from "../../tools/simulator/flashfile.js";
import { makeFile, publicKeyOf } from "../../tools/update/imagefile.js";
import { faultsOf } from "./axe.js";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Desktop } from "./device.js";
import { large } from "./pageview.js";

const token = "abcdefgh";
const folder = mkdtempSync(join(tmpdir(), "dipsocket-images-"));
after(() => rmSync(folder, { recursive: true }));

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const { privateKey: otherKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

interface Wanted {
	readonly behaviour?: Behaviour;
	readonly board?: string;
	readonly key?: typeof privateKey;
	readonly size?: number;
	readonly spoil?: (file: Buffer) => Uint8Array;
}

/** The path of an image's file. */
function imageOf(version: string, wanted: Wanted = {}): string {
	const { behaviour = "works", board = "desktop", key, size, spoil = (file: Buffer) => file } = wanted;
	const image = makeImage({ version, behaviour }, size);
	const file = spoil(makeFile(image, { project: "dipsocket", board, version, build: "" }, key));
	const path = join(folder, `${version}-${behaviour.replaceAll(" ", "-")}-${board}-${file.length}.bin`);
	writeFileSync(path, file);
	return path;
}

/** What the card shows, with nothing over it. */
async function shot(page: Page, name: string): Promise<void> {
	const dismiss = page.getByRole("button", { name: "Dismiss" });
	if (await dismiss.isVisible()) await dismiss.click();
	await page.locator("#update").scrollIntoViewIfNeeded();
	await screenshot(page, name);
}

/** Runs `npm run update` against a board; what it printed and its exit status. */
async function update(
	desktop: Desktop,
	path: string,
	...words: string[]
): Promise<{ printed: string; status: number }> {
	const all = ["tools/run.mjs", "tools/update/update.ts", `http://127.0.0.1:${desktop.port}`, path, ...words];
	const child = spawn(process.execPath, all, { env: { ...process.env, DIPSOCKET_TOKEN: words.length ? "" : token } });
	let printed = "";
	for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
	const [status] = await once(child, "exit");
	return { printed, status };
}

async function withBoard(words: readonly string[], use: (desktop: Desktop) => Promise<void>): Promise<void> {
	const desktop = await Desktop.start([`token=${token}`, "confirmWithin=10000", ...words]);
	try {
		await use(desktop);
	} finally {
		await desktop.close();
	}
}

test("npm run update: versions that work, crash, hang and find no network; names survive", async () => {
	await withBoard([], async (desktop) => {
		const named = new WebSocket(`ws://127.0.0.1:${desktop.port}/ws`, { headers: { Authorization: `Bearer ${token}` } });
		await once(named, "open");
		named.send('{"names":{"dip1":"Pump"}}');
		await new Promise((wake) => setTimeout(wake, 1500));
		named.close();

		const works = await update(desktop, imageOf("0.2.0"));
		assert.match(works.printed, /100 %[\s\S]*Version 0\.2\.0.* runs and is confirmed\./);
		assert.equal(works.status, 0);

		const failures: readonly (readonly [Behaviour, RegExp])[] = [
			["crashes", /Version 0\.3\.0 was rolled back: it crashed before it could start\./],
			["hangs", /Version 0\.3\.0 was rolled back: it hung before it could start\./],
			["finds no network", /Version 0\.3\.0.* was rolled back: it got no IP address in time\./],
		];
		for (const [behaviour, said] of failures) {
			const { printed, status } = await update(desktop, imageOf("0.3.0", { behaviour }));
			assert.match(printed, said);
			assert.equal(status, 1);
		}

		const older = await update(desktop, imageOf("0.1.9"));
		assert.match(older.printed, /This version is older than the one that runs\.[\s\S]*Version 0\.1\.9.* confirmed/);
		assert.equal(older.status, 0);

		const client = new WebSocket(`ws://127.0.0.1:${desktop.port}/ws`);
		const [names] = await once(client, "message");
		assert.match(String(names), /"dip1":"Pump"/);
		client.close();
	});
});

test("npm run update: what is refused, and where", async () => {
	await withBoard([`updateKey=${publicKeyOf(privateKey)}`], async (desktop) => {
		const refusals: readonly (readonly [string, RegExp])[] = [
			[imageOf("0.2.0"), /The image is not signed, and this board takes signed ones only\./],
			[imageOf("0.2.1", { key: otherKey }), /The image is signed by another key than this board's, or was altered\./],
			[imageOf("0.2.2", { key: privateKey, board: "M5" }), /This image is for the board M5, and this is desktop\./],
			[
				imageOf("0.2.3", { key: privateKey, size: 300_000 }),
				/The image has 300000 bytes, and there is room for 262144\./,
			],
			[imageOf("0.2.4", { spoil: (file) => file.subarray(0, -1) }), /it is not whole/],
			[imageOf("0.2.5", { spoil: (file) => file.fill(7, 5000, 5001) }), /The file was altered/],
			[imageOf("0.2.6", { spoil: (file) => file.subarray(256) }), /This is no image for a board/],
		];
		for (const [path, said] of refusals) {
			const { printed, status } = await update(desktop, path);
			assert.match(printed, said);
			assert.equal(status, 1);
		}
		const stranger = await update(desktop, imageOf("0.2.0"), "--token", "12345678");
		assert.match(stranger.printed, /The token is needed\.|not the board's token/);
		assert.equal(stranger.status, 1);
		assert.equal((await update(desktop, imageOf("0.2.0"), "--tokn", "x")).status, 2);
		assert.equal((await update(desktop, imageOf("0.2.0"), "--token", "")).status, 2);

		const signed = await update(desktop, imageOf("0.2.7", { key: privateKey }));
		assert.match(signed.printed, /Version 0\.2\.7.* runs and is confirmed\./);
	});
});

test("without a token there is no /update", async () => {
	const desktop = await Desktop.start([]);
	try {
		const { printed, status } = await update(desktop, imageOf("0.2.0"));
		assert.match(printed, /cannot be updated over the air/);
		assert.equal(status, 1);
	} finally {
		await desktop.close();
	}
});

describe("the page's card", { skip }, () => {
	const open = useBrowser();

	test("choose, unlock, send, restart, confirmed; then one that is rolled back, and one that is for another board", async () => {
		await withBoard([], async (desktop) => {
			const page = await open(`http://127.0.0.1:${desktop.port}/device.html`, large);
			const word = page.locator("#update [role=status]");
			const says = (text: string | RegExp) => word.filter({ hasText: text }).waitFor({ timeout: 60_000 });
			const choose = (path: string) => page.getByLabel("Image (.bin)").setInputFiles(path);
			const send = () => page.getByRole("button", { name: "Update" }).click();

			await choose(imageOf("0.2.0", { board: "M5" }));
			await says("This is for the board M5, and this is desktop.");
			await choose(imageOf("0.2.0", { spoil: (file) => file.subarray(0, 9000) }));
			await says("This file is not whole.");
			await choose(imageOf("0.2.0", { size: 300_000 }));
			await says("This image does not fit.");
			await choose(imageOf("0.2.0", { size: 200_000 }));
			await says("Version 0.2.0 for desktop");
			assert.deepEqual(await faultsOf(page), []);
			await shot(page, "update-chosen");

			await send();
			await page.getByLabel("Token").fill(token);
			await page.keyboard.press("Enter");
			// It may be over before anybody looks: how it is drawn is for test/page/upload.test.ts.
			const bar = page.locator("#update progress:not([hidden])");
			if (
				await bar.waitFor({ timeout: 2000 }).then(
					() => true,
					() => false,
				)
			)
				await shot(page, "update-sending");
			await says(/Version 0\.2\.0 runs and is confirmed\./);
			await page.locator('[data-key="version"]').filter({ hasText: "0.2.0" }).waitFor();
			await shot(page, "update-confirmed");

			await choose(imageOf("0.3.0", { behaviour: "crashes" }));
			await send();
			await says("Version 0.3.0 was rolled back: it crashed before it could start.");
			await page.locator('[data-key="update.note"]').filter({ hasText: "it crashed" }).waitFor();
			assert.deepEqual(await faultsOf(page), []);
			await shot(page, "update-rolled-back");
		});
	});
});
