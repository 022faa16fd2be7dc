/*
	What a board on the desktop keeps and forgets: BOOT, another name, the settings on the device's page; and guests who mean it
	no good.
*/

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { decode, encode } from "dns-packet";
import { faultsOf } from "./axe.js";
import { screenshot, skip, useBrowser } from "./chromium.js";
import { Client } from "./client.js";
import { Desktop, freePort } from "./device.js";
import { ask, becomes, join, own, state } from "./guest.js";
import { isLive, large } from "./pageview.js";
import { until } from "./raw.js";

describe("a board on the desktop", () => {
	let folder: string;
	let file: string;
	let setUpPort: number;
	beforeEach(async () => {
		folder = mkdtempSync(joinPath(tmpdir(), "dipsocket-"));
		file = joinPath(folder, "preferences.json");
		setUpPort = await freePort();
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	async function withBoard(words: readonly string[], use: (desktop: Desktop) => Promise<void>): Promise<void> {
		const desktop = await Desktop.start(["--preferences", file, "--setup-port", String(setUpPort), ...words]);
		try {
			await use(desktop);
		} finally {
			await desktop.close();
		}
	}

	const boot = (desktop: Desktop, position: string) =>
		fetch(new URL("board/boot", desktop.board), { method: "PUT", body: position });
	const ledsOf = async (desktop: Desktop) => {
		const { leds } = (await (await fetch(new URL("board", desktop.board))).json()) as { leds: string[] };
		return leds;
	};
	/** 0 when nobody answers. */
	const statusOf = (desktop: Desktop, path: string) =>
		fetch(`http://127.0.0.1:${desktop.port}${path}`).then(
			({ status }) => status,
			() => 0,
		);
	const guestOf = (desktop: Desktop) => ({ setUp: `http://127.0.0.1:${setUpPort}/`, port: desktop.port });
	const kept = () => JSON.parse(readFileSync(file, "utf8")).dipsocket as Record<string, string>;

	test("BOOT, held for 5 s, opens set-up mode while the board stays in its network", { timeout: 60_000 }, async () => {
		await withBoard([], async (desktop) => {
			await boot(desktop, "On");
			await delay(3000);
			await boot(desktop, "Off");
			await delay(3000);
			await assert.rejects(fetch(guestOf(desktop).setUp), "not held for long enough");
			await boot(desktop, "On");
			await becomes(guestOf(desktop), "open");
			await boot(desktop, "Off");
			assert.equal((await fetch(`http://127.0.0.1:${desktop.port}/`)).status, 200);
			assert.equal((await fetch(`http://127.0.0.1:${desktop.port}/setup`)).status, 404);
		});
	});

	test("BOOT, held for 15 s, makes it as new: names, network and token are gone", { timeout: 90_000 }, async () => {
		await withBoard(["--new"], async (desktop) => {
			await join(desktop, { ssid: "Home", password: "open sesame" });
			await becomes(desktop, "joined");
			const client = await Client.open(desktop.port, "/ws");
			client.socket.send('{"names":{"dip1":"Pump"}}');
			await until(() => kept().dip1 === "Pump", "the name");
			const form = { method: "POST", body: new URLSearchParams({ token: "abcdefgh" }) };
			const answer = await fetch(`http://127.0.0.1:${desktop.port}/settings`, form);
			assert.deepEqual(await answer.json(), { restarts: true });
			await client.isClosed();
			// It is in its network again, by itself.
			while ((await statusOf(desktop, "/settings")) !== 401) await delay(200);
			await boot(desktop, "On");
			const lit = async () => (await ledsOf(desktop).catch(() => [])).every((led) => led === "On");
			while (!(await lit())) await delay(20);
			await boot(desktop, "Off");
			await until(() => Object.keys(kept()).length === 0, `nothing kept, got ${Object.keys(kept())}`);
			// New again: its access point is open, and it is in no network.
			while ((await statusOf(desktop, "/")) !== 0) await delay(100);
			await becomes(guestOf(desktop), "open");
			assert.equal(await statusOf(desktop, "/"), 0);
		});
	});

	test("another name takes effect when the access point closes, by a restart", { timeout: 90_000 }, async () => {
		await withBoard(["--new"], async (desktop) => {
			await join(desktop, { ssid: "Home", password: "open sesame", name: "pump" });
			await becomes(desktop, "joined");
			const host = async (name: string) => (await ask(`http://127.0.0.1:${desktop.port}`, "/", name)).status;
			assert.deepEqual([await host("dipsocket.local"), await host("pump.local")], [200, 403]);
			while ((await host("pump.local").catch(() => 0)) !== 200) await delay(300);
			assert.equal(await host("dipsocket.local"), 403);
			await assert.rejects(fetch(desktop.setUp), "the access point is closed");
		});
	});

	test("where the access point was is kept, and only a hint: one that has moved is found", {
		timeout: 60_000,
	}, async () => {
		await withBoard(["--new"], async (desktop) => {
			await join(desktop, { ssid: "Home", password: "open sesame" });
			await becomes(desktop, "joined");
		});
		assert.equal(kept().spot, "6 02:00:5e:00:00:01 Home");
		const words = ["--new", "ssid=Home", "password=open sesame"];
		for (const spot of ["6 02:00:5e:00:00:01 Home", "11 02:00:5e:00:00:09 Home", "nonsense"]) {
			writeFileSync(file, JSON.stringify({ dipsocket: { spot } }));
			await withBoard(words, async (desktop) => {
				while (!(await statusOf(desktop, "/"))) await delay(50);
				await until(() => kept().spot === "6 02:00:5e:00:00:01 Home", "where it really is");
			});
		}
	});

	test("with an address of its own it is in a network without DHCP", { timeout: 60_000 }, async () => {
		await withBoard(["--new", "address=192.168.7.5", "gateway=192.168.7.1"], async (desktop) => {
			await join(desktop, { ssid: "No address" });
			await becomes(desktop, "joined");
			assert.equal((await fetch(`http://127.0.0.1:${desktop.port}/`)).status, 200);
		});
	});

	test("every name is the board's for guests: DNS by another's encoder, and 10,000 packets that are none", async () => {
		await withBoard(["--new"], async () => {
			const socket = createSocket("udp4");
			const query = async (type: "A" | "AAAA" | "HTTPS") => {
				const name = "captive.apple.com";
				// What HTTPS is called by the encoder, is not known to it.
				const question = { name, type: type === "HTTPS" ? ("UNKNOWN_65" as "A") : type };
				const sent = encode({ type: "query", id: 7, questions: [type === "HTTPS" ? { name, type: "A" } : question] });
				if (type === "HTTPS") sent[sent.length - 3] = 65;
				socket.send(sent, setUpPort, "127.0.0.1");
				return decode((await once(socket, "message"))[0]);
			};
			try {
				const { answers = [], id } = await query("A");
				const [answer] = answers;
				assert.deepEqual([id, answers.length, "data" in answer && answer.data], [7, 1, own]);
				for (const type of ["AAAA", "HTTPS"] as const) {
					const { answers = [], rcode } = (await query(type)) as ReturnType<typeof decode> & { rcode?: string };
					assert.deepEqual([answers.length, rcode], [0, "NOERROR"], type);
				}
				await flood(socket);
				socket.removeAllListeners("message");
				const { answers: after = [] } = await query("A");
				assert.equal(after.length, 1);
			} finally {
				socket.close();
			}
		});
	});

	async function flood(socket: Socket): Promise<void> {
		for (let i = 0; i < 10_000; i++) {
			// Answers would be as long: they are not.
			socket.send(randomBytes(1 + (i % 300)), setUpPort, "127.0.0.1");
			if (i % 100 === 0) await delay(1);
		}
		await delay(200);
	}

	test("2,000 guests at once who say nothing, or nonsense: the page is served afterwards", {
		timeout: 60_000,
	}, async () => {
		await withBoard(["--new"], async (desktop) => {
			const nonsense = Array.from({ length: 2000 }, async (_, i) => {
				const path = i % 3 ? "/setup" : `/${"x".repeat(i % 600)}`;
				await ask(desktop.setUp, path, i % 2 ? own : `h${i}.example`, i % 5 ? "GET" : "POST", "%%%").catch(() => {});
			});
			await Promise.all(nonsense);
			assert.match((await ask(desktop.setUp, "/setup.html", own)).body, /<form/);
			assert.equal((await state(desktop))?.phase, "open");
		});
	});

	describe("the settings on the device's page", { skip }, () => {
		const open = useBrowser();
		const phrases = /Stored\. The board restarts/;

		test("are shown and changed; a wrong one is refused with why; secrets are never shown", {
			timeout: 60_000,
		}, async () => {
			await withBoard([], async (desktop) => {
				const page = await open(`http://127.0.0.1:${desktop.port}/device.html`, large);
				await isLive(page);
				const form = page.locator("#settings");
				await form.getByRole("button").click();
				await form.getByLabel("Name", { exact: true }).waitFor();
				assert.deepEqual(await faultsOf(page), []);
				await form.scrollIntoViewIfNeeded();
				await screenshot(page, "settings");
				await form.getByLabel("Token", { exact: true }).fill("short");
				await form.getByRole("button").click();
				await form.getByText("expected 8 to 64 letters").waitFor();
				await form.getByLabel("Token", { exact: true }).fill("abcdefgh");
				await form.getByRole("button").click();
				await form.getByText(phrases).waitFor();
				await until(() => kept().settings0?.includes('"token":"abcdefgh"') === true, "the record");
				// It comes back by itself, and asks for the token from now on.
				while ((await statusOf(desktop, "/settings")) !== 401) await delay(200);
				await page.reload();
				await isLive(page);
				await form.getByRole("button").click();
				await page.getByLabel("Token", { exact: true }).last().fill("abcdefgh");
				await page.keyboard.press("Enter");
				await form.getByLabel("Name", { exact: true }).waitFor();
				const shown = await form.evaluate((element) => element.outerHTML);
				assert.doesNotMatch(shown, /abcdefgh/);
				await form.getByLabel("Token: none").check();
				await form.getByRole("button").click();
				await form.getByText(phrases).waitFor();
				await until(() => !Object.values(kept()).at(-1)?.includes("token"), "no token any more");
			});
		});
	});
});
