import { answerOf } from "../../src/dns/portal.js";
import { linesOf } from "../fakes/dns.js";
import { bytesOf, equal, hex, test } from "../harness.js";
import { dns, malformed } from "../vectors/dns.js";

const here = Uint8Array.of(192, 168, 4, 1);

const name = "0c 'connectivity' 07 'example' 00";
const shown = "connectivity.example";

/** What is asked, and all that is answered. */
const asked: readonly (readonly [string, string, readonly string[]])[] = [
	["A", "0001 0001", [`? ${shown} A`, `answer ${shown} A 0 192.168.4.1`]],
	["ANY", "00ff 0001", [`? ${shown} ANY`, `answer ${shown} A 0 192.168.4.1`]],
	["A of any class", "0001 00ff", [`? ${shown} A CLASS255`, `answer ${shown} A 0 192.168.4.1`]],
	["AAAA", "001c 0001", [`? ${shown} AAAA`]],
	["HTTPS", "0041 0001", [`? ${shown} TYPE65`]],
	["SOA", "0006 0001", [`? ${shown} TYPE6`]],
	["A of another class", "0001 0003", [`? ${shown} A CLASS3`]],
	["A of a class that is none", "0001 8001", [`? ${shown} A QU`]],
];

for (const [what, rest, lines] of asked)
	test(`portal: ${what}`, () => {
		const answer = answerOf(bytesOf(`4321 0100 0001000000000000 ${name} ${rest}`), here) as Uint8Array;
		equal(hex(answer.subarray(0, 4)), "43218580", "id, and flags with recursion, so that nobody looks further");
		equal(linesOf(answer), lines);
	});

test("portal: EDNS is passed over, and the letters of the name keep their case", () => {
	const query = bytesOf("0001 0100 0001000000000001 03 'AbC' 00 0001 0001 00 0029 1000 00000000 0000");
	equal(linesOf(answerOf(query, here) as Uint8Array), ["? AbC A", "answer AbC A 0 192.168.4.1"]);
});

test("portal: the longest name", () => {
	const query = dns("H1000 3f 61*63 3f 62*63 3f 63*63 3d 64*61 00 0001 0001");
	equal(linesOf(answerOf(query, here) as Uint8Array)?.length, 2);
});

test("portal: what is not a query for one name", () => {
	equal(answerOf(bytesOf("0001 8180 0001000000000000 01 'a' 00 0001 0001"), here), undefined, "an answer");
	equal(answerOf(dns("H0000"), here), undefined, "no question");
	equal(answerOf(dns("H2000 01 'a' 00 0001 0001 c00c 001c 0001"), here), undefined, "two questions");
	const update = answerOf(bytesOf("0001 2800 0001000000000000 01 'a' 00 0001 0001"), here) as Uint8Array;
	equal(hex(update.subarray(0, 4)), "0001ac84", "an update is not implemented");
	equal(linesOf(update), ["? a A"]);
	for (const [what, notation] of malformed) equal(answerOf(dns(notation), here), undefined, what);
});
