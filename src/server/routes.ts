/*
	What is found at which path, as data: a page, a WebSocket endpoint, or both (a plain GET gets the page, an upgrade the
	endpoint). Paths are compared without regard to case, as NetBurner's pages ask for /INDEX and /INDEX.HTML.
*/

import type { MessageOpcode } from "../websocket/frame.js";
import type { Board } from "./board.js";

/** What a WebSocket endpoint does with its clients. Shared by all of them. */
export interface Endpoint {
	/** Its subprotocols, the preferred one first. */
	readonly protocols: readonly string[];
	/** Whether its clients are told the state: at once, and on each change. */
	readonly live: boolean;
	/** A whole message has come from the client that `client` sends to. It may be kept. */
	onMessage(opcode: MessageOpcode, message: Uint8Array, client: Client): void;
}

/** What an endpoint sees of a client. */
export interface Client {
	/** Whether it has shown the secret, if there is one. */
	readonly trusted: boolean;
	/** Sends it a message, text in UTF-8. Returns false once the connection is closing. */
	send(opcode: MessageOpcode, message: Uint8Array): boolean;
}

export interface Route {
	/** In lower case. */
	readonly path: string;
	/** The name of a page. */
	readonly page?: string;
	readonly endpoint?: Endpoint;
	/** Whether a browser gets its cookie here for the secret. */
	readonly login?: boolean;
}

/** Returns each message as it came: for conformance suites and latency meters. */
const echo: Endpoint = Object.freeze({
	protocols: Object.freeze([]),
	live: false,
	onMessage(opcode: MessageOpcode, message: Uint8Array, client: Client) {
		client.send(opcode, message);
	},
});

/** What the live endpoints hand their clients' messages to. */
export type Commands = Pick<Board, "command">;

/** Live state out, commands in; `firstBox` as the board wants it. */
const live = (board: Commands, firstBox: number): Endpoint => ({
	protocols: [],
	live: true,
	onMessage: (opcode, message, client) => board.command(opcode, message, client, firstBox),
});

/** Paths that are there only if wanted. */
export interface Wanted {
	readonly echo: boolean;
	readonly login: boolean;
}

/** The pages and endpoints of the firmware. NetBurner's secure demonstration, at /INDEX.HTML, counts from 1. */
export function routesOf(board: Commands, wanted: Wanted): readonly Route[] {
	const index = "index.html";
	const endpoint = live(board, 0);
	const routes: Route[] = [
		{ path: "/", page: index },
		{ path: "/index.html", page: index, endpoint: live(board, 1) },
		{ path: "/index", page: index, endpoint },
		{ path: "/ws", endpoint },
		{ path: "/style.css", page: "style.css" },
		{ path: "/app.js", page: "app.js" },
		{ path: "/icon.svg", page: "icon.svg" },
	];
	if (wanted.echo) routes.push({ path: "/echo", endpoint: echo });
	if (wanted.login) routes.push({ path: "/login", login: true });
	return routes;
}

/** The route of a request's path, or undefined. */
export function findRoute(table: readonly Route[], path: string): Route | undefined {
	const wanted = path.toLowerCase();
	return table.find((route) => route.path === wanted);
}
