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

test("fields of one name are joined", () => {
	const parser = new RequestParser(names, asciiOf);
	parser.receive(charactersOf("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nupgrade:  y\r\nOther: z\r\n\r\n"), 0);
	equal(parser.request?.field("upgrade"), "x, y");
	equal(parser.request?.field("other"), undefined);
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
