import { bytesOf, equal, test } from "../harness.js";
import { open, opening } from "../vectors/mqtt.js";
import { feed, offered, opened, waiting } from "./recorder.js";

for (const vector of opening) test(`MQTT, opening: ${vector[0]}`, () => feed(offered, vector));
for (const vector of open) test(`MQTT: ${vector[0]}`, () => feed(waiting, vector));

test("MQTT: what is too long is passed over, however long it is, and nothing of it is held", () => {
	const session = opened();
	// 256 MB, the most that can be announced, behind a short topic name.
	session.receive(bytesOf("30 ffffff7f 0001 'a'"));
	const chunk = new Uint8Array(1024);
	for (let left = 0xfff_ffff - 3; left > 0; left -= 1 << 20) session.receive(chunk.subarray(0, 100));
	equal(session.take(), "");
});

test("MQTT: an announced length is no promise: the connection may end anywhere", () => {
	for (const part of ["30", "30 86", "30 06 00", "30 06 0003 'a'", "32 08 0003 'a/b' 01", "30 06 0003 'a/b'"]) {
		const session = opened();
		session.receive(bytesOf(part));
		session.end();
		session.end();
		equal(session.take(), "closed", part);
		session.open({ clientId: "id", clean: true, keepAlive: 60 });
		session.receive(bytesOf("20 02 00 00 30 04 0001 'a' 'x'"));
		equal(session.take(), '>connect | open | message a "x"', part);
	}
});
