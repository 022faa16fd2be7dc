/*
	Request heads and what must come of them: `GET /path?query host`, or the status of the refusal; `…` for an unfinished one.
	In a head `\n` stands for CRLF; in a raw text it is what it is. `{5000}` stands for 5000 times "a".
*/

export type Head = readonly [name: string, text: string, outcome: string];

const head = (name: string, lines: string, outcome: string): Head => [name, lines.replaceAll("\n", "\r\n"), outcome];
const raw = (name: string, text: string, outcome: string): Head => [name, text, outcome];

const host = "Host: board\n\n";

/** The text that a head's notation stands for. */
export const expand = (text: string): string => text.replace(/\{(\d+)\}/g, (_, length) => "a".repeat(Number(length)));

export const heads: readonly Head[] = [
	head("plain", `GET / HTTP/1.1\n${host}`, "GET / board"),
	head("query", `GET /a?b=c HTTP/1.1\n${host}`, "GET /a?b=c board"),
	head("HEAD", `HEAD / HTTP/1.1\n${host}`, "HEAD / board"),
	head("any method that is a token", `BREW /pot HTTP/1.1\n${host}`, "BREW /pot board"),
	head("HTTP/1.0 without Host", "GET / HTTP/1.0\n\n", "GET / "),
	head("HTTP/1.2", `GET / HTTP/1.2\n${host}`, "GET / board"),
	head("an empty line first", `\nGET / HTTP/1.1\n${host}`, "GET / board"),
	head("white space around a value", "GET / HTTP/1.1\nHost: \t board \t\n\n", "GET / board"),
	head("no white space", "GET / HTTP/1.1\nHost:board\n\n", "GET / board"),
	head("name in any case", "GET / HTTP/1.1\nhOST: board\n\n", "GET / board"),
	head("port", "GET / HTTP/1.1\nHost: board:8080\n\n", "GET / board:8080"),
	head("IPv6", "GET / HTTP/1.1\nHost: [fe80::1]:80\n\n", "GET / [fe80::1]:80"),
	head("absolute form", "GET http://other/x HTTP/1.1\nHost: board\n\n", "GET /x other"),
	head("fields nobody asked for", `GET / HTTP/1.1\nCookie: {5000}\nX-Empty:\n${host}`, "GET / board"),
	head("obsolete text in a value", `GET / HTTP/1.1\nX: \u00e9\n${host}`, "GET / board"),
	head("content is announced", `GET / HTTP/1.1\nContent-Length: 5\n${host}`, "GET / board"),
	head("cut", "GET / HTTP/1.1\nHost: bo", "…"),
	head("cut before the last line end", "GET / HTTP/1.1\nHost: board\n", "…"),

	head("no version", `GET /\n${host}`, "400"),
	head("two spaces", `GET  / HTTP/1.1\n${host}`, "400"),
	head("a space at the end", `GET / HTTP/1.1 \n${host}`, "400"),
	head("a tab between", `GET\t/ HTTP/1.1\n${host}`, "400"),
	head("bad method", `G(T / HTTP/1.1\n${host}`, "400"),
	head("a space first", ` GET / HTTP/1.1\n${host}`, "400"),
	head("bad version", `GET / HTTQ/1.1\n${host}`, "400"),
	head("lower-case version", `GET / http/1.1\n${host}`, "400"),
	head("HTTP/2.0", `GET / HTTP/2.0\n${host}`, "505"),
	head("HTTP/1.10", `GET / HTTP/1.10\n${host}`, "400"),
	head("byte over 7F in the target", `GET /\u00e9 HTTP/1.1\n${host}`, "400"),
	head("bad target", `GET index.html HTTP/1.1\n${host}`, "400"),
	head("bad percent", `GET /%zz HTTP/1.1\n${host}`, "400"),
	head("asterisk", `OPTIONS * HTTP/1.1\n${host}`, "OPTIONS * board"),
	head("absolute form without Host", "GET http://other/ HTTP/1.1\n\n", "400"),
	head("absolute form with a bad Host", "GET http://other/ HTTP/1.1\nHost: a b\n\n", "400"),
	head("absolute form with a bad authority", `GET http://a@b/ HTTP/1.1\n${host}`, "400"),
	head("obsolete text in a kept value", "GET / HTTP/1.1\nHost: bo\u00e9\n\n", "400"),
	head("no-break space around a kept value", "GET / HTTP/1.1\nHost: \u00a0board\n\n", "400"),
	head("byte over 7F in a name", `GET / HTTP/1.1\nX\u00e9: y\n${host}`, "400"),
	head("byte order mark", "GET / HTTP/1.1\n\u00ef\u00bb\u00bfHost: board\n\n", "400"),
	head("no Host", "GET / HTTP/1.1\n\n", "400"),
	head("two Hosts", "GET / HTTP/1.1\nHost: a\nHost: a\n\n", "400"),
	head("empty Host", "GET / HTTP/1.1\nHost:\n\n", "400"),
	head("bad Host", "GET / HTTP/1.1\nHost: a/b\n\n", "400"),
	head("Host with a space", "GET / HTTP/1.1\nHost: a b\n\n", "400"),
	head("Host with user information", "GET / HTTP/1.1\nHost: a@b\n\n", "400"),
	head("no colon", `GET / HTTP/1.1\nHost\n${host}`, "400"),
	head("empty name", `GET / HTTP/1.1\n: x\n${host}`, "400"),
	head("space before the colon", "GET / HTTP/1.1\nHost : board\n\n", "400"),
	head("folded line", `GET / HTTP/1.1\nX: a\n b\n${host}`, "400"),
	head("folded first line", `GET / HTTP/1.1\n X: a\n${host}`, "400"),
	head("two keys", `GET / HTTP/1.1\nSec-WebSocket-Key: a\nSec-WebSocket-Key: a\n${host}`, "400"),
	head("two lengths", `GET / HTTP/1.1\nContent-Length: 1\nContent-Length: 2\n${host}`, "400"),
	head("list of lengths", `GET / HTTP/1.1\nContent-Length: 1, 1\n${host}`, "400"),
	head("negative length", `GET / HTTP/1.1\nContent-Length: -1\n${host}`, "400"),
	head("signed length", `GET / HTTP/1.1\nContent-Length: +1\n${host}`, "400"),
	head("hexadecimal length", `GET / HTTP/1.1\nContent-Length: 0x1\n${host}`, "400"),
	head("empty length", `GET / HTTP/1.1\nContent-Length:\n${host}`, "400"),
	head("Transfer-Encoding", `GET / HTTP/1.1\nTransfer-Encoding: chunked\n${host}`, "411"),
	head("both lengths", `GET / HTTP/1.1\nTransfer-Encoding: chunked\nContent-Length: 1\n${host}`, "400"),
	head("both, the other way round", `GET / HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked\n${host}`, "400"),
	raw("bare LF", "GET / HTTP/1.1\nHost: board\n\n", "400"),
	raw("bare CR", "GET / HTTP/1.1\rHost: board\r\n\r\n", "400"),
	raw("CR and any byte", "GET / HTTP/1.1\rxHost: board\rx\rx", "400"),
	raw("CR CR LF", "GET / HTTP/1.1\r\r\nHost: board\r\n\r\n", "400"),
	raw("NUL", "GET / HTTP/1.1\r\nX: a\0b\r\nHost: board\r\n\r\n", "400"),
	raw("NUL in the target", "GET /\0 HTTP/1.1\r\nHost: board\r\n\r\n", "400"),
	raw("DEL", "GET / HTTP/1.1\r\nX: a\x7fb\r\nHost: board\r\n\r\n", "400"),
	raw("TLS", "\x16\x03\x01", "400"),

	head("the longest request line", `GET /{498} HTTP/1.1\n${host}`, `GET /{498} board`),
	head("one byte longer", `GET /{499} HTTP/1.1\n${host}`, "414"),
	head("an endless request line", `GET /{3000}`, "414"),
	head("a long kept value", `GET / HTTP/1.1\nUpgrade: {520}\n${host}`, "431"),
	head("a long name", `GET / HTTP/1.1\n{520}`, "431"),
	head("long kept values together", `GET / HTTP/1.1\nUpgrade: {300}\nUpgrade: {300}\nUpgrade: {300}\n${host}`, "431"),
	head("64 fields", `GET / HTTP/1.1\n${"X: y\n".repeat(63)}${host}`, "GET / board"),
	head("65 fields", `GET / HTTP/1.1\n${"X: y\n".repeat(64)}${host}`, "431"),
	head("an endless head", `GET / HTTP/1.1\nX: {8200}`, "431"),
];
