/*
	The firmware on the desktop host, end to end.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "./client.js";
import { Desktop, suiteConfig } from "./device.js";
import { hostileSuite } from "./hostile.suite.js";
import { httpSuite } from "./http.suite.js";
import { everybodyLeaves, Raw, until, upgradeOf } from "./raw.js";
import { webSocketSuite } from "./websocket.suite.js";

describe("the desktop host", () => {
	let desktop: Desktop;
	before(async () => {
		desktop = await Desktop.start(suiteConfig);
	});
	after(() => desktop?.close());
	describe("HTTP", () => httpSuite(() => desktop));
	describe("WebSocket", () => webSocketSuite(() => desktop));
	describe("a hostile network", () => hostileSuite(() => desktop));
});

describe("the desktop host, alone", () => {
	afterEach(everybodyLeaves);

	async function withDesktop(words: string[], use: (desktop: Desktop) => Promise<void>, program?: string) {
		const desktop = await Desktop.start(words, program);
		try {
			await use(desktop);
		} finally {
			await desktop.close();
		}
	}

	test("1,000 at once with room for four: four served, the others told so, and service goes on", async () => {
		await withDesktop(["maxClients=4", "maxConnections=2000"], async ({ port }) => {
			const raws = await Promise.all(
				Array.from({ length: 1000 }, async () => {
					const raw = await Raw.connect(port);
					raw.send(upgradeOf("/ws"));
					return raw;
				}),
			);
			await until(() => raws.every((raw) => raw.status), "an answer to everyone");
			const count = (status: number) => raws.filter((raw) => raw.status === status).length;
			assert.deepEqual([count(101), count(503)], [4, 996]);
			await everybodyLeaves();
			await delay(500);
			await (await Client.open(port, "/ws")).told("dipSwitches", 1);
			const { device } = await (await Client.open(port, "/device")).told("device", 1);
			assert.deepEqual([device.clients.most, device.clients.refused], [4, 996]);
		});
	});

	test("names outlast a restart", async () => {
		const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const file = join(folder, "deeper", "preferences.json");
		const words = ["--preferences", file];
		try {
			await withDesktop(words, async ({ port }) => {
				const client = await Client.open(port, "/ws");
				client.socket.send('{"names":{"dip1":"P","dip8":"水泵 😀"}}');
				client.socket.send('{"names":{"dip1":"Pump"}}');
				await client.told("names", 3);
				await until(() => existsSync(file) && readFileSync(file, "utf8").includes("水泵 😀"), "the preferences");
			});
			await withDesktop(words, async ({ port }) => {
				const { names } = await (await Client.open(port, "/ws")).told("names", 1);
				assert.deepEqual([names.dip1, names.dip2, names.dip8], ["Pump", "", "水泵 😀"]);
			});
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	test("npm start -- --help and --version say so, and end", () => {
		for (const [word, said] of [
			["--help", /^ +--port N/m],
			["-h", /^ +--port N/m],
			["--version", /^\d+\.\d+\.\d+\n$/],
			["-v", /^\d+\.\d+\.\d+\n$/],
		] as const) {
			const words = ["tools/run.mjs", "tools/simulator/main.ts", word];
			const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: 60_000 });
			assert.equal(status, 0, word);
			assert.match(stdout, said);
		}
	});

	test("EN restarts the firmware, on the same ports, with the switches as they were", async () => {
		await withDesktop([], async (desktop) => {
			await desktop.flip(3);
			const before = await Client.open(desktop.port, "/ws");
			await before.sees("3");
			assert.equal((await fetch(new URL("board/restart", desktop.board), { method: "POST" })).status, 202);
			await before.isClosed();
			let after: Client | undefined;
			while (!after) after = await Client.open(desktop.port, "/ws").catch(() => delay(100).then(() => undefined));
			await after.sees("3");
			const { changes } = await after.told("dipSwitches", 1);
			assert.deepEqual(changes, new Array(8).fill(0));
			await desktop.flip(3);
			await after.sees("");
		});
	});

	test("a client that does not read is spared what is outdated, and that is counted", async () => {
		await withDesktop(["settle=0"], async (desktop) => {
			const stuck = await Raw.upgraded(desktop.port, "/ws");
			stuck.socket.pause();
			const quick = await Client.open(desktop.port, "/ws");
			const watcher = await Client.open(desktop.port, "/device");
			let on = true;
			// The kernels' buffers take some megabytes before the server feels it.
			const end = Date.now() + 60_000;
			while (watcher.last("device").coalesced === undefined || watcher.last("device").coalesced === 0) {
				assert.ok(Date.now() < end, "nothing was ever spared");
				for (let i = 0; i < 200; i++) quick.socket.send(`{"leds":{"led1":"${on ? "On" : "Off"}"}}`);
				on = !on;
				await delay(20);
			}
			quick.socket.send('{"leds":{"led2":"On"}}');
			stuck.socket.resume();
			await stuck.says('"led2":"On"');
		});
	});

	test("what a desktop knows of itself, and nothing else", async () => {
		await withDesktop(["build=6d0e38a"], async ({ port }) => {
			const { device } = await (await Client.open(port, "/device")).told("device", 1);
			assert.deepEqual([device.board, device.build, device.address], ["desktop", "6d0e38a", "127.0.0.1"]);
			assert.ok(device.heap.free > 0);
			for (const key of ["signal", "reset", "resets", "slots", "chunks"]) assert.ok(!(key in device), key);
			assert.ok(!("least" in device.heap));
		});
	});

	test("a token for watching guards /device, too", async () => {
		await withDesktop(["token=open-sesame", "tokenFor=all"], async ({ port }) => {
			await assert.rejects(Client.open(port, "/device"), /401/);
			const headers = { Authorization: "Bearer open-sesame" };
			await (await Client.open(port, "/device", { headers })).told("device", 1);
		});
	});

	test("without the token names cannot be given", async () => {
		await withDesktop(["token=open-sesame"], async ({ port }) => {
			const client = await Client.open(port, "/ws");
			client.socket.send('{"names":{"dip1":"Pump"}}');
			const { error, command, token } = await client.told("error", 1);
			assert.deepEqual([error, command, token], ["The token is needed.", "names", true]);
			assert.equal(client.of("names").length, 1);
		});
	});

	test("a command lights the board's LEDs", async () => {
		await withDesktop([], async ({ port, board }) => {
			const client = await Client.open(port, "/ws");
			client.socket.send('{"leds":{"led2":"On","led8":"On"}}');
			await client.told("dipSwitches", 2);
			const { leds } = (await (await fetch(new URL("board", board))).json()) as { leds: string[] };
			assert.deepEqual(leds, ["Off", "On", "Off", "Off", "Off", "Off", "Off", "On"]);
		});
	});

	test("a token: scripts send it, browsers keep it in a cookie, guesses are slow", async () => {
		await withDesktop(["token=open-sesame", "tokenFor=all"], async ({ port }) => {
			const login = (token: string) =>
				fetch(`http://127.0.0.1:${port}/login`, { headers: { Authorization: `Bearer ${token}` } });
			await assert.rejects(Client.open(port, "/ws"), /401/);
			const headers = { Authorization: "Bearer open-sesame" };
			await (await Client.open(port, "/ws", { headers })).told("dipSwitches", 1);
			const { status, headers: answered } = await login("open-sesame");
			const cookie = answered.get("set-cookie") ?? "";
			assert.deepEqual([status, /HttpOnly; SameSite=Strict/.test(cookie)], [204, true]);
			const client = await Client.open(port, "/ws", { headers: { Cookie: cookie.split(";")[0] } });
			client.socket.send('{"leds":{"led1":"On"}}');
			await client.told("dipSwitches", 2);
			const start = Date.now();
			assert.equal((await login("open-sesamx")).status, 401);
			assert.ok(Date.now() - start >= 900);
		});
	});

	test("Wi-Fi lost and regained: clients dropped, and served again", async () => {
		const use = async (desktop: Desktop) => {
			const client = await Client.open(desktop.port, "/ws");
			desktop.tell("drop");
			assert.equal((await client.isClosed()).code, 1006);
			desktop.tell("regain");
			// The next attempt to join comes after a second.
			await delay(1500);
			await (await Client.open(desktop.port, "/ws")).told("dipSwitches", 1);
		};
		await withDesktop([], use, "test/end-to-end/wifi.entry.ts");
	});
});
