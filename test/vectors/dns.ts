/*
	DNS messages as data. Notation of bytes: test/harness.ts. A header of twelve bytes is written as "H" and its four counts.
*/

import { bytesOf } from "../harness.js";

/** "H1000 …": one question, and so on; id and flags are 0. */
export function dns(notation: string): Uint8Array {
	const [head, ...rest] = notation.split(" ");
	const counts = [...head.slice(1)].map((digit) => `000${digit}`).join("");
	return bytesOf(head.startsWith("H") ? `00000000${counts} ${rest.join(" ")}` : notation);
}

/** What they are, the message, and what it says. */
export const wellFormed: readonly (readonly [string, string, readonly string[]])[] = [
	["nothing at all", "H0000", []],
	["a question", "H1000 05 'board' 05 'local' 00 0001 0001", ["? board.local A"]],
	["in any case", "H1000 05 'BoArD' 05 'local' 00 001c 0001", ["? BoArD.local AAAA"]],
	["unicast is welcome", "H1000 05 'board' 05 'local' 00 00ff 8001", ["? board.local ANY QU"]],
	["the root", "H1000 00 0002 0001", ["?  NS"]],
	["an unknown type and class", "H1000 01 'a' 00 fe00 00fe", ["? a TYPE65024 CLASS254"]],
	[
		"a name that points to an earlier one",
		"H2000 05 'board' 05 'local' 00 0001 0001 c00c 001c 0001",
		["? board.local A", "? board.local AAAA"],
	],
	[
		"a label in front of a pointer",
		"H2000 05 'board' 05 'local' 00 0001 0001 05 'other' c012 0001 0001",
		["? board.local A", "? other.local A"],
	],
	[
		"a pointer to a pointer",
		"H3000 01 'a' 00 0001 0001 01 'b' c00c 0001 0001 01 'c' c013 0001 0001",
		["? a A", "? b.a A", "? c.b.a A"],
	],
	[
		"an address",
		"H0100 05 'board' 05 'local' 00 0001 8001 00000078 0004 c0a80105",
		["answer board.local A flush 120 192.168.1.5"],
	],
	["the longest life", "H0100 00 0010 0001 ffffffff 0001 00", ["answer  TXT 4294967295 00"]],
	["no data", "H0100 00 0010 0001 00000000 0000", ["answer  TXT 0 "]],
	[
		"a name in data, compressed",
		"H0100 05 '_http' 04 '_tcp' 05 'local' 00 000c 0001 00001194 0008 05 'board' c00c",
		["answer _http._tcp.local PTR 4500 board._http._tcp.local"],
	],
	[
		"a host in SRV",
		"H0001 01 'a' 05 'local' 00 0021 8001 00000078 000a 0000 0000 0050 01 'b' c00e",
		["additional a.local SRV flush 120 80 b.local"],
	],
	[
		"each section in its place",
		"H1111 01 'a' 00 0001 0001 c00c 0001 0001 00000001 0004 01*4 c00c 0001 0001 00000002 0004 02*4 c00c 0001 0001 00000003 0004 03*4",
		["? a A", "answer a A 1 1.1.1.1", "authority a A 2 2.2.2.2", "additional a A 3 3.3.3.3"],
	],
	["something behind the end", "H1000 01 'a' 00 0001 0001 ffff", ["? a A"]],
	["the longest label", "H1000 3f 61*63 00 0001 0001", [`? ${"a".repeat(63)} A`]],
	[
		"the longest name",
		"H1000 3f 61*63 3f 62*63 3f 63*63 3d 64*61 00 0001 0001",
		[`? ${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)} A`],
	],
	["a dot and a zero in a label", "H1000 03 612e00 00 0001 0001", ["? a\\46\\0 A"]],
	[
		"a name in data that leads out of the message",
		"H0100 00 000c 0001 00000001 0002 c0ff",
		["answer  PTR 1 malformed"],
	],
	["a name in data that its length cuts", "H0100 00 000c 0001 00000001 0002 0161 00", ["answer  PTR 1 malformed"]],
	["SRV without a name", "H0100 00 0021 0001 00000001 0006 000000000050", ["answer  SRV 1 malformed"]],
	["SRV cut short", "H0100 00 0021 0001 00000001 0003 000000", ["answer  SRV 1 malformed"]],
];

/** What is wrong with them, and the message. */
export const malformed: readonly (readonly [string, string])[] = [
	["nothing", ""],
	["less than a header", "00*11"],
	["a question that is missing", "H1000"],
	["a question without its end", "H1000 01 'a' 00 0001 00"],
	["a name without its end", "H1000 01 'a'"],
	["a label without its end", "H1000 05 'boa'"],
	["a pointer without its second byte", "H1000 c0"],
	["a pointer to itself", "H1000 c00c 0001 0001"],
	["a pointer to the label before it", "H1000 01 'a' c00c 0001 0001"],
	["two pointers in a circle", "H2000 01 'a' c013 0001 0001 01 'b' c00c 0001 0001"],
	["a pointer ahead", "H1000 c010 0001 0001 00"],
	["a pointer beyond the end", "H1000 c0ff 0001 0001"],
	["a pointer into the header", "H2000 01 'a' 00 0001 0001 c000 0001 0001"],
	["a label of the form 01", "H1000 41 61*65 00 0001 0001"],
	["a label of the form 10", "H1000 81 61*65 00 0001 0001"],
	["a name of 256 bytes", "H1000 3f 61*63 3f 62*63 3f 63*63 3e 64*62 00 0001 0001"],
	["a name that grows too long by a pointer", "H2000 3f 61*63 3f 62*63 3f 63*63 00 0001 0001 3f 64*63 c00c 0001 0001"],
	["a record without its end", "H0100 00 0001 0001 00000001 00"],
	["data that are missing", "H0100 00 0001 0001 00000001 0004 010203"],
	["more records than there are", "H0200 00 0001 0001 00000001 0004 01020304"],
	["65,535 questions", "0000 0000 ffff 0000 0000 0000 00 0001 0001"],
	["more than Ethernet carries", "H0100 00 0010 0001 00000001 05ae 00*1454 00*10"],
];
