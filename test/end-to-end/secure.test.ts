/*
	The firmware on the desktop host, end to end over TLS: what every device has to pass at its plain port, it has to pass at its
	secure one.
*/

import { after, before, describe } from "node:test";
import { skip, useBrowser } from "./chromium.js";
import { Desktop, type Device, freePort, secureConfig, securely, suiteConfig } from "./device.js";
import { hostileSuite } from "./hostile.suite.js";
import { httpSuite } from "./http.suite.js";
import { pagesSuite } from "./pages.suite.js";
import { peersSuite } from "./peers.suite.js";
import { trustAnybody } from "./trust.js";
import { webSocketSuite } from "./websocket.suite.js";

describe("the desktop host over TLS", () => {
	let desktop: Desktop;
	let device: Device;
	trustAnybody();
	before(async () => {
		const port = await freePort();
		desktop = await Desktop.start([...suiteConfig, ...secureConfig(port)]);
		device = securely(desktop, port);
	});
	after(() => desktop?.close());
	describe("HTTP", () => httpSuite(() => device));
	describe("WebSocket", () => webSocketSuite(() => device));
	describe("the pages in a browser", { skip }, () =>
		pagesSuite(() => device, useBrowser("--ignore-certificate-errors")),
	);
	describe("a hostile network", () => hostileSuite(() => device));
	describe("peers that nobody here wrote", () => peersSuite(() => device, 16_384));
});
