/*
	What is found at which path, as data: a page, a WebSocket endpoint, or both (a plain GET gets the page, an upgrade the
	endpoint). Paths are compared without regard to case, as NetBurner's pages ask for /INDEX and /INDEX.HTML.
*/

import type { Connection } from "../websocket/connection.js";
import type { MessageOpcode } from "../websocket/frame.js";

/** What a WebSocket endpoint does with its clients. Shared by all of them. */
export interface Endpoint {
	/** Its subprotocols, the preferred one first. */
	readonly protocols: readonly string[];
	/** Whether its clients are told the state: at once, and on each change. */
	readonly live: boolean;
	/** A whole message has come from the client that `client` sends to. It may be kept. */
	onMessage?(opcode: MessageOpcode, message: Uint8Array, client: Client): void;
}

/** What an endpoint sees of a connection. */
export type Client = Pick<Connection<unknown>, "send">;

export interface Route {
	/** In lower case. */
	readonly path: string;
	/** The name of a page. */
	readonly page?: string;
	readonly endpoint?: Endpoint;
}

/** Live state, in NetBurner's wire format. What clients say is taken and ignored. */
export const switchesEndpoint: Endpoint = Object.freeze({ protocols: Object.freeze([]), live: true });

/** Returns each message as it came. */
export const echoEndpoint: Endpoint = Object.freeze({
	protocols: Object.freeze([]),
	live: false,
	onMessage(opcode: MessageOpcode, message: Uint8Array, client: Client) {
		client.send(opcode, message);
	},
});

const page = (path: string, name: string): Route => Object.freeze({ path, page: name });

/** The pages and endpoints of the firmware. */
export const routes: readonly Route[] = Object.freeze([
	page("/", "index.html"),
	Object.freeze({ path: "/index.html", page: "index.html", endpoint: switchesEndpoint }),
	Object.freeze({ path: "/index", page: "index.html", endpoint: switchesEndpoint }),
	Object.freeze({ path: "/ws", endpoint: switchesEndpoint }),
	page("/style.css", "style.css"),
	page("/app.js", "app.js"),
	page("/icon.svg", "icon.svg"),
]);

/** One more route when `/echo` is wanted: for conformance suites and latency meters. */
export const echoRoute: Route = Object.freeze({ path: "/echo", endpoint: echoEndpoint });

/** The route of a request's path, or undefined. */
export function findRoute(table: readonly Route[], path: string): Route | undefined {
	const wanted = path.toLowerCase();
	return table.find((route) => route.path === wanted);
}
