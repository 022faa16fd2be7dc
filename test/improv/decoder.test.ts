import { Decoder, packetTime } from "../../src/improv/decoder.js";
import { bytesOf, equal, hex, pieces, test } from "../harness.js";
import { malformed, wellFormed } from "../vectors/improv.js";

function decoding() {
	const events: string[] = [];
	const decoder = new Decoder({
		onPacket: (type, data) => void events.push(`${type} ${hex(data)}`),
		onBadPacket: () => void events.push("bad"),
	});
	return { decoder, happened: () => events.splice(0) };
}

const good = "'IMPROV' 01 03 02 02 00 e5 0a";

test("packets are found, however they come", () => {
	for (const [what, packet, type, data] of wellFormed) {
		const bytes = bytesOf(packet);
		const expected = [`${type} ${hex(bytesOf(data || "00*0"))}`];
		for (let size = 1; size <= bytes.length; size++) {
			const { decoder, happened } = decoding();
			pieces(bytes, 0, size, (piece) => decoder.receive(piece, 0));
			equal(happened(), expected, what);
		}
	}
});

test("a bad packet is told of, and the next one is taken", () => {
	for (const [what, packet] of malformed) {
		const { decoder, happened } = decoding();
		decoder.receive(bytesOf(`${packet} ${good}`), 0);
		equal(happened(), ["bad", "3 0200"], what);
	}
});

test("what stops in the middle is given up, and what is slow is not", () => {
	const bytes = bytesOf(good);
	for (let count = 1; count < bytes.length - 1; count++) {
		const { decoder, happened } = decoding();
		decoder.receive(bytes.subarray(0, count), 0x7fff_fff0);
		decoder.receive(bytes, (0x7fff_fff0 + packetTime) | 0);
		equal(happened(), ["3 0200"]);
	}
	const { decoder, happened } = decoding();
	for (let i = 0; i < bytes.length; i++) decoder.receive(bytes.subarray(i, i + 1), i * (packetTime - 1));
	equal(happened(), ["3 0200"]);
});
