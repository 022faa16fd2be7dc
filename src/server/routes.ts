/*
	What is found at which path, as data: a page, a WebSocket endpoint, or both (a plain GET gets the page, an upgrade the
	endpoint). Paths are compared without regard to case, as NetBurner's pages ask for /INDEX and /INDEX.HTML.
*/

import type { MessageOpcode } from "../websocket/frame.js";
import type { Board } from "./board.js";
import type { Device } from "./device.js";

/** Something to be told whenever it changes. A message of it says all of it, so only the newest one counts. */
export interface Feed {
	/** The newest message, made when it is asked for. */
	readonly message: string;
}

/** What a WebSocket endpoint does with its clients. Shared by all of them. */
export interface Endpoint {
	/** Its subprotocols, the preferred one first. */
	readonly protocols: readonly string[];
	/** What its clients are told: all of them at once, in this order, and then each when it changes. At most 31. */
	readonly feeds: readonly Feed[];
	/** A client has come. */
	onOpen?(): void;
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
	feeds: Object.freeze([]),
	onMessage(opcode: MessageOpcode, message: Uint8Array, client: Client) {
		client.send(opcode, message);
	},
});

/** What the endpoints tell of, and hand their clients' messages to. */
export interface Sources {
	readonly board: Pick<Board, "message" | "command"> & { readonly history: Feed };
	readonly names: Feed;
	readonly device: Pick<Device, "message" | "watched" | "answer">;
}

/** Feeds out, commands in; `firstBox` as the board wants it. */
const live = (board: Sources["board"], feeds: readonly Feed[], firstBox: number): Endpoint => ({
	protocols: [],
	feeds,
	onMessage: (opcode, message, client) => board.command(opcode, message, client, firstBox),
});

/** How the device is, out; nothing in. */
const watching = (device: Sources["device"]): Endpoint => ({
	protocols: [],
	feeds: [device],
	onOpen: () => device.watched(),
	onMessage: (_opcode, _message, client) => device.answer(client),
});

/** Paths that are there only if wanted. */
export interface Wanted {
	readonly echo: boolean;
	readonly login: boolean;
}

/** The files of the pages, each at its own name. */
const files: readonly string[] = Object.freeze(["style.css", "app.js", "icon.svg", "device.html"]);

/**
 * The pages and endpoints of the firmware. NetBurner's pages, which know of nothing else, are told the state alone; the secure
 * demonstration, at /INDEX.HTML, counts from 1.
 */
export function routesOf({ board, names, device }: Sources, wanted: Wanted): readonly Route[] {
	const index = "index.html";
	const routes: Route[] = [
		{ path: "/", page: index },
		{ path: "/index.html", page: index, endpoint: live(board, [board], 1) },
		{ path: "/index", page: index, endpoint: live(board, [board], 0) },
		{ path: "/ws", endpoint: live(board, [names, board.history, board], 0) },
		{ path: "/device", endpoint: watching(device) },
	];
	for (const page of files) routes.push({ path: `/${page}`, page });
	if (wanted.echo) routes.push({ path: "/echo", endpoint: echo });
	if (wanted.login) routes.push({ path: "/login", login: true });
	return routes;
}

/** The route of a request's path, or undefined. */
export function findRoute(table: readonly Route[], path: string): Route | undefined {
	const wanted = path.toLowerCase();
	return table.find((route) => route.path === wanted);
}
