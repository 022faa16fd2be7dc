/*
	The grammar that heads of HTTP have in common with the WebSocket handshake, which is defined in terms of them (RFC 6455
	§4.3): tokens (RFC 9110 §5.6.2), hosts (RFC 3986 §3.2.2), and heads as bytes (RFC 9112 §2.1). Both folders import this one,
	so that nothing stands twice, and either can be lifted out with it.

	Loops, not regular expressions: XS compiles a pattern each time it is evaluated, and cannot keep one in flash. Arrow functions
	take less of it than others, which have a prototype.
*/

/** Header fields in their order. */
export type Fields = readonly (readonly [name: string, value: string])[];

import { alphabet, consistsOf } from "./token.js";

const digits = "0123456789";
export const isDigits = (text: string): boolean => consistsOf(digits, text);

const nameCharacters = `${alphabet}-._~%!$&'()*+,;=`;
const addressCharacters = `${digits}abcdefABCDEF:.`;

/** A host with an optional port (RFC 3986 §3.2.2, §3.2.3): a name, an IPv4 address, or an IPv6 address in brackets. */
export const isHost = (text: string): boolean => {
	const bracket = text.startsWith("[") ? text.indexOf("]") : -1;
	const colon = text.indexOf(":", Math.max(0, bracket));
	const host = colon < 0 ? text : text.slice(0, colon);
	const port = colon < 0 ? "" : text.slice(colon + 1);
	if (port && !isDigits(port)) return false;
	if (bracket < 0) return consistsOf(nameCharacters, host);
	return bracket === host.length - 1 && consistsOf(addressCharacters, host.slice(1, -1));
};

/** A head as bytes: its first line, its fields, and the empty line behind them. All of it must be ASCII and checked. */
export const encodeLines = (start: string, fields: Fields): Uint8Array => {
	let text = `${start}\r\n`;
	// By index: what destructuring needs on XS is more than the rest of this file.
	for (let i = 0; i < fields.length; i++) text += `${fields[i]?.[0]}: ${fields[i]?.[1]}\r\n`;
	return encodeAscii(`${text}\r\n`);
};

export const encodeAscii = (text: string): Uint8Array => {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
};
