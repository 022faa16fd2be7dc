/*
	A request → what to answer, without sending it: the page, the 101 of a WebSocket, or a status with a sentence for
	people. Every connection carries one exchange: each answer but 101 says `Connection: close` (RFC 9112 §9.6), so that
	a browser's spare connections never occupy the few a board has.
*/

import type { Fields } from "../grammar/grammar.js";
import { acceptsGzip, matches, mediaType } from "../http/representation.js";
import type { Request } from "../http/request.js";
import { encodeReason } from "../http/response.js";
import { answerUpgrade, asksForWebSocket, type Sha1 } from "../websocket/handshake.js";
import { type OriginSettings, refusalOf } from "./origin.js";
import { Merit } from "./place.js";
import type { Pages } from "./ports.js";
import { type Endpoint, findRoute, type Route } from "./route.js";
import { Credentials, cookieFields, cookieName, credentialsOf, type SecretSettings } from "./secret.js";

export interface Response {
	readonly status: number;
	readonly fields: Fields;
	/** What follows the head: empty for HEAD, 304 and 101. */
	readonly body: Uint8Array;
	/** With 101, what the connection becomes. */
	readonly upgrade?: Upgrade;
}

/** A WebSocket that is to be. */
export interface Upgrade {
	readonly endpoint: Endpoint;
	/** `trusted` if its client has shown the secret. */
	readonly merit: Merit;
}

/** What the server answers with. */
export interface Site {
	readonly routes: readonly Route[];
	readonly pages: Pages;
	readonly sha1: Sha1;
	readonly origins: OriginSettings;
	readonly secret: SecretSettings;
}

/** The request fields that are read here and in the handshake. */
export const requestFields: readonly string[] = Object.freeze([
	"host",
	"origin",
	"upgrade",
	"connection",
	"sec-websocket-version",
	"sec-websocket-key",
	"sec-websocket-protocol",
	"sec-websocket-extensions",
	"accept-encoding",
	"if-none-match",
]);

/** The request fields that a site reads. */
export const requestFieldsOf = ({ secret }: Site): readonly string[] =>
	secret.token ? [...requestFields, "authorization"] : requestFields;

/** The cookie that a site reads, "" for none. */
export const cookieOf = ({ secret }: Site): string => (secret.token ? cookieName : "");

/** What a request says of the secret. */
export const credentialsOfRequest = (request: Request, { secret }: Site): Credentials =>
	credentialsOf(request.field("authorization"), request.cookie, secret);

/** Whether the answer to a request depends on the secret. A page never does: it is there to ask for it. */
export function isGuarded(request: Request, { routes }: Site): boolean {
	const route = findRoute(routes, request.path);
	return route?.login === true || (route?.endpoint !== undefined && isForEndpoint(request, route));
}

/** Whether a request for a route with an endpoint is one for that, and not for its page. */
const isForEndpoint = (request: Request, route: Route): boolean => !route.page || asksForWebSocket(request);

const empty = new Uint8Array(0);

const methods = "GET, HEAD";

/** A constant field, frozen for the flash. */
function field(name: string, value: string): readonly [string, string] {
	return Object.freeze([name, value] as const);
}

/** Security headers, sent with everything: CSP, no framing, no sniffing, no sharing across origins. */
const securityFields: Fields = Object.freeze([
	field(
		"Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	),
	field("X-Content-Type-Options", "nosniff"),
	field("Referrer-Policy", "no-referrer"),
	field("Cross-Origin-Resource-Policy", "same-origin"),
	field("Connection", "close"),
]);

/** A status with its reason as a small text. `head` leaves the text out and its length in (RFC 9110 §9.3.2). */
export function failure(status: number, reason: string, fields: Fields = [], head = false): Response {
	const body = encodeReason(status, reason);
	return {
		status,
		fields: [
			["Content-Type", "text/plain; charset=utf-8"],
			["Content-Length", String(body.length)],
			["Cache-Control", "no-store"],
			...securityFields,
			...fields,
		],
		body: head ? empty : body,
	};
}

/** The answer to a request. `hasPlace` says whether a WebSocket of that merit can be admitted. */
export function respond(request: Request, site: Site, hasPlace: (merit: Merit) => boolean): Response {
	const head = request.method === "HEAD";
	const upgrades = asksForWebSocket(request);
	const refusal = refusalOf(request.field("host"), request.field("origin"), upgrades, site.origins);
	if (refusal) return failure(403, refusal, [], head);
	if (!head && request.method !== "GET") return failure(405, `Allowed here: ${methods}.`, [["Allow", methods]]);
	const route = findRoute(site.routes, request.path);
	if (!route) return failure(404, "There is nothing at this address.", [], head);
	if (route.endpoint && isForEndpoint(request, route)) return upgrade(request, route.endpoint, site, hasPlace);
	if (upgrades) return failure(404, "There is no WebSocket endpoint at this address.", [], head);
	if (route.login) return login(request, site);
	return page(request, route.page ?? "", site.pages);
}

/** RFC 9110 §15.5.2: a 401 MUST say how to authenticate. */
const unauthorized = (head: boolean): Response =>
	failure(401, "The secret of this board is needed.", [["WWW-Authenticate", "Bearer"]], head);

function login(request: Request, site: Site): Response {
	if (credentialsOfRequest(request, site) !== Credentials.right) return unauthorized(request.method === "HEAD");
	const fields = [["Cache-Control", "no-store"] as const, ...securityFields, ...cookieFields(site.secret)];
	return { status: 204, fields, body: empty };
}

function upgrade(request: Request, endpoint: Endpoint, site: Site, hasPlace: (merit: Merit) => boolean): Response {
	const head = request.method === "HEAD";
	const trusted = credentialsOfRequest(request, site) === Credentials.right;
	if (site.secret.forViewing && !trusted) return unauthorized(head);
	const merit = site.secret.token && trusted ? Merit.trusted : Merit.webSocket;
	if (!hasPlace(merit))
		return failure(503, "Every place for a browser is taken. Try again soon.", [["Retry-After", "5"]], head);
	// A body in front of the frames would be read as frames.
	if (Number(request.field("content-length") ?? 0))
		return failure(400, "A WebSocket handshake has no content.", [], head);
	const { status, reason, fields } = answerUpgrade(request, endpoint.protocols, site.sha1);
	if (status !== 101) return failure(status, reason, fields, head);
	return { status, fields, body: empty, upgrade: { endpoint, merit } };
}

function page(request: Request, name: string, pages: Pages): Response {
	const found = pages.find(name, acceptsGzip(request.field("accept-encoding")));
	const head = request.method === "HEAD";
	if (!found) return failure(500, `The page ${name} is missing from this firmware.`, [], head);
	const { bytes, etag, gzip } = found;
	const fields: (readonly [string, string])[] = [
		["ETag", etag],
		// The gzip-coded and the plain page are two representations of one resource (RFC 9110 §12.5.5).
		["Vary", "Accept-Encoding"],
		// Asked for again each time, which costs a 304: a board may be reflashed, and has no clock for an age.
		["Cache-Control", "no-cache"],
		...securityFields,
	];
	if (matches(request.field("if-none-match"), etag)) return { status: 304, fields, body: empty };
	fields.push(["Content-Type", mediaType(name)], ["Content-Length", String(bytes.length)]);
	if (gzip) fields.push(["Content-Encoding", "gzip"]);
	return { status: 200, fields, body: head ? empty : bytes };
}
