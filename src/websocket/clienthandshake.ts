/*
	The client's side of the opening handshake (RFC 6455 §4.1): what to ask → the bytes of the request head; the answer's head
	→ whether the connection is open, and why not. Pure: the key is passed in, and SHA-1; the answer is asked for its fields by
	name, as src/http/responsehead.ts parses them.

	What our own side asks for in vain throws: a line break in a path would be a request of somebody else's making. Extensions
	are never asked for, so an answer with one fails.
*/

import { encodeLines, type Fields, isHost } from "../grammar/grammar.js";
import { isToken } from "../grammar/token.js";
import { acceptOf, elementsOf, isKey, type Sha1 } from "./handshake.js";

/** What is asked for. */
export interface Opening {
	/** The server's name or address, with its port unless that is the default one (§3, §4.1, 4). */
	readonly host: string;
	/** The resource name (§3): path and query, beginning with "/". */
	readonly resource: string;
	/** 16 bytes in base64 that were chosen at random for this connection (§4.1, 7). */
	readonly key: string;
	/** Only a browser has one (§4.1, 8). */
	readonly origin?: string | undefined;
	/** Subprotocols, the one that is liked best first. */
	readonly protocols?: readonly string[] | undefined;
	/** Further fields, such as Authorization or Cookie. */
	readonly fields?: Fields | undefined;
}

/** What the judgement reads of an HTTP response. Field names are asked for in lower case; values are trimmed. */
export interface UpgradeResponse {
	readonly minor: number;
	readonly status: number;
	readonly reason: string;
	/** The value of a field; several of one name joined by ", ". */
	field(name: string): string | undefined;
}

/** What has come of it. */
export interface Outcome {
	/** "" for a connection that is open; otherwise why it has failed, for people. */
	readonly failure: string;
	/** As answered: with another one than 101 a caller may authenticate or follow a redirection. */
	readonly status: number;
	/** The subprotocol chosen, "" for none. */
	readonly protocol: string;
}

/** The fields of an answer that are judged here. */
export const answerFields: readonly string[] = Object.freeze([
	"upgrade",
	"connection",
	"sec-websocket-accept",
	"sec-websocket-extensions",
	"sec-websocket-protocol",
]);

/** Fields that are made here, or that have no place in a request for an upgrade. */
const reserved: readonly string[] = Object.freeze([
	"host",
	"upgrade",
	"connection",
	"origin",
	"content-length",
	"transfer-encoding",
]);

/** The head of an upgrade request (§4.1, 1–12). Throws RangeError for what cannot be asked for. */
export function encodeUpgrade({ host, resource, key, origin, protocols = [], fields = [] }: Opening): Uint8Array {
	demand(isHost(host), "host");
	// §3: the resource name has no fragment.
	demand(resource.startsWith("/") && isVisible(resource) && !resource.includes("#"), "resource");
	demand(isKey(key), "key");
	demand(origin === undefined || isVisible(origin), "origin");
	// 10. one or more subprotocols, which MUST all be unique tokens.
	demand(protocols.every(isToken) && new Set(protocols).size === protocols.length, "protocols");
	for (const [name, value] of fields) demand(isFurther(name.toLowerCase()) && isVisible(value, space), name);
	const all: (readonly [string, string])[] = [
		["Host", host],
		["Upgrade", "websocket"],
		["Connection", "Upgrade"],
		["Sec-WebSocket-Key", key],
		["Sec-WebSocket-Version", "13"],
	];
	if (origin !== undefined) all.push(["Origin", origin]);
	if (protocols.length) all.push(["Sec-WebSocket-Protocol", protocols.join(", ")]);
	return encodeLines(`GET ${resource} HTTP/1.1`, [...all, ...fields]);
}

function demand(right: boolean, what: string): void {
	if (!right) throw new RangeError(`${what} cannot be sent`);
}

const isFurther = (name: string): boolean =>
	isToken(name) && !reserved.includes(name) && !name.startsWith("sec-websocket-");

const space = 0x20;

/** Whether a text is of ASCII without control characters, and without spaces unless they are the `least` character. */
function isVisible(text: string, least = space + 1): boolean {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < least || text.charCodeAt(i) > 0x7e) return false;
	return true;
}

const failed = (status: number, failure: string): Outcome => ({ failure, status, protocol: "" });

/** Judges the answer to an upgrade request (§4.1, from "Once the client's opening handshake has been sent"). */
export function judgeAnswer(response: UpgradeResponse, { key, protocols = [] }: Opening, sha1: Sha1): Outcome {
	const { status, reason } = response;
	const field = (name: string): string => response.field(name) ?? "";
	// 1. any other status code is HTTP's: not a connection.
	if (status !== 101) return failed(status, `The server has answered ${status} ${reason}`.trim());
	// §4.2.2, 5: a Status-Line with a 101 response code, as in "HTTP/1.1 101 Switching Protocols".
	if (response.minor < 1) return failed(status, "The answer is not of HTTP/1.1.");
	// 2. lacks an |Upgrade| field, or its value is not a case-insensitive match for "websocket": MUST fail.
	if (field("upgrade").toLowerCase() !== "websocket") return failed(status, 'Upgrade is not "websocket".');
	// 3. lacks a |Connection| field, or has no token that is a case-insensitive match for "Upgrade": MUST fail.
	if (!elementsOf(field("connection").toLowerCase()).includes("upgrade"))
		return failed(status, 'Connection does not say "Upgrade".');
	// 4. lacks a |Sec-WebSocket-Accept| field, or its value is another one than that of our key: MUST fail.
	if (field("sec-websocket-accept") !== acceptOf(key, sha1))
		return failed(status, "Sec-WebSocket-Accept does not belong to our key.");
	// 5. uses an extension that was not present in the client's handshake: MUST fail.
	if (response.field("sec-websocket-extensions") !== undefined)
		return failed(status, "Sec-WebSocket-Extensions has what was not asked for.");
	// 6. uses a subprotocol that was not present in the client's handshake: MUST fail. Two of them are none that was.
	const protocol = response.field("sec-websocket-protocol");
	if (protocol !== undefined && !protocols.includes(protocol))
		return failed(status, "Sec-WebSocket-Protocol has what was not asked for.");
	return { failure: "", status, protocol: protocol ?? "" };
}
