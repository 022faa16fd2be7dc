/*
	Packets of Improv over a serial port as data. Notation of bytes: test/harness.ts. The first four are those of the
	specification, with the checksums that a peer's packets have.
*/

/** What they are, the packet, its type, and its data. */
export const wellFormed: readonly (readonly [string, string, number, string])[] = [
	["current state?", "'IMPROV' 01 03 02 02 00 e5 0a", 3, "02 00"],
	["information?", "'IMPROV' 01 03 02 03 00 e6 0a", 3, "03 00"],
	["networks?", "'IMPROV' 01 03 02 04 00 e7 0a", 3, "04 00"],
	[
		"settings",
		"'IMPROV' 01 03 20 01 1e 0c 'MyWirelessAP' 10 'mysecurepassword' c1 0a",
		3,
		"01 1e 0c 'MyWirelessAP' 10 'mysecurepassword'",
	],
	["a state", "'IMPROV' 01 01 01 04 e4", 1, "04"],
	["an error", "'IMPROV' 01 02 01 00 e1", 2, "00"],
	["without data", "'IMPROV' 01 03 00 e1", 3, ""],
	["of an unknown type", "'IMPROV' 01 7f 00 5d", 0x7f, ""],
	["behind a line of a console", "'I (132) wifi:IMPROVE' 0d 0a 'IMPROV' 01 03 02 02 00 e5", 3, "02 00"],
	["behind a beginning that is none", "'IMPIMPROV' 01 03 02 02 00 e5", 3, "02 00"],
	["behind one of another version", "'IMPROV' 02 03 02 02 00 e6 0a 'IMPROV' 01 03 02 02 00 e5", 3, "02 00"],
];

/** What is wrong with them, and the packet; each is followed by a good one, which is taken. */
export const malformed: readonly (readonly [string, string])[] = [
	["a wrong checksum", "'IMPROV' 01 03 02 02 00 e4"],
	["one byte too long for anything we take", "'IMPROV' 01 03 65 00*101 00"],
	["as long as there can be", "'IMPROV' 01 03 ff 00*255 00"],
];
