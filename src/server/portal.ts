/*
	A captive portal: a guest, who has come by our own access point, is led to one page, whatever was asked for. That is how
	phones and computers find out that a network has such a page: each system asks for an address of its own, by a name that
	is not ours, and takes any other answer than the one it knows for a portal.

	For guests alone is it, too, that the portal's own routes are there, without the token. Everything else is as guarded for
	them as for others: what changes something, and every WebSocket, needs a Host and an Origin of ours, and the token.
*/

import { encodeAscii } from "../grammar/grammar.js";
import type { Request } from "../http/request.js";
import { asksForWebSocket } from "../websocket/handshake.js";
import { type Response, said } from "./answer.js";
import { isOurHost, type OriginSettings } from "./origin.js";
import { findRoute, type Route } from "./route.js";

export interface Portal {
	/** The page, as an address and as its path. */
	readonly uri: string;
	readonly path: string;
	readonly routes: readonly Route[];
}

/** Whether a guest's request that may not stay what it is leads to the portal. `route` is what it would find. */
export function isLed(request: Request, route: Route | undefined, origins: OriginSettings): boolean {
	const { method, path } = request;
	if ((method !== "GET" && method !== "HEAD") || asksForWebSocket(request)) return false;
	return !route || path === "/" || !isOurHost(request.field("host"), origins);
}

/** RFC 9110 §15.4.3. There is content, for some systems take an answer without any for a broken network. */
export function leadTo(portal: Portal, request: Request, origins: OriginSettings): Response {
	// Whoever has found a Host that is ours need not know another.
	const location = isOurHost(request.field("host"), origins) ? portal.path : portal.uri;
	const body = encodeAscii(`<!doctype html><title>Set-up</title><a href="${location}">Set this device up</a>\n`);
	return said(302, "text/html", body, [["Location", location]], request.method === "HEAD");
}

/** The route of a request: for guests the portal's come first. */
export const routeOf = (request: Request, routes: readonly Route[], portal: Portal | undefined): Route | undefined =>
	(portal && findRoute(portal.routes, request.path)) ?? findRoute(routes, request.path);

/** Whether a route asks nobody for the token. */
export const isOpen = (route: Route | undefined, portal: Portal | undefined): boolean =>
	route !== undefined && portal?.routes.includes(route) === true;

/** What a guest gets without https, even where that is all there is: no certificate of ours is for the portal's address. */
export const isPlain = (route: Route | undefined, portal: Portal, upgrades: boolean): boolean =>
	isOpen(route, portal) || (route?.page !== undefined && !upgrades);
