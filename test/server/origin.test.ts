import { refusalOf } from "../../src/server/origin.js";
import { equal, test } from "../harness.js";

const settings = {
	name: "board",
	hosts: ["panel.example"],
	origins: ["https://panel.example"],
	requireOrigin: false,
};

const allowed = (host?: string, origin?: string, changes = {}, secure = false) =>
	refusalOf(host, origin, true, secure, { ...settings, ...changes }) === undefined;

test("a Host is ours by name or by number, with any port and in any case", () => {
	const ours = [
		"board",
		"BOARD:80",
		"board.local:8080",
		"board.",
		"board.local.",
		"localhost:8080",
		"panel.example",
		"10.0.0.7",
		"127.0.0.1:8080",
		"[fe80::1]",
		"[::1]:80",
	];
	const others = ["evil.example", "board.evil.example", "evilboard", "board.local.evil", "10.0.0", "10.0.0.7.nip.io"];
	const numbers = [
		"1.2.3.-4",
		"1.2.3.1e1",
		"1.2.3.",
		"256.0.0.1",
		"010.0.0.1",
		"0x7f.0.0.1",
		"1.2.3.4.5",
		"2130706433",
	];
	for (const host of ours) equal(allowed(host), true, host);
	for (const host of [...others, ...numbers, ""]) equal(allowed(host), false, host);
});

test("a router's suffix makes a name of ours, if no registry can sell it, and if ours is the one label before it", () => {
	for (const suffix of ["lan", "home", "home.arpa", "internal", "local"]) {
		for (const host of [`board.${suffix}`, `BOARD.${suffix.toUpperCase()}:8080`, `board.${suffix}.`])
			equal(allowed(host, `http://${host}`), true, host);
		const others = [
			suffix,
			`.${suffix}`,
			`a.board.${suffix}`,
			`boards.${suffix}`,
			`board-${suffix}`,
			`board..${suffix}`,
		];
		for (const host of [
			...others,
			`board.${suffix}.evil.example`,
			`board.${suffix}..`,
			`board.${suffix}x`,
			`board.x${suffix}`,
		])
			equal(allowed(host, `http://${host}`), false, host);
	}
	// Public domains, or parts of reserved ones.
	for (const suffix of ["fritz.box", "box", "arpa", "lan.example", "evil.lan", "example", "com", "localhost", "onion"])
		equal(allowed(`board.${suffix}`), false, suffix);
	equal(allowed("board.fritz.box", undefined, { hosts: ["board.fritz.box"] }), true, "when somebody answers for it");
});

test("a refusal says why, and what to do", () => {
	const said = (host: string, origin?: string, changes = {}) =>
		refusalOf(host, origin, true, false, { ...settings, ...changes });
	equal(
		said("evil.example"),
		"This is not a name of this board. It answers to board.local, to its address, and to the names in hosts=...",
	);
	equal(
		said("board", "http://evil.example"),
		"A page of another site may not use this board, unless its origin is one of those in origins=...",
	);
	equal(
		said("board", undefined, { requireOrigin: true }),
		"A WebSocket to this board needs an Origin: it has requireOrigin=true.",
	);
});

test("HTTP/1.0 without a Host is no browser", () => {
	equal([allowed(undefined), allowed(undefined, "http://board")], [true, false]);
});

test("an Origin is ours when it is the Host's, with default ports left out or not", () => {
	const same: readonly (readonly [string, string])[] = [
		["board", "http://board"],
		["board", "HTTP://BOARD"],
		["board:80", "http://board"],
		["board", "http://board:80"],
		["board:8080", "http://board:8080"],
		["board", "https://board"],
		["board:443", "https://board"],
		["[::1]:8080", "http://[::1]:8080"],
		["[::1]", "http://[::1]"],
	];
	const other: readonly (readonly [string, string])[] = [
		["board", "http://evil.example"],
		["board", "http://board.local"],
		["board:8080", "http://board"],
		["board", "http://board:8080"],
		["board", "https://board:80"],
		["board", "null"],
		["board", "file://"],
		["board", "ftp://board"],
		["board", ""],
		["board", "http://board, http://board"],
	];
	for (const [host, origin] of same) equal(allowed(host, origin), true, `${host} ${origin}`);
	for (const [host, origin] of other) equal(allowed(host, origin), false, `${host} ${origin}`);
});

test("other sites may be allowed, and requests without an Origin refused", () => {
	equal(allowed("board", "https://panel.example"), true);
	equal(allowed("board", "https://panel.example:444"), false);
	equal(allowed("board", "http://evil.example", { origins: ["*"] }), true);
	equal(allowed("evil.example", "http://evil.example", { origins: ["*"] }), false);
	equal(allowed("board", undefined, { requireOrigin: true }), false);
	equal(
		refusalOf("board", undefined, false, false, { ...settings, requireOrigin: true }),
		undefined,
		"of an upgrade only",
	);
	equal(allowed("board", "http://board", { requireOrigin: true }), true);
});

test("over TLS, a page that came without is another site's", () => {
	const from = (origin: string, secure: boolean) => allowed("board:8443", origin, {}, secure);
	equal([from("https://board:8443", true), from("http://board:8443", true)], [true, false]);
	equal([from("https://board:8443", false), from("http://board:8443", false)], [true, true]);
	equal(allowed("board", "https://board", {}, true), true);
});
