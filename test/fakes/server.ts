/*
	A hub with fakes around it, and clients that speak to it in text.
*/

import { Hub } from "../../src/server/hub.js";
import type { Pages } from "../../src/server/ports.js";
import type { Site } from "../../src/server/respond.js";
import { type Client, type Feed, routesOf } from "../../src/server/routes.js";
import { readSettings } from "../../src/server/settings.js";
import { Traffic } from "../../src/server/traffic.js";
import { Uptime } from "../../src/server/uptime.js";
import { Opcode } from "../../src/websocket/frame.js";
import { maskWords } from "../../src/websocket/mask.js";
import { bytesOf, equal } from "../harness.js";
import { FakeClock } from "./clock.js";
import { sampleKey, sha1 } from "./sha1.js";
import { text } from "./text.js";
import { FakeTransport } from "./transport.js";

export const config: Readonly<Record<string, unknown>> = {
	port: 80,
	name: "board",
	board: "ESP32",
	version: "1.2.3",
	build: "",
	switches: { pins: [4, 13, 14, 18, 19, 21, 22, 23], activeLow: true },
	leds: { pins: [16, 17], activeLow: false },
	settle: 20,
	maxClients: 2,
	maxConnections: 4,
	maxMessage: 1000,
	pingInterval: 10_000,
	pingTimeout: 5000,
	headTimeout: 5000,
	echo: true,
	hosts: "",
	origins: "",
	token: "",
	tokenFor: "control",
	requireOrigin: false,
	ssid: "",
	password: "",
};

export const pages: Pages = {
	find(name, gzip) {
		if (name !== "index.html") return undefined;
		const bytes = bytesOf(gzip ? "1f8b 00*100" : "'<title>board</title>'");
		return { bytes, etag: gzip ? '"zip"' : '"plain"', gzip };
	},
};

/** A feed whose message the test writes. */
export interface FakeFeed extends Feed {
	message: string;
}

/** What a site's endpoints tell. */
export interface FakeFeeds {
	readonly names: FakeFeed;
	readonly board: FakeFeed;
	readonly device: FakeFeed & {
		/** How many have come to watch. */
		watchers: number;
	};
}

export const names = '{"names":{}}';
export const history = '{"history":{}}';

const newFeeds = (): FakeFeeds => ({
	names: { message: names },
	board: { message: off },
	device: { message: '{"device":{}}', watchers: 0 },
});

/** A site with the settings of a config. */
export function siteOf(changes: Readonly<Record<string, unknown>> = {}, feeds = newFeeds()): Site {
	const { crossSite, secret } = readSettings({ ...config, ...changes });
	const board = Object.assign(feeds.board, {
		history: { message: history },
		command(_opcode: number, _message: Uint8Array, client: Client) {
			client.send(Opcode.text, text.encode(client.trusted ? "trusted" : "not trusted"));
		},
	});
	const device = Object.assign(feeds.device, {
		watched: () => void feeds.device.watchers++,
		answer: (client: Client) => void client.send(Opcode.text, text.encode("nothing here")),
	});
	const wanted = { echo: true, login: secret.token !== "" };
	return { routes: routesOf({ board, names: feeds.names, device }, wanted), pages, sha1, crossSite, secret };
}

/** Messages as the board's state. */
export const off = '{"state":"off"}';
export const on = '{"state":"on"}';

export class FakeServer {
	readonly clock: FakeClock;
	readonly hub: Hub;
	readonly lines: string[] = [];
	readonly feeds = newFeeds();
	readonly traffic = new Traffic();
	readonly uptime: Uptime;

	constructor(changes: Readonly<Record<string, unknown>> = {}, clock = new FakeClock()) {
		this.clock = clock;
		this.uptime = new Uptime(clock);
		this.hub = new Hub({
			settings: readSettings({ ...config, ...changes }),
			site: siteOf(changes, this.feeds),
			clock,
			text,
			mask: maskWords,
			log: (line) => this.lines.push(line),
			traffic: this.traffic,
			uptime: this.uptime,
		});
	}

	/** A feed changes; all who watch it are told. Returns whether there are any. */
	tell(feed: FakeFeed, message: string): boolean {
		feed.message = message;
		return this.hub.broadcast(feed);
	}

	/** The board's state changes. */
	broadcast(state: string): void {
		this.tell(this.feeds.board, state);
	}

	/** A client connects; it can take `writable` bytes. Undefined when it is turned away. */
	connect(writable = 8192): FakeTransport | undefined {
		const transport = new FakeTransport();
		transport.events = this.hub.admit(transport);
		if (!transport.events) return undefined;
		transport.drain(writable);
		return transport;
	}

	/** A client that has sent a request. */
	request(lines: string, writable?: number): FakeTransport {
		const transport = this.connect(writable);
		if (!transport) throw new Error("not admitted");
		transport.arrive(bytesOf(`'${lines.replaceAll("\n", "\r\n")}\r\nHost: board\r\n\r\n'`));
		return transport;
	}

	/** A client whose WebSocket is open; what has been sent until then is taken away. */
	webSocket(path = "/ws", writable?: number): FakeTransport {
		const transport = this.request(upgrade(path), writable);
		equal(transport.takeText().slice(0, 12), "HTTP/1.1 101");
		return transport;
	}
}

export const upgrade = (path: string): string =>
	[
		`GET ${path} HTTP/1.1`,
		"Upgrade: websocket",
		"Connection: Upgrade",
		"Sec-WebSocket-Version: 13",
		`Sec-WebSocket-Key: ${sampleKey}`,
	].join("\n");
