/*
	The firmware in the Moddable simulator, from the hand on the switch to the browser's socket.
*/

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { pack } from "../../tools/pack.js";
import { Simulator } from "./mcsim.js";
import { buildApp, skip } from "./sdk.js";

type Switches = Record<string, "On" | "Off">;

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, "listening");
	const address = server.address();
	server.close();
	return typeof address === "object" && address ? address.port : 0;
}

/** The switches that a client sees as On, by number, as of its last message. */
class Client {
	private readonly socket: WebSocket;
	private on = "none yet";

	constructor(port: number) {
		this.socket = new WebSocket(`ws://localhost:${port}/ws`);
		this.socket.on("message", (data) => {
			const { dipSwitches }: { dipSwitches: Switches } = JSON.parse(String(data));
			const names = Object.keys(dipSwitches).filter((name) => dipSwitches[name] === "On");
			this.on = names.map((name) => name.replace("dip", "")).join(" ");
		});
	}

	/** Waits until exactly these are On. */
	async sees(on: string): Promise<void> {
		for (const end = Date.now() + 5000; this.on !== on; await delay(20))
			if (Date.now() > end) assert.equal(this.on, on, "switches that are On");
	}

	close(): void {
		this.socket.terminate();
	}
}

describe("the Moddable simulator", { skip }, () => {
	let port: number;
	let simulator: Simulator;

	before(async () => {
		port = await freePort();
		await pack();
		const app = await buildApp("manifest.json", "dipsocket", [`port=${port}`]);
		simulator = await Simulator.start(app, /dipsocket: http/, 20_000);
	});
	after(() => simulator?.close());

	test("serves the page", async () => {
		const response = await fetch(`http://localhost:${port}/`);
		assert.equal(response.status, 200);
		assert.match(await response.text(), /<html/i);
	});

	test("tells every client of a switch that was keyed or clicked", async () => {
		const clients = [new Client(port), new Client(port)];
		try {
			const see = (on: string) => Promise.all(clients.map((client) => client.sees(on)));
			await see("");
			await simulator.press("3");
			await see("3");
			await simulator.click(7);
			await see("3 8");
			await simulator.press("1");
			await see("1 3 8");
			await simulator.screenshot("mcsim");
			await simulator.click(2);
			await see("1 8");
		} finally {
			for (const client of clients) client.close();
		}
	});
});
