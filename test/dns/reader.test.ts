import { limits, Section } from "../../src/dns/message.js";
import { isName, nameOf } from "../../src/dns/name.js";
import { MessageReader } from "../../src/dns/reader.js";
import { linesOf } from "../fakes/dns.js";
import { bytesOf, concat, equal, test, throws } from "../harness.js";
import { dns, malformed, wellFormed } from "../vectors/dns.js";

for (const [what, notation, lines] of wellFormed)
	test(`DNS, read: ${what}`, () => {
		equal(linesOf(dns(notation)), lines);
	});

for (const [what, notation] of malformed)
	test(`DNS, malformed: ${what}`, () => {
		equal(linesOf(dns(notation)), undefined);
	});

test("DNS: no cut message is well formed, unless the cut is behind its last record", () => {
	for (const [what, notation] of wellFormed) {
		const whole = dns(notation);
		const reader = new MessageReader(whole);
		while (reader.next()) {}
		for (let length = 0; length < reader.end; length++)
			equal(linesOf(whole.subarray(0, length)), undefined, `${what}, ${length} bytes`);
	}
});

test("DNS: a malformed message stays so, and a well-formed one can be read again", () => {
	const bad = new MessageReader(dns("H2000 01 'a' 00 0001 0001 c0ff 0001 0001"));
	equal([bad.next(), bad.next(), bad.malformed], [true, false, true]);
	bad.rewind();
	equal(bad.next(), false);
	const good = new MessageReader(dns("H1100 01 'a' 00 0001 0001 c00c 0001 0001 00000001 0000"));
	for (let i = 0; i < 2; i++) {
		const seen: number[] = [];
		while (good.next()) seen.push(good.section);
		equal(seen, [Section.question, Section.answer]);
		good.rewind();
	}
});

test("DNS: names that compression makes long are read up to a limit of the whole message", () => {
	// One name of 255 bytes, and questions that point to it.
	const long = `3f 61*63 3f 62*63 3f 63*63 3d 64*61 00 0001 0001`;
	const within = Math.floor(limits.names / limits.name);
	const asking = (count: number) =>
		concat([
			bytesOf(`00000000 00${count.toString(16).padStart(2, "0")} 000000000000`),
			bytesOf(long),
			bytesOf(`c00c00010001*${count - 1}`),
		]);
	equal(linesOf(asking(within))?.length, within);
	equal(linesOf(asking(within + 1)), undefined);
});

test("names are compared by the letters of ASCII without their case, and by nothing else", () => {
	const same = (a: Uint8Array, b: Uint8Array) => isName(a, 0, b);
	equal(same(nameOf("Board", "LOCAL"), nameOf("board", "local")), true);
	equal(same(nameOf("board"), nameOf("board", "local")), false);
	equal(same(nameOf("board", "local"), nameOf("board")), false);
	// "@" and "`", "[" and "{" differ by the same bit as letters.
	for (const [a, b] of ["@`", "[{", "^~", "0P", "-m"]) equal(same(nameOf(a), nameOf(b)), false, a + b);
	for (let byte = 0; byte < 256; byte++) {
		const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a && byte < 0x80;
		equal(same(Uint8Array.of(1, byte, 0), Uint8Array.of(1, byte ^ 0x20, 0)), isLetter, String(byte));
	}
});

test("names that are none are mistakes of ours", () => {
	throws(() => nameOf(""), "a label of 0 bytes");
	throws(() => nameOf("a".repeat(64)), "a label of 64 bytes");
	const long = "a".repeat(63);
	throws(() => nameOf(long, long, long, long), "a name of 257 bytes");
});
