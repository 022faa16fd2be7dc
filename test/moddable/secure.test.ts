/*
	The firmware in the Moddable simulator over TLS, by the C that the board runs: what every device has to pass.
*/

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { packCertificate } from "../../tools/certificate/store.js";
import { pack } from "../../tools/pack.js";
import { skip as browserSkip, useBrowser } from "../end-to-end/chromium.js";
import { type Device, freePort, secureConfig, securely, suiteConfig } from "../end-to-end/device.js";
import { hostileSuite } from "../end-to-end/hostile.suite.js";
import { httpSuite } from "../end-to-end/http.suite.js";
import { pagesSuite } from "../end-to-end/pages.suite.js";
import { peersSuite } from "../end-to-end/peers.suite.js";
import { trustAnybody } from "../end-to-end/trust.js";
import { webSocketSuite } from "../end-to-end/websocket.suite.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

const library = existsSync("/usr/include/mbedtls/ssl.h") ? false : "needs mbedTLS: apt-get install libmbedtls-dev";

describe("the Moddable simulator over TLS", { skip: skip || library }, () => {
	let simulator: Simulator;
	let device: Device;
	let folder: string;
	trustAnybody();

	before(async () => {
		const [port, tlsPort] = [await freePort(), await freePort()];
		await pack();
		packCertificate([]);
		folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const config = [...suiteConfig, ...secureConfig(tlsPort), `port=${port}`, `file.root=${folder}/`];
		const app = await buildApp("src/platform/native/tls/manifest.json", "dipsocket", config, "dipsocket-tls");
		simulator = await Simulator.start(app, /dipsocket: https/, 20_000);
		const plain = { port, flip: (n: number) => simulator.press(String(n)), close: () => simulator.close() };
		device = securely(plain, tlsPort);
	});
	after(async () => {
		await simulator?.close();
		if (folder) rmSync(folder, { recursive: true });
	});

	describe("HTTP", () => httpSuite(() => device));
	describe("WebSocket", () => webSocketSuite(() => device));
	describe("the pages in a browser", { skip: browserSkip }, () =>
		pagesSuite(() => device, useBrowser("--ignore-certificate-errors")),
	);
	describe("a hostile network", () => hostileSuite(() => device));
	describe("peers that nobody here wrote", () => peersSuite(() => device, 16_384));

	test("none of it made a callback of the firmware throw", () => {
		assert.deepEqual(simulator.trace.match(/\b(exchange|client|lingering close|timer|accept|names|TLS): .*/g), null);
	});
});
