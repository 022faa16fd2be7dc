import { RequestParser } from "../../src/http/request.js";
import { asciiOf } from "../fakes/text.js";
import { charactersOf, equal, pieces, Random, test } from "../harness.js";
import { expand, heads } from "../vectors/heads.js";

const names = ["host", "upgrade", "sec-websocket-key"];

/** Parses `bytes` in pieces (see `pieces`); returns the outcome, and where the head ended. */
function parse(bytes: Uint8Array, first = bytes.length, size = bytes.length): { outcome: string; end: number } {
	const parser = new RequestParser(names, asciiOf);
	let end = 0;
	pieces(bytes, first, size, (piece, start) => {
		if (!parser.request && !parser.refusal) end = start + parser.receive(piece, 0);
	});
	const { request, refusal } = parser;
	if (refusal) return { outcome: String(refusal.status), end };
	if (!request) return { outcome: "…", end };
	const query = request.query && `?${request.query}`;
	return { outcome: `${request.method} ${request.path}${query} ${request.field("host") ?? ""}`, end };
}

for (const [name, text, outcome] of heads) {
	test(`request head: ${name}`, () => {
		const bytes = charactersOf(expand(text));
		const expected = expand(outcome);
		equal(parse(bytes).outcome, expected, "whole");
		equal(parse(bytes, 0, 1).outcome, expected, "byte by byte");
		const step = Math.max(1, bytes.length >> 8);
		for (let cut = 0; cut <= bytes.length; cut += step) equal(parse(bytes, cut).outcome, expected, `split at ${cut}`);
	});
}

test("bytes behind the head are not taken", () => {
	const head = "GET / HTTP/1.1\r\nHost: board\r\n\r\n";
	const bytes = charactersOf(`${head}GET /next`);
	for (let cut = 0; cut < head.length; cut++) equal(parse(bytes, cut).end, head.length, `split at ${cut}`);
});

test("Host is judged and kept though nobody asks for it", () => {
	const parser = new RequestParser([], asciiOf);
	parser.receive(charactersOf("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: b\r\n\r\n"), 0);
	equal([parser.request?.field("host"), parser.request?.field("upgrade")], ["a", undefined]);
});

test("fields of one name are joined", () => {
	const parser = new RequestParser(names, asciiOf);
	parser.receive(charactersOf("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nupgrade:  y\r\nOther: z\r\n\r\n"), 0);
	equal(parser.request?.field("upgrade"), "x, y");
	equal(parser.request?.field("other"), undefined);
});

/** Cookie fields, and the value of the cookie "me" in them. */
const cookies: readonly (readonly [name: string, fields: string, value: string | undefined])[] = [
	["none", "", undefined],
	["an empty field", "Cookie:\n", undefined],
	["alone", "Cookie: me=1\n", "1"],
	["among others", "Cookie: a=b; me=1; c=d\n", "1"],
	["without spaces", "Cookie:a=b;me=1;c=d\n", "1"],
	["white space around", "Cookie: \t me= 1 \t;a=b\n", "1"],
	["empty", "Cookie: me=\n", ""],
	["with = in it", "Cookie: me=a=b==\n", "a=b=="],
	["quotes are its own", 'Cookie: me="1"\n', '"1"'],
	["the first of two", "Cookie: me=1; me=2\n", "1"],
	["the first of two, though empty", "Cookie: me=; me=2\n", ""],
	["of several fields", "Cookie: a=b\nCookie: me=1\nX: y\ncookie: me=2\n", "1"],
	["a pair ends with its field", "Cookie: m\nCookie: e=1\n", undefined],
	["a name that ends like it", "Cookie: some=1; a-me=2\n", undefined],
	["a name that begins like it", "Cookie: me2=1; m=2; mee=3\n", undefined],
	["another case", "Cookie: Me=1\n", undefined],
	["a space before =", "Cookie: me =1\n", undefined],
	["no =", "Cookie: me; me\n", undefined],
	["in another one's value", "Cookie: a=me=1; b= me=2\n", undefined],
	["others long, and not ASCII", `Cookie: a={3000}; \u00e9=\u00ff; me=1; c={3000}\n`, "1"],
	["as long as can be", "Cookie: me={128}\n", "{128}"],
	["longer: passed over", "Cookie: me={129}; me=1\n", "1"],
	["not ASCII: passed over", "Cookie: me=\u00e9; me=1\n", "1"],
];

for (const [name, fields, value] of cookies) {
	test(`a cookie: ${name}`, () => {
		const bytes = charactersOf(expand(`GET / HTTP/1.1\nHost: a\n${fields}\n`).replaceAll("\n", "\r\n"));
		const parsed = (first: number, size: number, cookie?: string) => {
			const parser = new RequestParser(names, asciiOf, cookie);
			pieces(bytes, first, size, (piece) => parser.receive(piece, 0));
			return parser.request?.cookie ?? parser.refusal?.status;
		};
		const expected = value && expand(value);
		equal(parsed(bytes.length, 0, "me"), expected, "whole");
		equal(parsed(0, 1, "me"), expected, "byte by byte");
		equal(parsed(0, 7, "me"), expected, "seven by seven");
		equal(parsed(bytes.length, 0), undefined, "nobody asks");
	});
}

test("a Cookie field is bounded by the head alone, and held to its characters", () => {
	const status = (field: string) => {
		const parser = new RequestParser(names, asciiOf, "me");
		parser.receive(charactersOf(expand(`GET / HTTP/1.1\r\nHost: a\r\n${field}\r\n\r\n`)), 0);
		return parser.refusal?.status;
	};
	equal(
		[status("Cookie: me={8200}"), status("Cookie: a\0"), status("Cookie: a\rb"), status("Cookie : me=1")],
		[431, 400, 400, 400],
	);
});

test("noise is refused or waits, and never throws", () => {
	const random = new Random(9);
	for (let round = 0; round < 300; round++) {
		const [, text] = heads[random.below(heads.length)];
		const bytes = charactersOf(expand(text));
		for (let i = random.below(4); i >= 0; i--) bytes[random.below(bytes.length)] = random.next();
		const whole = parse(bytes).outcome;
		equal(parse(bytes, random.below(bytes.length)).outcome, whole, `round ${round}`);
	}
});
