/*
	The server's side of the opening handshake (RFC 6455 §4.2): an upgrade request → the header fields of the 101 answer,
	or a refusal to be sent as an HTTP response. Pure: the request is asked for its fields by name, SHA-1 is passed in.

	Every value that is read is judged here, by its grammar, and none of them goes into the answer as it came; so it does not
	matter how strict the parser of the head was.

	Extensions are never accepted: what is offered is checked and declined (§9.1).
*/

import type { Fields } from "../grammar/grammar.js";
import { alphabet, consistsOf, isToken } from "../grammar/token.js";

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
export const elementsOf = (input = ""): readonly string[] =>
	input
		.split(",")
		.map((value) => value.trim())
		.filter(Boolean);

/** Whether the request asks to become a WebSocket connection. RFC 9110 §7.8: Upgrade MUST be ignored in HTTP/1.0. */
export const asksForWebSocket = (request: UpgradeRequest): boolean =>
	request.minor > 0 && elementsOf(request.field("upgrade")?.toLowerCase()).includes("websocket");

/**
 * Judges an upgrade request (RFC 6455 §4.2.1) and answers it (§4.2.2).
 * `protocols` are the server's subprotocols, the one it likes best first.
 */
export const answerUpgrade = (request: UpgradeRequest, protocols: readonly string[], sha1: Sha1): Answer => {
	const key = request.field("sec-websocket-key") ?? "";
	const values = elementsOf(request.field("sec-websocket-protocol"));
	// None is as good as one in order.
	const entries = elementsOf(request.field("sec-websocket-extensions") ?? "none");
	const fields: [string, string][] = [
		// §4.2.2, 5: a 101 response has them; RFC 9110 §15.5.22: a 426 response, too; §7.8: so MAY any other.
		["Upgrade", "websocket"],
		["Connection", "Upgrade"],
	];
	let status = 400;
	let reason = "";
	let protocol = "";
	// 3. an |Upgrade| header field containing the value "websocket", treated as an ASCII case-insensitive value.
	// 6. a |Sec-WebSocket-Version| header field with a value of 13; §4.2.2: of another one, the client is told which we speak.
	if (!asksForWebSocket(request) || request.field("sec-websocket-version") !== "13") {
		status = 426;
		reason = "HTTP/1.1, Upgrade: websocket and version 13";
	}
	// §4.2.1: an HTTP/1.1 or higher GET request,
	else if (request.method !== "GET") {
		status = 405;
		reason = "GET";
		fields.push(["Allow", reason]);
	}
	// 4. a |Connection| header field that includes the token "Upgrade",
	else if (!elementsOf(request.field("connection")?.toLowerCase()).includes("upgrade")) reason = "Connection: Upgrade";
	// 5. a |Sec-WebSocket-Key| header field with a base64-encoded value that, when decoded, is 16 bytes in length.
	else if (!isKey(key)) reason = "a valid Sec-WebSocket-Key";
	// §4.1: 10. one or more comma-separated subprotocols, which MUST all be unique tokens of printable characters.
	else if (!values.every(isToken)) reason = "a valid Sec-WebSocket-Protocol";
	// §9.1: 1#extension; data that does not conform MUST immediately fail the connection.
	else if (!entries.length || !entries.every(isExtension)) reason = "valid Sec-WebSocket-Extensions";
	else {
		status = 101;
		// §4.2.2: a subprotocol only if the client has offered it.
		protocol = protocols.find((name) => values.includes(name)) ?? "";
		if (protocol) fields.push(["Sec-WebSocket-Protocol", protocol]);
	}
	fields.push(reason ? ["Sec-WebSocket-Version", "13"] : ["Sec-WebSocket-Accept", acceptOf(key, sha1)]);
	if (reason) reason = `A WebSocket handshake needs ${reason}.`;
	return { status, reason, fields, protocol };
};

/** §4.2.2, 5.4: the value of |Sec-WebSocket-Accept| that belongs to a key. */
export const acceptOf = (key: string, sha1: Sha1): string => sha1(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);

/** 16 bytes in base64 are 22 characters, the last of which has four bits of zero, and "==". */
export const isKey = (key: string): boolean =>
	consistsOf(`${alphabet}+/`, key.slice(0, 21)) && "AQgw".includes(key.charAt(21)) && key.slice(22) === "==";

/**
 * §9.1: extension-token *( ";" token [ "=" (token | quoted-string) ] ). A quoted value has to be a token, too: no comma and
 * no semicolon can stand in one.
 */
const isExtension = (input: string): boolean =>
	input.split(";").every((value, index) => {
		const end = value.indexOf("=");
		if (!index || end < 0) return isToken(value.trim());
		const name = value.slice(0, end).trim();
		value = value.slice(end + 1).trim();
		if (value.startsWith('"') && value.endsWith('"')) {
			// RFC 9110 §5.6.4: a backslash stands in front of a character; of a token, neither another one nor the quote that ends.
			const values = value.slice(1, -1).split("\\");
			value = values.includes("", 1) ? "" : values.join("");
		}
		return isToken(name) && isToken(value);
	});
