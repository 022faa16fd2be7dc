/*
	What a request is answered with, ready to be sent. Every connection carries one exchange: each answer but 101 says
	`Connection: close` (RFC 9112 §9.6), so that a browser's spare connections never occupy the few a board has.
*/

import type { Fields } from "../grammar/grammar.js";
import { encodeReason } from "../http/response.js";
import type { Merit } from "./place.js";
import type { Endpoint } from "./route.js";

export interface Response {
	readonly status: number;
	readonly fields: Fields;
	/** What follows the head: empty for HEAD, 204, 304 and 101. */
	readonly body: Uint8Array;
	/** With 101, what the connection becomes. */
	readonly upgrade?: Upgrade;
}

/** A WebSocket that is to be. */
export interface Upgrade {
	readonly endpoint: Endpoint;
	/** `trusted` if its client has shown the token. */
	readonly merit: Merit;
}

/** A request that can be answered once its content is there. */
export interface Awaited {
	/** Bytes of the content. */
	readonly length: number;
	/** Whether the client waits for 100 before it sends the content (RFC 9110 §10.1.1). */
	readonly expectsContinue: boolean;
	/** The answer to the whole content. */
	respond(content: Uint8Array): Response;
}

export const isAwaited = (answer: Response | Awaited): answer is Awaited => "expectsContinue" in answer;

export const noBody: Uint8Array = Object.freeze(new Uint8Array(0));

/** A constant field, frozen for the flash. */
const field = (name: string, value: string): readonly [string, string] => Object.freeze([name, value] as const);

/** Security headers, sent with everything: CSP, no framing, no sniffing, no sharing across origins. */
export const securityFields: Fields = Object.freeze([
	field(
		"Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
			"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	),
	field("X-Content-Type-Options", "nosniff"),
	// With no-referrer, a form that is sent to its own site has an Origin of null (Fetch §3.2).
	field("Referrer-Policy", "same-origin"),
	field("Cross-Origin-Resource-Policy", "same-origin"),
	field("Connection", "close"),
]);

/** A small text made for this answer. `head` leaves it out, and its length in (RFC 9110 §9.3.2). */
export function said(status: number, type: string, body: Uint8Array, fields: Fields = [], head = false): Response {
	return {
		status,
		fields: [
			["Content-Type", type],
			["Content-Length", String(body.length)],
			["Cache-Control", "no-store"],
			...securityFields,
			...fields,
		],
		body: head ? noBody : body,
	};
}

/** A status with its reason as a small text. */
export const failure = (status: number, reason: string, fields: Fields = [], head = false): Response =>
	said(status, "text/plain; charset=utf-8", encodeReason(status, reason), fields, head);

/** RFC 9110 §15.5.2: a 401 MUST say how to authenticate. */
export const unauthorized = (head: boolean): Response =>
	failure(401, "The token of this board is needed.", [["WWW-Authenticate", "Bearer"]], head);

/** RFC 9110 §9.3, RFC 5789. */
const knownMethods: readonly string[] = Object.freeze([
	"GET",
	"HEAD",
	"POST",
	"PUT",
	"DELETE",
	"CONNECT",
	"OPTIONS",
	"TRACE",
	"PATCH",
]);

export const isKnownMethod = (method: string): boolean => knownMethods.includes(method);

/** RFC 9110 §9.1: 405 for a method that is known but not allowed here, 501 for one that is not known at all. */
export const notAllowed = (method: string, allowed: string): Response =>
	failure(isKnownMethod(method) ? 405 : 501, `Allowed here: ${allowed}.`, [["Allow", allowed]]);
