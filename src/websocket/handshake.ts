/*
	The server's side of the opening handshake (RFC 6455 §4.2): an upgrade request → the header fields of the 101 answer,
	or a refusal to be sent as an HTTP response. Pure: the request is asked for its fields by name, SHA-1 is passed in.

	Every value that is read is judged here, by its grammar, and none of them goes into the answer as it came; so it does not
	matter how strict the parser of the head was.

	Extensions are never accepted: what is offered is checked and declined (§9.1).
*/

import type { Fields } from "../grammar/grammar.js";
import { alphanumerics, consistsOf, isToken } from "../grammar/token.js";

/** What the handshake reads of an HTTP request. Field names are asked for in lower case; values are trimmed. */
export interface UpgradeRequest {
	readonly method: string;
	/** The minor version of HTTP/1. */
	readonly minor: number;
	/** The value of a field; several of one name joined by ", ". */
	field(name: string): string | undefined;
}

/** The SHA-1 digest of an ASCII text, in base64. */
export type Sha1 = (text: string) => string;

/** An answer to an upgrade request: 101 with its header fields, or a refusal with a status, a reason for people, and fields. */
export interface Answer {
	readonly status: number;
	readonly reason: string;
	readonly fields: Fields;
	/** The subprotocol chosen, "" for none. */
	readonly protocol: string;
}

/** The elements of a list. RFC 9110 §5.6.1.2: a recipient MUST parse and ignore a reasonable number of empty ones. */
const elementsOf = (list = ""): readonly string[] =>
	list
		.split(",")
		.map((element) => element.trim())
		.filter(Boolean);

/** Whether a comma-separated field has `token`, which is in lower case, in any case (RFC 9110 §5.6.1). */
export const hasToken = (value: string | undefined, token: string): boolean =>
	elementsOf(value?.toLowerCase()).includes(token);

/** Whether the request asks to become a WebSocket connection. */
export const asksForWebSocket = (request: UpgradeRequest): boolean => hasToken(request.field("upgrade"), "websocket");

/**
 * Judges an upgrade request (RFC 6455 §4.2.1) and answers it (§4.2.2).
 * `protocols` are the server's subprotocols, the one it likes best first.
 */
export const answerUpgrade = (request: UpgradeRequest, protocols: readonly string[], sha1: Sha1): Answer => {
	const asked = asksForWebSocket(request);
	const key = request.field("sec-websocket-key") ?? "";
	const names = elementsOf(request.field("sec-websocket-protocol"));
	// None is as good as one in order.
	const offers = elementsOf(request.field("sec-websocket-extensions") ?? "none");
	const fields: [string, string][] = [];
	let status = 400;
	let reason = "";
	let protocol = "";
	// 6. a |Sec-WebSocket-Version| header field with a value of 13; §4.2.2: any other is answered with what we speak.
	if (!asked || request.field("sec-websocket-version") !== "13") {
		status = 426;
		reason = asked ? "Sec-WebSocket-Version must be 13." : "This address is a WebSocket endpoint.";
		fields.push(["Sec-WebSocket-Version", "13"]);
	}
	// §4.2.1: an HTTP/1.1 or higher GET request,
	else if (request.method !== "GET") {
		status = 405;
		reason = "A WebSocket handshake is a GET request.";
		fields.push(["Allow", "GET"]);
	} else if (request.minor < 1) reason = "A WebSocket handshake needs HTTP/1.1.";
	// 4. a |Connection| header field that includes the token "Upgrade",
	else if (!hasToken(request.field("connection"), "upgrade")) reason = 'Connection does not say "Upgrade".';
	// 5. a |Sec-WebSocket-Key| header field with a base64-encoded value that, when decoded, is 16 bytes in length.
	else if (!isKey(key)) reason = "Sec-WebSocket-Key must be 16 bytes in base64.";
	// §4.1: 10. one or more comma-separated subprotocols, which MUST all be unique tokens of printable characters.
	else if (!names.every(isToken)) reason = "Sec-WebSocket-Protocol is malformed.";
	// §9.1: 1#extension; data that does not conform MUST immediately fail the connection.
	else if (!offers.length || !offers.every(isExtension)) reason = "Sec-WebSocket-Extensions is malformed.";
	else {
		status = 101;
		fields.push(["Sec-WebSocket-Accept", acceptOf(key, sha1)]);
		// §4.2.2: a subprotocol only if the client has offered it.
		protocol = protocols.find((name) => names.includes(name)) ?? "";
		if (protocol) fields.push(["Sec-WebSocket-Protocol", protocol]);
	}
	// §4.2.2, 5: a 101 response has them; RFC 9110 §15.5.22: the server MUST send an Upgrade header field in a 426 response.
	if (status === 101 || status === 426) fields.push(["Upgrade", "websocket"], ["Connection", "Upgrade"]);
	return { status, reason, fields, protocol };
};

/** §4.2.2, 5.4: the value of |Sec-WebSocket-Accept| that belongs to a key. */
export const acceptOf = (key: string, sha1: Sha1): string => sha1(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);

/** 16 bytes in base64 are 22 characters, the last of which has four bits of zero, and "==". */
export const isKey = (key: string): boolean =>
	key.length === 24 &&
	key.endsWith("==") &&
	"AQgw".includes(key.charAt(21)) &&
	consistsOf(`${alphanumerics}+/`, key.slice(0, 22));

/**
 * §9.1: extension-token *( ";" token [ "=" (token | quoted-string) ] ). A quoted value has to be a token, too: no comma and
 * no semicolon can stand in one.
 */
const isExtension = (text: string): boolean =>
	text.split(";").every((part, i) => {
		const mark = i ? part.indexOf("=") : -1;
		if (mark < 0) return isToken(part.trim());
		let value = part.slice(mark + 1).trim();
		// RFC 9110 §5.6.4: a backslash stands in front of a character, which here is neither another one nor the quote that ends.
		if (value.startsWith('"') && value.endsWith('"') && !value.endsWith('\\"') && !value.includes("\\\\"))
			value = value.slice(1, -1).split("\\").join("");
		return isToken(part.slice(0, mark).trim()) && isToken(value);
	});
