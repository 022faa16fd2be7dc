import { encodeLines, isDigits, isHost } from "../../src/grammar/grammar.js";
import { isToken } from "../../src/grammar/token.js";
import { asciiOf } from "../fakes/text.js";
import { equal, test } from "../harness.js";

test("tokens and digits", () => {
	for (const text of ["GET", "sec-websocket-key", "a.b_c", "!#$%&'*+-.^_`|~", "0"]) equal(isToken(text), true, text);
	for (const text of ["", "a b", "a:", "a/b", '"a"', "a\t", "é", "a\u0000"]) equal(isToken(text), false, text);
	equal(["0", "0123", "", "-1", "1.", "１"].map(isDigits), [true, true, false, false, false, false]);
});

test("hosts", () => {
	for (const text of ["board", "board.local:80", "127.0.0.1", "[::1]", "[fe80::1]:8080", "a:"])
		equal(isHost(text), true, text);
	for (const text of ["", ":80", "a b", "a@b", "a/b", "a:b", "[::1", "[::1]x", "[]", "[::g]", "::1"])
		equal(isHost(text), false, text);
});

test("a head is its first line, its fields, and an empty line", () => {
	equal(asciiOf(encodeLines("GET / HTTP/1.1", [["Host", "a"]])), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
});
