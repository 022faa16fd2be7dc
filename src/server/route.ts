/*
	What is found at which path, as data: a page, a WebSocket endpoint, both (a plain GET gets the page, an upgrade the
	endpoint), or a resource that is made when it is asked for.
*/

import type { Fields } from "../grammar/grammar.js";
import type { Feed } from "./feed.js";

/** What a WebSocket endpoint does with its clients. Shared by all of them. */
export interface Endpoint {
	/** Its subprotocols, the preferred one first. */
	readonly protocols: readonly string[];
	/** What its clients follow: they are told all of it at first, in this order, and then each feed when it changes. At most 31. */
	readonly feeds: readonly Feed[];
	/** A whole message, binary or text, has come from the client that `client` tells things to. It may be kept. */
	onMessage(message: Uint8Array, binary: boolean, client: Client): void;
	/**
	 * A part of a message that memory cannot hold whole has come, and may be kept; more follow until the `last`. An endpoint
	 * without this does not get such messages: they are refused with 1009. One with feeds must not tell in parts.
	 */
	onPart?(part: Uint8Array, binary: boolean, last: boolean, client: Client): void;
	/** The connection of `client` is over. */
	onLeft?(client: Client): void;
}

/** What an endpoint sees of a client. */
export interface Client {
	/** Whether it has shown the token, or needs none. */
	readonly trusted: boolean;
	/**
	 * Sends it a message: text in UTF-8, unless it is binary; or, until one is the `last`, which is the default, parts of one.
	 * Returns false once the connection is closing.
	 */
	tell(message: Uint8Array, binary?: boolean, last?: boolean): boolean;
}

/** What is made when it is asked for, and may be changed by content. Small enough to be held whole. */
export interface Resource {
	/** The media type of its representation. */
	readonly type: string;
	/** Whether nobody without the token sees it, even where everybody may watch. */
	readonly isPrivate?: boolean;
	/** What it is now. */
	represent(): Uint8Array;
	/** The media type of the content that it takes by PUT and POST, in lower case and without parameters, if it takes any. */
	readonly takes?: string;
	/** The whole content has come, from somebody who has shown the token or needs none. Returns what to answer. */
	take?(content: Uint8Array): Answer;
}

export interface Answer {
	readonly status: number;
	/** The media type of `body`. */
	readonly type: string;
	readonly body: Uint8Array;
	/** Further header fields. */
	readonly fields?: Fields;
}

export interface Route {
	/** In lower case. */
	readonly path: string;
	/** The name of a page. */
	readonly page?: string;
	readonly endpoint?: Endpoint;
	readonly resource?: Resource;
	/** Whether a browser exchanges the token for its cookie here. */
	readonly login?: boolean;
}

/** The route of a request's path, compared without regard to case, or undefined. */
export function findRoute(routes: readonly Route[], path: string): Route | undefined {
	const wanted = path.toLowerCase();
	return routes.find((route) => route.path === wanted);
}
