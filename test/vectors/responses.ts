/*
	Response heads and what must come of them: `1.1 status reason [upgrade]`, `refused`, or `…` for an unfinished one.
	In a head `\n` stands for CRLF; in a raw text it is what it is. `{5000}` stands for 5000 times "a".
*/

import type { Head } from "./heads.js";

const head = (name: string, lines: string, outcome: string): Head => [name, lines.replaceAll("\n", "\r\n"), outcome];

export const responses: readonly Head[] = [
	head("plain", "HTTP/1.1 200 OK\n\n", "1.1 200 OK []"),
	head("a kept field", "HTTP/1.1 101 Switching Protocols\nUpgrade:  x \n\n", "1.1 101 Switching Protocols [x]"),
	head("two of a name", "HTTP/1.1 101 \nupgrade: x\nUPGRADE: y\n\n", "1.1 101  [x, y]"),
	head("HTTP/1.0", "HTTP/1.0 404 Not Found\n\n", "1.0 404 Not Found []"),
	head("no reason", "HTTP/1.1 200 \n\n", "1.1 200  []"),
	head("a reason of tabs and text", "HTTP/1.1 401 a\tb \u00e9\n\n", "1.1 401 a\tb \ufffd []"),
	head("fields nobody asked for", "HTTP/1.1 200 OK\nSet-Cookie: {5000}\nX: \u00e9\n\n", "1.1 200 OK []"),
	head(
		"interim",
		"HTTP/1.1 103 Hints\nUpgrade: y\n\nHTTP/1.1 100 \n\nHTTP/1.1 200 OK\nUpgrade: x\n\n",
		"1.1 200 OK [x]",
	),
	head("interim alone", "HTTP/1.1 100 Continue\n\n", "…"),
	head("cut", "HTTP/1.1 101 Switching Protocols\nUpgrade: x\n", "…"),

	head("an empty line first", "\nHTTP/1.1 200 OK\n\n", "refused"),
	head("no space behind the status", "HTTP/1.1 200\n\n", "refused"),
	head("two spaces", "HTTP/1.1  200 OK\n\n", "refused"),
	head("two digits", "HTTP/1.1 20 OK\n\n", "refused"),
	head("four digits", "HTTP/1.1 2000 OK\n\n", "refused"),
	head("no digits", "HTTP/1.1 2x0 OK\n\n", "refused"),
	head("status 099", "HTTP/1.1 099 OK\n\n", "refused"),
	head("status 600", "HTTP/1.1 600 OK\n\n", "refused"),
	head("lower case", "http/1.1 200 OK\n\n", "refused"),
	head("HTTP/2.0", "HTTP/2.0 200 OK\n\n", "refused"),
	head("HTTP/1.10", "HTTP/1.10 200 OK\n\n", "refused"),
	head("a request", "GET / HTTP/1.1\n\n", "refused"),
	head("NUL in the reason", "HTTP/1.1 200 a\0b\n\n", "refused"),
	["bare LF", "HTTP/1.1 200 OK\n\n", "refused"],
	["bare CR", "HTTP/1.1 200 OK\rX: y\r\n\r\n", "refused"],
	head("folded line", "HTTP/1.1 200 OK\nX: a\n b\n\n", "refused"),
	head("space before the colon", "HTTP/1.1 200 OK\nX : a\n\n", "refused"),
	head("no colon", "HTTP/1.1 200 OK\nX\n\n", "refused"),
	head("obsolete text in a kept value", "HTTP/1.1 200 OK\nUpgrade: \u00e9\n\n", "refused"),
	head("two Accepts", "HTTP/1.1 101 \nSec-WebSocket-Accept: a\nSec-WebSocket-Accept: a\n\n", "refused"),

	head("a long first line", "HTTP/1.1 200 {513}", "refused"),
	head("a long kept value", "HTTP/1.1 200 OK\nUpgrade: {513}", "refused"),
	head("65 fields", `HTTP/1.1 200 OK\n${"X: y\n".repeat(65)}`, "refused"),
	head("an endless head", "HTTP/1.1 200 OK\nX: {8200}", "refused"),
	head("endless interim responses", "HTTP/1.1 100 \nX: {1000}\n\n".repeat(9), "refused"),
];
