/*
	The pages and endpoints of this firmware. NetBurner's pages ask for /INDEX and /INDEX.HTML, know of nothing else and are
	told the state alone; their secure demonstration, at /INDEX.HTML, counts its check boxes from 1.
*/

import type { Feed } from "../server/feed.js";
import type { Text } from "../server/ports.js";
import type { Client, Endpoint, Resource, Route } from "../server/route.js";
import type { Commands } from "./commands.js";

export interface RoutesOptions {
	readonly board: Feed & { readonly history: Feed };
	readonly names: Feed;
	readonly diagnostics: Feed;
	readonly commands: Pick<Commands, "receive">;
	/** The state for scripts, and what Prometheus asks for. */
	readonly state: Resource;
	readonly metrics: Resource;
	/** The settings that can be changed. */
	readonly settings: Resource;
	readonly text: Text;
	/** Whether there is /echo. */
	readonly echo: boolean;
	/** Absent where the firmware cannot be updated. */
	readonly updates?: Endpoint | undefined;
	/** Whether there is a token, to be exchanged for a cookie. */
	readonly login: boolean;
}

/** The files of the pages, each at its own name. */
const files: readonly string[] = Object.freeze(["style.css", "app.js", "icon.svg", "device.html"]);

export function routesOf(options: RoutesOptions): readonly Route[] {
	const { board, names } = options;
	const page = "index.html";
	const routes: Route[] = [
		{ path: "/", page },
		{ path: "/index.html", page, endpoint: live([board], 1, options) },
		{ path: "/index", page, endpoint: live([board], 0, options) },
		{ path: "/ws", endpoint: live([names, board.history, board], 0, options) },
		{ path: "/device", endpoint: readOnly(options) },
		{ path: "/json", resource: options.state },
		{ path: "/metrics", resource: options.metrics },
		{ path: "/settings", resource: options.settings },
	];
	for (const page of files) routes.push({ path: `/${page}`, page });
	if (options.echo) routes.push({ path: "/echo", endpoint: echo });
	if (options.updates) routes.push({ path: "/update", endpoint: options.updates });
	if (options.login) routes.push({ path: "/login", login: true });
	return routes;
}

/** Feeds out, commands in. */
const live = (feeds: readonly Feed[], firstBox: number, { commands }: RoutesOptions): Endpoint => ({
	protocols: [],
	feeds,
	onMessage: (message, binary, client) => commands.receive(message, binary, client, firstBox),
});

/** How the device is doing, out; nothing in. */
const readOnly = ({ diagnostics, text }: RoutesOptions): Endpoint => ({
	protocols: [],
	feeds: [diagnostics],
	onMessage(_message, _binary, client) {
		client.tell(text.encode('{"error":"Nothing can be commanded here."}'));
	},
});

/** Returns each message as it came, one too long for memory in parts: for conformance suites and latency meters. */
const echo: Endpoint = Object.freeze({
	protocols: Object.freeze([]),
	feeds: Object.freeze([]),
	onMessage(message: Uint8Array, binary: boolean, client: Client) {
		client.tell(message, binary);
	},
	onPart(part: Uint8Array, binary: boolean, last: boolean, client: Client) {
		client.tell(part, binary, last);
	},
});
