/*
	Request heads, mutated, into the parser of src/http/request.ts.

	A head is one of the vectors or made of parts that lie near the limits; then lines are moved and bytes changed, and
	something is put behind its end. What must hold, however it is cut into slices:
	- no exception; the outcome is a request, a refusal with one of five statuses, or the wish for more;
	- the outcome is always the same, found at the same byte, by byte limits.head + 1 at the latest;
	- no byte behind the end is taken, and nothing changes after the outcome;
	- what is held is bounded: the line's buffer, the values that are kept;
	- an accepted head is what RFC 9112 calls one, as a plain reading of its lines says.
*/

import { longestCookie } from "../../src/http/cookie.js";
import { limits } from "../../src/http/head.js";
import { type Request, RequestParser } from "../../src/http/request.js";
import { requestFields } from "../../src/server/respond.js";
import { asciiOf } from "../fakes/text.js";
import { charactersOf, concat, type Random } from "../harness.js";
import { expand, heads } from "../vectors/heads.js";
import { byteByByte, mutate, type Slicing, sliced, slicings } from "./bytes.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";

const statuses = [400, 411, 414, 431, 505];

const methods = ["GET", "GET", "HEAD", "POST", "OPTIONS", "M-SEARCH", "G(T", ""];
const targets = ["/", "/ws?a=b", "/%41%c3%a9", "/%c3", "*", "http://other:80/x", "http://", "//", "index"];
const versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.10", "HTTQ/1.1"];
const values = [
	"",
	"board",
	"a, b",
	"\t padded \t",
	"[::1]:80",
	"13",
	"websocket",
	"\u00e9",
	"1, 1",
	'"tag"',
	"a=b; me=1;",
];

/** Near a limit of `length`, on either side. */
const around = (random: Random, length: number): string => "a".repeat(length - 12 + random.below(16));

function field(random: Random): string {
	const name = once(random, 3)
		? pick(random, ["Cookie", "Content-Length", "Transfer-Encoding", "X", ""])
		: pick(random, requestFields);
	return `${name}:${once(random, 12) ? around(random, pick(random, [limits.line, limits.kept / 2])) : pick(random, values)}`;
}

function made(random: Random): string[] {
	const target = once(random, 6) ? `/${around(random, limits.line - 14)}` : pick(random, targets);
	const lines = [`${pick(random, methods)} ${target} ${pick(random, versions)}`];
	if (!once(random, 8)) lines.push("Host: board");
	for (let i = random.below(6); i > 0; i--) lines.push(field(random));
	if (once(random, 20)) for (let i = limits.fields - random.below(8); i > 0; i--) lines.push("X:y");
	if (once(random, 20)) lines.push(`Cookie: ${around(random, limits.head - 50)}`);
	return [...lines, "", ""];
}

/** Moves, doubles or drops a line. */
function moveLine(random: Random, lines: string[]): void {
	const [line] = lines.splice(random.below(lines.length), 1);
	for (let i = random.below(3); i > 0; i--) lines.splice(random.below(lines.length + 1), 0, line);
}

function head(random: Random): Uint8Array {
	const lines = once(random, 2) ? made(random) : expand(pick(random, heads)[1]).split("\r\n");
	for (let i = random.below(3); i > 0; i--) moveLine(random, lines);
	let bytes = charactersOf(lines.join(once(random, 50) ? "\n" : "\r\n"));
	for (let i = random.below(4); i > 0; i--) bytes = mutate(random, bytes);
	return concat([bytes, random.bytes(random.below(20))]);
}

interface Outcome {
	readonly text: string;
	/** It was found behind `start`, and `end` bytes had been taken by then. */
	readonly start: number;
	readonly end: number;
}

/** Parses `bytes` in slices; checks what can be checked of this run alone. */
function parse(bytes: Uint8Array, slicing: Slicing): Outcome {
	let held = 0;
	const decode = (line: Uint8Array): string => {
		held = Math.max(held, line.buffer.byteLength);
		return asciiOf(line);
	};
	const parser = new RequestParser(requestFields, decode, "me");
	let outcome: Outcome | undefined;
	sliced(bytes, slicing, (slice, start) => {
		const { request, refusal } = parser;
		const end = parser.receive(slice, 0);
		if (outcome) {
			demand(parser.request === request && parser.refusal === refusal, "the outcome changes afterwards");
			demand(end === (request ? 0 : slice.length), `${end} bytes taken afterwards`);
			return;
		}
		demand(!parser.request || !parser.refusal, "both a request and a refusal");
		if (parser.request) outcome = { text: describe(parser.request), start, end: start + end };
		else if (parser.refusal) outcome = { text: refused(parser.refusal.status), start, end: start + slice.length };
		else demand(end === slice.length, `wants more, and took ${end} of ${slice.length} bytes`);
		if (parser.request) accepted(asciiOf(bytes.subarray(0, start + end)), parser.request);
	});
	demand(held <= limits.line, `a line of ${held} bytes is held`);
	return outcome ?? { text: "more", start: -1, end: bytes.length };
}

function refused(status: number): string {
	demand(statuses.includes(status), `refused with ${status}`);
	return String(status);
}

function describe(request: Request): string {
	const fields = requestFields.map((name) => request.field(name));
	const kept = fields.reduce((length, value) => length + (value?.length ?? 0), 0);
	// Values of one name are joined by two characters.
	demand(kept <= limits.kept + 2 * limits.fields, `${kept} bytes of values are kept`);
	const { method, path, query, minor, cookie } = request;
	demand((cookie?.length ?? 0) <= longestCookie, "a long cookie is kept");
	return JSON.stringify([method, path, query, minor, cookie, ...fields]);
}

/** Whether an accepted head is one: read as lines, without the parser. */
function accepted(text: string, { method, minor }: Request): void {
	const lines = text.split("\r\n");
	while (lines[0] === "") lines.shift();
	const [requestLine, ...rest] = lines;
	const fields = rest.slice(0, -2);
	demand(rest.slice(-2).join() === "," && fields.every(Boolean), "an accepted head does not end with its empty line");
	demand(!holdsControls(lines.join("")), "an accepted head holds control characters");
	const parts = requestLine.split(" ");
	demand(parts.length === 3 && parts[0] === method && parts[2] === `HTTP/1.${minor}`, `accepted "${requestLine}"`);
	const names = fields.map((line) => line.slice(0, Math.max(0, line.indexOf(":"))).toLowerCase());
	for (const name of names) demand(name !== "" && name.trim() === name, `accepted a field named "${name}"`);
	const count = (wanted: string) => names.filter((name) => name === wanted).length;
	demand(count("host") === 1 || (minor === 0 && count("host") === 0), `accepted ${count("host")} Hosts`);
	demand(count("content-length") <= 1 && count("transfer-encoding") === 0, "accepted ambiguous content");
	demand(names.length <= limits.fields, `accepted ${names.length} fields`);
}

function holdsControls(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if ((code < 0x20 && code !== 9) || code === 0x7f) return true;
	}
	return false;
}

export const headFuzzer: Fuzzer = {
	name: "head",
	round(random) {
		const bytes = head(random);
		const exact = parse(bytes, byteByByte);
		demand(exact.end <= limits.head + 1, `${exact.end} bytes taken`);
		for (const slicing of slicings(random)) {
			const { text, start, end } = parse(bytes, slicing);
			demand(text === exact.text, `${slicing.name}: ${text}, byte by byte: ${exact.text}`);
			demand(start < exact.end && exact.end <= end, `${slicing.name}: at ${end}, byte by byte: at ${exact.end}`);
			demand(end === exact.end || !text.startsWith("["), `${slicing.name}: ends at ${end}, not at ${exact.end}`);
		}
	},
};
