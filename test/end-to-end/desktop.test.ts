/*
	The firmware on the desktop host, end to end.
*/

import { after, before, describe } from "node:test";
import { Desktop, suiteConfig } from "./device.js";
import { hostileSuite } from "./hostile.suite.js";
import { httpSuite } from "./http.suite.js";
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
