/*
	A request → what to answer, without sending it: the page, a resource, the 101 of a WebSocket, or a status with a sentence
	for people.
*/

import { acceptsGzip, matches, mediaType } from "../http/representation.js";
import type { Request } from "../http/request.js";
import { encodeTarget } from "../http/target.js";
import { answerUpgrade, asksForWebSocket, type Sha1 } from "../websocket/handshake.js";
import {
	type Awaited,
	failure,
	isKnownMethod,
	noBody,
	notAllowed,
	type Response,
	securityFields,
	unauthorized,
} from "./answer.js";
import { type OriginSettings, refusalOf, withoutPort } from "./origin.js";
import { Merit } from "./place.js";
import { isLed, isOpen, isPlain, leadTo, type Portal, routeOf } from "./portal.js";
import type { Pages } from "./ports.js";
import { bringsContent, respondWith } from "./resource.js";
import type { Endpoint, Resource, Route } from "./route.js";
import { Credentials, cookieFields, cookieNameOf, credentialsOf, type TokenSettings } from "./token.js";

/** What the server answers with. */
export interface Site {
	readonly routes: readonly Route[];
	readonly pages: Pages;
	readonly sha1: Sha1;
	readonly origins: OriginSettings;
	readonly token: TokenSettings;
	/** The port of https where that is all there is: a connection that is not secure is redirected to it. */
	readonly onlyPort?: number | undefined;
	/** What guests are led to, while our own access point is open. */
	portal?: Portal;
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
	"content-type",
	"content-encoding",
	"expect",
]);

/** The request fields that a site reads. */
export const requestFieldsOf = ({ token }: Site): readonly string[] =>
	token.value ? [...requestFields, "authorization"] : requestFields;

/** The cookie that a site reads, of a connection that is secure or is not; "" for none. */
export const cookieOf = ({ token }: Site, secure: boolean): string => (token.value ? cookieNameOf(secure) : "");

/** What a request says of the token. */
export const credentialsOfRequest = (request: Request, { token }: Site): Credentials =>
	credentialsOf(request.field("authorization"), request.cookie, token);

/** Whether the answer to a request depends on the token. A page never does: it is there to ask for it. */
export function isGuarded(request: Request, site: Site, isGuest = false): boolean {
	const { routes, token } = site;
	const portal = isGuest ? site.portal : undefined;
	const route = routeOf(request, routes, portal);
	if (isOpen(route, portal)) return false;
	if (route?.resource) return token.forViewing || route.resource.isPrivate === true || bringsContent(request);
	return route?.login === true || (route?.endpoint !== undefined && isForEndpoint(request, route));
}

/** Whether a request for a route with an endpoint is one for that, and not for its page. */
const isForEndpoint = (request: Request, route: Route): boolean => !route.page || asksForWebSocket(request);

/** What the answer depends on beside the request and the site. */
export interface Circumstances {
	/** Whether the connection is encrypted. */
	readonly secure: boolean;
	/** Whether the client has come by our own access point. */
	readonly isGuest: boolean;
	/** Whether a WebSocket of that merit can be admitted. */
	hasPlace(merit: Merit): boolean;
}

/** The answer to a request, or what it waits for. */
export function respond(request: Request, site: Site, circumstances: Circumstances): Response | Awaited {
	const head = request.method === "HEAD";
	const upgrades = asksForWebSocket(request);
	const { origins, routes, pages } = site;
	const portal = circumstances.isGuest ? site.portal : undefined;
	const route = routeOf(request, routes, portal);
	if (portal && isLed(request, route, origins)) return leadTo(portal, request, origins);
	const changes = upgrades || bringsContent(request);
	const { secure } = circumstances;
	const refusal = refusalOf(request.field("host"), request.field("origin"), changes, secure, origins);
	if (refusal) return failure(403, refusal, [], head);
	if (!secure && site.onlyPort !== undefined && !(portal && isPlain(route, portal, upgrades)))
		return redirect(request, site.onlyPort);
	if (route?.resource && !upgrades) return resource(request, route.resource, site, isOpen(route, portal));
	if (!route && isKnownMethod(request.method)) return failure(404, "There is nothing at this address.", [], head);
	if (!route || (!head && request.method !== "GET")) return notAllowed(request.method, "GET, HEAD");
	if (route.endpoint && isForEndpoint(request, route)) return upgrade(request, route.endpoint, site, circumstances);
	if (upgrades) return failure(404, "There is no WebSocket endpoint at this address.", [], head);
	if (route.login) return login(request, site, secure);
	return page(request, route.page ?? "", pages);
}

function resource(request: Request, found: Resource, site: Site, isForAll: boolean): Response | Awaited {
	const trusted = isForAll || credentialsOfRequest(request, site) === Credentials.right;
	if ((site.token.forViewing || found.isPrivate) && !trusted) return unauthorized(request.method === "HEAD");
	return respondWith(found, request, trusted);
}

/** RFC 9110 §15.4.9: the same request again, at https. Not a permanent one for caches: a certificate may go. */
function redirect(request: Request, port: number): Response {
	const host = request.field("host");
	const head = request.method === "HEAD";
	if (host === undefined) return failure(400, "This device speaks https only.", [], head);
	const location = `https://${withoutPort(host)}${port === 443 ? "" : `:${port}`}${encodeTarget(request)}`;
	return failure(308, `This device speaks https only: ${location}`, [["Location", location]], head);
}

function login(request: Request, site: Site, secure: boolean): Response {
	if (credentialsOfRequest(request, site) !== Credentials.right) return unauthorized(request.method === "HEAD");
	const fields = [["Cache-Control", "no-store"] as const, ...securityFields, ...cookieFields(site.token, secure)];
	return { status: 204, fields, body: noBody };
}

function upgrade(request: Request, endpoint: Endpoint, site: Site, { hasPlace }: Circumstances): Response {
	const head = request.method === "HEAD";
	const trusted = credentialsOfRequest(request, site) === Credentials.right;
	if (site.token.forViewing && !trusted) return unauthorized(head);
	const merit = site.token.value && trusted ? Merit.trusted : Merit.webSocket;
	if (!hasPlace(merit))
		return failure(503, "Every place for a browser is taken. Try again soon.", [["Retry-After", "5"]], head);
	// A body in front of the frames would be read as frames.
	if (Number(request.field("content-length") ?? 0))
		return failure(400, "A WebSocket handshake has no content.", [], head);
	const { status, reason, fields } = answerUpgrade(request, endpoint.protocols, site.sha1);
	if (status !== 101) return failure(status, reason, fields, head);
	return { status, fields, body: noBody, upgrade: { endpoint, merit } };
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
	if (matches(request.field("if-none-match"), etag)) return { status: 304, fields, body: noBody };
	fields.push(["Content-Type", mediaType(name)], ["Content-Length", String(bytes.length)]);
	if (gzip) fields.push(["Content-Encoding", "gzip"]);
	return { status: 200, fields, body: head ? noBody : bytes };
}
