/*
	The head of an HTTP/1.1 response (RFC 9112 §4, §5) as bytes, and the small page that says what went wrong.
	Values come from the firmware itself, never from a request, so nothing needs escaping. No Date: there is no clock
	(RFC 9110 §6.6.1).
*/

import { encodeAscii, encodeLines, type Fields } from "../grammar/grammar.js";

const phrases: Readonly<Record<number, string>> = Object.freeze({
	100: "Continue",
	101: "Switching Protocols",
	200: "OK",
	202: "Accepted",
	204: "No Content",
	302: "Found",
	303: "See Other",
	304: "Not Modified",
	308: "Permanent Redirect",
	400: "Bad Request",
	401: "Unauthorized",
	403: "Forbidden",
	404: "Not Found",
	405: "Method Not Allowed",
	408: "Request Timeout",
	409: "Conflict",
	411: "Length Required",
	413: "Content Too Large",
	414: "URI Too Long",
	415: "Unsupported Media Type",
	417: "Expectation Failed",
	426: "Upgrade Required",
	431: "Request Header Fields Too Large",
	500: "Internal Server Error",
	501: "Not Implemented",
	503: "Service Unavailable",
	505: "HTTP Version Not Supported",
});

/** The status line and the header fields, with the empty line behind them; ASCII. */
export const encodeHead = (status: number, fields: Fields): Uint8Array =>
	encodeLines(`HTTP/1.1 ${status} ${phrases[status] ?? ""}`, fields);

/** Plain text that says what a status means here. */
export const encodeReason = (status: number, reason: string): Uint8Array =>
	encodeAscii(`${status} ${phrases[status] ?? ""}\n\n${reason}\n`);
