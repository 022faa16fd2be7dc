import { MessageBuilder } from "../../src/dns/builder.js";
import { Class, limits, Section, Type } from "../../src/dns/message.js";
import { nameOf } from "../../src/dns/name.js";
import { textData } from "../../src/dns/text.js";
import { linesOf, locationOf } from "../fakes/dns.js";
import { bytesOf, equal, test, throws } from "../harness.js";
import { dns } from "../vectors/dns.js";

test("names are compressed against what stands already, in data, too, but not in SRV for plain clients", () => {
	const message = (compress: boolean) => {
		const builder = new MessageBuilder(0, 0);
		builder.record(
			Section.answer,
			nameOf("_http", "_tcp", "local"),
			Type.PTR,
			Class.IN,
			4500,
			nameOf("a", "_http", "_tcp", "local"),
		);
		builder.record(
			Section.answer,
			nameOf("a", "_http", "_tcp", "local"),
			Type.SRV,
			Class.IN,
			120,
			locationOf(80, "a.local"),
			compress,
		);
		return builder.bytes;
	};
	const pointer =
		"H0200 05 '_http' 04 '_tcp' 05 'local' 00 000c 0001 00001194 0004 01 'a' c00c c028 0021 0001 00000078";
	equal(message(true), dns(`${pointer} 000a 0000 0000 0050 01 'a' c017`));
	equal(message(false), dns(`${pointer} 000f 0000 0000 0050 01 'a' 05 'local' 00`));
});

test("names in other case are compressed, too, since they are the same", () => {
	const builder = new MessageBuilder(0, 0);
	builder.question(nameOf("board", "local"), Type.A, Class.IN);
	builder.question(nameOf("BOARD", "local"), Type.A, Class.IN);
	equal(builder.bytes, dns("H2000 05 'board' 05 'local' 00 0001 0001 c00c 0001 0001"));
});

test("what stands behind a name in data stays", () => {
	const builder = new MessageBuilder(0x1234, 0x8400);
	builder.record(Section.additional, nameOf("a"), Type.NSEC, 0x8001, 120, bytesOf("01 'a' 00 000140"));
	equal(builder.bytes, bytesOf("1234 8400 0000 0000 0000 0001 01 'a' 00 002f 8001 00000078 0005 c00c 000140"));
});

test("the root is a name, and a long life keeps all of its bits", () => {
	const builder = new MessageBuilder(0, 0);
	builder.record(Section.answer, Uint8Array.of(0), Type.TXT, Class.IN, 0xfedcba98, Uint8Array.of(0));
	equal(linesOf(builder.bytes), ["answer  TXT 4275878552 00"]);
});

test("a message that grows too long is a mistake of ours", () => {
	const builder = new MessageBuilder(0, 0);
	const data = new Uint8Array(limits.message - 12 - 1 - 10);
	builder.record(Section.answer, Uint8Array.of(0), Type.TXT, Class.IN, 1, data);
	throws(() => builder.question(Uint8Array.of(0), Type.A, Class.IN), "too long");
});

test("texts, none, and one that is too long", () => {
	equal(textData([bytesOf("'path=/'"), bytesOf("'a'")]), bytesOf("06 'path=/' 01 'a'"));
	equal(textData([]), bytesOf("00"));
	equal(textData([new Uint8Array(255)]).length, 256);
	throws(() => textData([new Uint8Array(256)]), "256 bytes");
});
