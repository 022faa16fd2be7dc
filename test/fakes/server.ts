/*
	A hub with fakes around it, and clients that speak to it in text.
*/

import { routesOf } from "../../src/device/routes.js";
import { readSettings } from "../../src/device/settings.js";
import type { Feed } from "../../src/server/feed.js";
import { Hub } from "../../src/server/hub.js";
import type { Pages } from "../../src/server/ports.js";
import type { Site } from "../../src/server/respond.js";
import type { Client, Resource } from "../../src/server/route.js";
import { Traffic } from "../../src/server/traffic.js";
import { maskWords } from "../../src/websocket/mask.js";
import { bytesOf, equal, hex } from "../harness.js";
import { FakeClock } from "./clock.js";
import { sampleKey, sha1 } from "./sha1.js";
import { text } from "./text.js";
import { FakeTransport } from "./transport.js";

export const config: Readonly<Record<string, unknown>> = {
	port: 80,
	name: "board",
	mdns: false,
	board: "ESP32",
	version: "1.2.3",
	build: "",
	switches: { pins: [4, 13, 14, 18, 19, 21, 22, 23], activeLow: true },
	leds: { pins: [16, 17], activeLow: false },
	settle: 20,
	powerOn: "off",
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
	tls: "off",
	tlsPort: 443,
	maxTlsSessions: 4,
	tlsHeapFloor: 0,
	updateKey: "",
	confirmWithin: 180_000,
	ssid: "",
	password: "",
	address: "",
	netmask: "",
	gateway: "",
	dns: "",
	mqtt: "",
	mqttUser: "",
	mqttPassword: "",
	mqttPrefix: "dipsocket",
	discoveryPrefix: "homeassistant",
	powerSave: false,
	setupAfter: 300_000,
	setupTimeout: 600_000,
	setupPassword: "",
	setupPin: 0,
	improv: false,
	serial: { transmit: 1, receive: 3 },
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
	readonly board: FakeFeed & { readonly history: Feed };
	readonly diagnostics: FakeFeed & {
		/** How often somebody has begun to follow it. */
		followers: number;
	};
}

export const names = '{"names":{}}';
export const history = '{"history":{}}';

function newFeeds(): FakeFeeds {
	const diagnostics = { message: '{"device":{}}', followers: 0, followed: () => void diagnostics.followers++ };
	return { names: { message: names }, board: { message: off, history: { message: history } }, diagnostics };
}

/** Answers each command with whether its client is trusted. */
const commands = {
	receive(_message: Uint8Array, _binary: boolean, client: Client) {
		client.tell(text.encode(client.trusted ? "trusted" : "not trusted"));
	},
};

/** Takes JSON, and answers with it. */
const state: Resource = {
	type: "application/json",
	represent: () => text.encode(on),
	takes: "application/json",
	take: (content) => ({ status: 200, type: "application/json", body: content }),
};
const metrics: Resource = { type: "text/plain", represent: () => text.encode("up 1\n") };
const settings: Resource = { type: "application/json", isPrivate: true, represent: () => text.encode("{}") };

/** A site with the settings of a config. */
export function siteOf(changes: Readonly<Record<string, unknown>> = {}, feeds = newFeeds()): Site {
	const { origins, token } = readSettings({ ...config, ...changes });
	const routes = routesOf({
		...feeds,
		commands,
		state,
		metrics,
		settings,
		text,
		echo: true,
		login: token.value !== "",
	});
	return { routes, pages, sha1, origins, token };
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
	/** How many bytes memory has for a message. */
	room = Number.POSITIVE_INFINITY;

	constructor(changes: Readonly<Record<string, unknown>> = {}, clock = new FakeClock()) {
		this.clock = clock;
		this.hub = new Hub({
			settings: readSettings({ ...config, ...changes }),
			site: siteOf(changes, this.feeds),
			clock,
			text,
			mask: maskWords,
			room: () => this.room,
			log: (line) => this.lines.push(line),
			traffic: this.traffic,
		});
	}

	/** A feed changes; all who follow it are told. Returns whether there are any. */
	tell(feed: FakeFeed, message: string): boolean | undefined {
		feed.message = message;
		return feed.onChange?.();
	}

	/** The board's state changes. */
	broadcast(state: string): void {
		this.tell(this.feeds.board, state);
	}

	/** A client connects from `address`; it can take `writable` bytes. Undefined when it is turned away. */
	connect(writable = 8192, address = "10.0.0.2"): FakeTransport | undefined {
		const transport = new FakeTransport();
		transport.address = address;
		this.hub.admit(transport);
		if (transport.closed) return undefined;
		transport.drain(writable);
		return transport;
	}

	/** A client that has sent a request. */
	request(lines: string, writable?: number, address?: string): FakeTransport {
		const transport = this.connect(writable, address);
		if (!transport) throw new Error("not admitted");
		transport.arrive(bytesOf(`'${lines.replaceAll("\n", "\r\n")}\r\nHost: board\r\n\r\n'`));
		return transport;
	}

	/** A client whose WebSocket is open; what has been sent until then is taken away. */
	webSocket(path = "/ws", writable?: number, address?: string): FakeTransport {
		const transport = this.request(upgrade(path), writable, address);
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

/** A short message as a server's frame, in hexadecimal digits. */
export const frameOf = (message: string): string =>
	hex(Uint8Array.of(0x81, message.length)) + hex(text.encode(message));
