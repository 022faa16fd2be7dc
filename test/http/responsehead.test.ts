import { ResponseParser } from "../../src/http/responsehead.js";
import { asciiOf } from "../fakes/text.js";
import { charactersOf, equal, pieces, Random, test } from "../harness.js";
import { expand } from "../vectors/heads.js";
import { responses } from "../vectors/responses.js";

/** Parses `bytes` in pieces (see `pieces`); returns the outcome, and where the head ended. */
function parse(bytes: Uint8Array, first = bytes.length, size = bytes.length): { outcome: string; end: number } {
	const parser = new ResponseParser(["upgrade", "sec-websocket-accept"], asciiOf);
	let end = 0;
	pieces(bytes, first, size, (piece, start) => {
		if (!parser.response && !parser.refusal) end = start + parser.receive(piece, 0);
	});
	const { response, refusal } = parser;
	if (refusal) return { outcome: "refused", end };
	if (!response) return { outcome: "…", end };
	const { minor, status, reason } = response;
	return { outcome: `1.${minor} ${status} ${reason} [${response.field("upgrade") ?? ""}]`, end };
}

for (const [name, text, outcome] of responses) {
	test(`response head: ${name}`, () => {
		const bytes = charactersOf(expand(text));
		equal(parse(bytes).outcome, outcome, "whole");
		equal(parse(bytes, 0, 1).outcome, outcome, "byte by byte");
		const step = Math.max(1, bytes.length >> 8);
		for (let cut = 0; cut <= bytes.length; cut += step) equal(parse(bytes, cut).outcome, outcome, `split at ${cut}`);
	});
}

test("frames behind a response's head are not taken", () => {
	const head = "HTTP/1.1 103 \r\n\r\nHTTP/1.1 101 \r\nUpgrade: websocket\r\n\r\n";
	const bytes = charactersOf(`${head}\u0081\u0002hi`);
	for (let cut = 0; cut < head.length; cut++) equal(parse(bytes, cut).end, head.length, `split at ${cut}`);
});

test("noise in a response's head is refused or waits, and never throws", () => {
	const random = new Random(10);
	for (let round = 0; round < 300; round++) {
		const bytes = charactersOf(expand(responses[random.below(responses.length)]?.[1] ?? ""));
		for (let i = random.below(4); i >= 0; i--) bytes[random.below(bytes.length)] = random.next();
		const whole = parse(bytes);
		const cut = parse(bytes, random.below(bytes.length));
		equal(cut.outcome, whole.outcome, `round ${round}`);
		if (whole.outcome !== "refused") equal(cut.end, whole.end, `round ${round}`);
	}
});
