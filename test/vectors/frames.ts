/*
	Frames and what must come of them. The masking key is 00000000 where the payload is to be read here.
*/

import type { Vector } from "../feed.js";

const vector = (name: string, notation: string, events: string): Vector => [name, notation, events];
const refused = (code: number): string => `>close ${code} | closed ${code}`;

/** A client's frames, as a server gets them. */
export const toServer: readonly Vector[] = [
	// §5.7, the RFC's own examples
	vector("masked text", "8185 37fa213d 7f9f4d5158", 'text "Hello"'),
	vector("masked pong", "8a85 37fa213d 7f9f4d5158", "pong 48656c6c6f"),
	vector("masked ping", "8985 37fa213d 7f9f4d5158", ">pong 48656c6c6f"),

	// §5.2 lengths
	vector("empty text", "8180 00000000", "text"),
	vector("empty binary", "8280 01020304", "binary"),
	vector("1 byte", "8281 00000000 ff", "binary ff"),
	vector("125 bytes", "82fd 00000000 61*125", "binary *125"),
	vector("126 bytes", "82fe 007e 00000000 61*126", "binary *126"),
	vector("127 bytes", "82fe 007f 00000000 61*127", "binary *127"),
	vector("one past the limit, at its header", "82ff 0000000000011171 00000000", refused(1009)),
	vector("125 in 16 bits", "82fe 007d 00000000", refused(1002)),
	vector("65535 in 64 bits", "82ff 000000000000ffff 00000000", refused(1002)),
	vector("0 in 64 bits", "82ff 0000000000000000 00000000", refused(1002)),
	vector("2^31", "82ff 0000000080000000 00000000", refused(1009)),
	vector("2^32", "82ff 0000000100000000 00000000", refused(1009)),
	vector("2^53 + 1", "82ff 0020000000000001 00000000", refused(1009)),
	vector("2^63 - 1", "82ff 7fffffffffffffff 00000000", refused(1009)),
	vector("2^63", "82ff 8000000000000000 00000000", refused(1002)),
	vector("2^64 - 1", "82ff ffffffffffffffff 00000000", refused(1002)),

	// §5.2 bits and opcodes
	vector("RSV1", "c180 00000000", refused(1002)),
	vector("RSV2", "a180 00000000", refused(1002)),
	vector("RSV3", "9180 00000000", refused(1002)),
	vector("RSV1 on a control frame", "c980 00000000", refused(1002)),
	...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) =>
		vector(`opcode ${opcode}`, `8${opcode.toString(16)}80 00000000`, refused(1002)),
	),
	vector("not masked", "8105 48656c6c6f", refused(1002)),
	vector("empty and not masked", "8100", refused(1002)),

	// §5.4 fragmentation
	vector("two fragments", "0183 00000000 'Hel' 8082 00000000 'lo'", 'text "Hello"'),
	vector("three, each with a key", "0281 01010101 00 0081 02020202 00 8081 03030303 00", "binary 010203"),
	vector("empty fragments", "0180 00000000 0080 00000000 8080 00000000", "text"),
	vector(
		"a control frame between",
		"0183 00000000 'Hel' 8981 00000000 07 8082 00000000 'lo'",
		'>pong 07 | text "Hello"',
	),
	vector("two messages", "8181 00000000 'a' 8281 00000000 62", 'text "a" | binary 62'),
	vector("continuation of nothing", "8080 00000000", refused(1002)),
	vector("continuation after the end", "8181 00000000 'a' 8080 00000000", `text "a" | ${refused(1002)}`),
	vector("message inside a message", "0181 00000000 'a' 8181 00000000 'b'", refused(1002)),
	vector("fragments past the limit", "0282 00000000 0000 80ff 000000000001116f 00000000", refused(1009)),
	vector("cut in a header", "01", "…"),
	vector("cut in a length", "01fe01", "…"),
	vector("cut in a key", "0185 0000", "…"),
	vector("cut in a payload", "0185 00000000 'Hel'", "…"),

	// §5.5 control frames
	vector("ping of 125", "89fd 00000000 61*125", ">pong *125"),
	vector("ping of 126", "89fe 007e 00000000", refused(1002)),
	vector("empty ping", "8980 00000000", ">pong"),
	vector("fragmented ping", "0980 00000000", refused(1002)),
	vector("fragmented close", "0880 00000000", refused(1002)),
	vector("close of 126", "88fe 007e 00000000", refused(1002)),
	vector("unasked pong", "8a80 00000000", "pong"),

	// §5.5.1, §7.4 close
	vector("close without a code", "8880 00000000", ">close | closed 1005 clean"),
	vector("close with one byte", "8881 00000000 03", refused(1002)),
	vector("close with half of a code that may be", "8881 00000000 0c", refused(1002)),
	vector("close with a reason", "8885 00000000 03e8 'bye'", ">close 1000 | closed 1000 clean"),
	vector("reason of 123", "88fd 00000000 03e8 61*123", ">close 1000 | closed 1000 clean"),
	vector("reason not UTF-8", "8884 00000000 03e8 c328", refused(1007)),
	vector("reason cut in a character", "8883 00000000 03e8 c3", refused(1007)),
	vector("nothing after close", "8882 00000000 03e8 8181 00000000 'a'", ">close 1000 | closed 1000 clean"),
	vector("close inside a message", "0181 00000000 'a' 8882 00000000 03e9", ">close 1001 | closed 1001 clean"),

	// §8.1 UTF-8
	vector("UTF-8 of 1 to 4 bytes", "818a 00000000 41 c3a9 e282ac f09f9880", 'text "AÃ©â\u0082¬ð\u009f\u0098\u0080"'),
	vector("character over two fragments", "0182 00000000 e282 8081 00000000 ac", 'text "â\u0082¬"'),
	vector("character over three fragments", "0181 00000000 e2 0081 00000000 82 8081 00000000 ac", 'text "â\u0082¬"'),
	vector("text that ends in a character", "8182 00000000 e282", refused(1007)),
	vector("bad byte, the rest not sent", "81fe 03e8 00000000 6180", refused(1007)),
	vector("bad byte in the first fragment", "0182 00000000 c080", refused(1007)),
	vector("binary may be anything", "8282 00000000 c080", "binary c080"),
];

/** Frames that are larger than a board's heap. */
export const largeToServer: readonly Vector[] = [
	vector("65535 bytes", "82fe ffff 00000000 61*65535", "binary *65535"),
	vector("65536 bytes", "82ff 0000000000010000 00000000 61*65536", "binary *65536"),
	vector("the limit", "82ff 0000000000011170 00000000 61*70000", "binary *70000"),
	vector("fragments up to the limit", "02fe fde8 00000000 61*65000 80fe 1388 00000000 61*5000", "binary *70000"),
];

/** Codes that a Close frame may carry, and codes that it must not (§7.4). */
export const closeCodes: readonly Vector[] = [
	...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map((code) =>
		vector(
			`close ${code}`,
			`8882 00000000 ${code.toString(16).padStart(4, "0")}`,
			`>close ${code} | closed ${code} clean`,
		),
	),
	...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map((code) =>
		vector(`close ${code}`, `8882 00000000 ${code.toString(16).padStart(4, "0")}`, refused(1002)),
	),
];

/** A server's frames, as a client gets them. */
export const toClient: readonly Vector[] = [
	vector("text", "8105 48656c6c6f", 'text "Hello"'),
	vector("two fragments", "0103 48656c 8002 6c6f", 'text "Hello"'),
	vector("ping", "8905 48656c6c6f", ">pong 48656c6c6f"),
	vector("256 bytes", "827e 0100 61*256", "binary *256"),
	vector("masked", "8185 37fa213d 7f9f4d5158", refused(1002)),
	vector("close", "8802 03e8", ">close 1000 | closed 1000 clean"),
	vector("RSV1", "c100", refused(1002)),
];

export const largeToClient: readonly Vector[] = [
	vector("65536 bytes", "827f 0000000000010000 61*65536", "binary *65536"),
];

/** Frames that fail a server's connection, each whole: the next one begins behind it, be it never so wrong. */
export const faulty: readonly (readonly [name: string, notation: string])[] = [
	["a reserved bit", "c183 01020304 'abc'"],
	["an opcode that is not", "8383 01020304 'abc'"],
	["no mask", "8103 'abc'"],
	["a long Ping", "89fe 0080 01020304 61*128"],
	["a fragmented Ping", "0983 01020304 'abc'"],
	["a length in more bytes than it needs", "82fe 0003 01020304 'abc'"],
	["a continuation of nothing", "8083 01020304 'abc'"],
	["a message within a message", "0183 00000000 'abc' 8283 01020304 'abc'"],
	["no UTF-8", "8183 00000000 61ff62"],
	["no UTF-8 in fragments", "0182 00000000 61ff 8083 01020304 'abc'"],
	["a cut character at the end", "8182 00000000 61c3"],
	["too long a message", "82ff 0000000000011171 01020304 61*70001"],
	["too long a message in fragments", "0281 00000000 61 80ff 0000000000011170 01020304 61*70000"],
];

/** Close frames that fail a server's connection: no other one follows them. */
export const faultyCloses: readonly (readonly [name: string, notation: string])[] = [
	["half a code", "8881 00000000 03"],
	["a code that must not be sent", "8882 00000000 03ed"],
	["no UTF-8 in its reason", "8883 00000000 03e8ff"],
	["not masked", "8802 03e8"],
	["fragmented", "0882 00000000 03e8"],
	["a reserved bit", "c882 00000000 03e8"],
	["too long", "88fe 0080 00000000 03*128"],
];
