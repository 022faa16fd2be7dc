/*
	A certificate by a private CA, from `npm run certificate` to clients that trust that CA and nobody else; and https alone.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "node:tls";
import { WebSocket } from "ws";
import { launch, skip } from "./chromium.js";
import { Desktop, freePort } from "./device.js";
import { isLive } from "./pageview.js";

describe("a private CA", () => {
	let folder: string;
	let desktop: Desktop;
	let tlsPort: number;
	/** What the device runs with: another one may be made meanwhile. */
	let served: X509Certificate;
	const former = process.env.CERTIFICATES;
	const path = (name: string) => join(folder, name);

	const certificate = (...words: string[]) =>
		spawnSync(process.execPath, ["tools/run.mjs", "tools/certificate.ts", ...words], { encoding: "utf8" });

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), "dipsocket-certificates-"));
		process.env.CERTIFICATES = folder;
		const { status, stderr } = certificate("--name", "dipsocket.local", "--name", "localhost", "--ip", "127.0.0.1");
		assert.equal(status, 0, stderr);
		served = new X509Certificate(readFileSync(path("device.pem")));
		tlsPort = await freePort();
		desktop = await Desktop.start(["tls=only", `tlsPort=${tlsPort}`, "maxTlsSessions=16"]);
	});
	after(async () => {
		await desktop?.close();
		if (former === undefined) delete process.env.CERTIFICATES;
		else process.env.CERTIFICATES = former;
		rmSync(folder, { recursive: true });
	});

	test("the CA is made once, and keys are their owner's alone", () => {
		const ca = readFileSync(path("ca.pem"), "utf8");
		assert.equal(certificate("--name", "dipsocket.local", "--name", "localhost", "--ip", "127.0.0.1").status, 0);
		assert.equal(readFileSync(path("ca.pem"), "utf8"), ca);
		for (const key of ["ca-key.pem", "device-key.pem"]) assert.equal(statSync(path(key)).mode & 0o777, 0o600, key);
		const [own, authority] = ["device.pem", "ca.pem"].map((name) => new X509Certificate(readFileSync(path(name))));
		assert.ok(own?.checkIssued(authority!) && own.verify(authority!.publicKey) && authority?.ca && !own.ca);
	});

	test("mistakes are told", () => {
		const wrong: readonly (readonly [string[], RegExp, usage?: true])[] = [
			[[], /are needed/, true],
			[["--name", "not a name"], /not a name/, true],
			[["--name", "a.local", "--ip", "1.2.3"], /not an IP address/, true],
			[["--key", path("ca-key.pem"), "--certificate", path("device.pem")], /the key is not the certificate's/],
			[["--key", path("device.pem"), "--certificate", path("device.pem")], /no private key/],
			[["--key", path("nothing.pem"), "--certificate", path("device.pem")], /ENOENT/],
		];
		for (const [words, sentence, usage = false] of wrong) {
			const { status, stderr } = certificate(...words);
			assert.equal(status, usage ? 2 : 1);
			assert.match(stderr, sentence);
			assert.equal(stderr.includes("usage:"), usage);
		}
	});

	test("a client that trusts the CA connects, by name and by address; one that does not is warned", async () => {
		const ca = readFileSync(path("ca.pem"));
		for (const host of ["localhost", "127.0.0.1"]) {
			const socket = connect({
				host: "127.0.0.1",
				port: tlsPort,
				ca,
				...(host === "localhost" ? { servername: host } : {}),
			});
			await once(socket, "secureConnect");
			assert.equal(socket.authorized, true);
			socket.destroy();
		}
		const client = new WebSocket(`wss://127.0.0.1:${tlsPort}/INDEX.HTML`, { ca });
		const [message] = await once(client, "message");
		assert.match(String(message), /^{"dipSwitches"/);
		client.terminate();
		const stranger = new WebSocket(`wss://127.0.0.1:${tlsPort}/ws`);
		const [error] = await once(stranger, "error");
		assert.match(String(error), /certificate/);
	});

	test("NetBurner's secure page: check boxes at wss://…/INDEX.HTML count from 1", async () => {
		const client = new WebSocket(`wss://localhost:${tlsPort}/INDEX.HTML`, { ca: readFileSync(path("ca.pem")) });
		await once(client, "message");
		for (const [word, state] of [
			["true", "On"],
			["false", "Off"],
		]) {
			client.send(`{"ledcb1":"${word}"}`);
			const [message] = await once(client, "message");
			assert.equal(JSON.parse(String(message)).leds.led1, state);
		}
		client.terminate();
	});

	test("https alone: http redirects, and takes no command", async () => {
		const plain = `http://127.0.0.1:${desktop.port}`;
		const asked = { redirect: "manual" } as const;
		const get = await fetch(`${plain}/device.html?x=y`, asked);
		assert.deepEqual([get.status, get.headers.get("location")], [308, `https://127.0.0.1:${tlsPort}/device.html?x=y`]);
		assert.equal(get.headers.get("strict-transport-security"), null);
		const headers = { "Content-Type": "application/json" };
		const put = await fetch(`${plain}/json`, { ...asked, method: "PUT", headers, body: '{"leds":{"led1":"On"}}' });
		assert.equal(put.status, 308);
		const socket = new WebSocket(`ws://127.0.0.1:${desktop.port}/ws`);
		const [error] = await once(socket, "error");
		assert.match(String(error), /308/);
	});

	test("the key is not served, whatever it is called", async () => {
		for (const name of [
			"tls-key.der",
			"tls-certificate.der",
			"../build/certificate/tls-key.der",
			"packed/tls-key.der",
		]) {
			const { stdout } = spawnSync(
				"curl",
				["-sk", "--path-as-is", "-w", "%{http_code}", "-o", "/dev/null", `https://127.0.0.1:${tlsPort}/${name}`],
				{ encoding: "utf8" },
			);
			assert.equal(stdout, "404", name);
		}
	});

	test("curl trusts it by the CA", () => {
		const { status, stdout } = spawnSync(
			"curl",
			["--silent", "--cacert", path("ca.pem"), `https://localhost:${tlsPort}/json`],
			{ encoding: "utf8" },
		);
		assert.deepEqual([status, stdout.startsWith('{"dipSwitches"')], [0, true]);
	});

	test("Chromium that trusts this key: the page is live over wss, without a warning", { skip }, async () => {
		const key = served.publicKey.export({ type: "spki", format: "der" });
		const browser = await launch(
			`--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
		);
		try {
			const page = await browser.newPage();
			await page.goto(`http://127.0.0.1:${desktop.port}/`);
			await isLive(page);
			assert.equal(page.url(), `https://127.0.0.1:${tlsPort}/`);
			await page.goto(`https://127.0.0.1:${tlsPort}/device.html`);
			await isLive(page);
			const shown = await page.locator('[data-key="tls.fingerprint"]').textContent();
			assert.equal(shown, served.fingerprint256);
		} finally {
			await browser.close();
		}
	});
});
