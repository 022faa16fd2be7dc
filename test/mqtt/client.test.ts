import { pingTimeout } from "../../src/mqtt/client.js";
import { bytesOf, equal, hex, test, throws } from "../harness.js";
import { offered, opened, opening, Recorder, waiting } from "./recorder.js";

const x = bytesOf("'x'");
const accepted = bytesOf("20 02 00 00");
const puback = (id: number) => Uint8Array.of(0x40, 2, id >> 8, id);

/** The packet identifiers of what was sent, after topic names of one character. */
const idsOf = (session: Recorder) =>
	session.sent.filter((packet) => packet[0] >> 4 === 3).map((packet) => (packet[5] << 8) | packet[6]);

test("a CONNECT says what was asked for", () => {
	const session = new Recorder();
	const will = { topic: "w", payload: bytesOf("'gone'"), qos: 1, retain: true } as const;
	session.open({ ...opening, will, user: "u", password: bytesOf("00ff") });
	equal(
		hex(session.sent[0]),
		hex(bytesOf("10 1e 0004 'MQTT' 04 ee 003c 0002 'id' 0001 'w' 0004 'gone' 0001 'u' 0002 00ff")),
	);
	session.open({ clientId: "", clean: true, keepAlive: 0 });
	equal(hex(session.sent[1]), hex(bytesOf("10 0c 0004 'MQTT' 04 02 0000 0000")));
	session.open({ clientId: "i", clean: false, keepAlive: 0xffff, will: { ...will, qos: 0, retain: false } });
	equal(hex(session.sent[2]), hex(bytesOf("10 16 0004 'MQTT' 04 04 ffff 0001 'i' 0001 'w' 0004 'gone'")));
});

test("what cannot be sent throws, and nothing is sent", () => {
	const session = new Recorder();
	const will = { topic: "w", payload: x, qos: 0, retain: false } as const;
	const wrong = [
		[{ clientId: "", clean: false }, "no client identifier"],
		[{ password: x }, "a password without a user name"],
		[{ keepAlive: 65_536 }, "keepAlive"],
		[{ keepAlive: -1 }, "keepAlive"],
		[{ clientId: "a\0b" }, "clientId"],
		[{ user: "\0" }, "user"],
		[{ will: { ...will, topic: "" } }, "will.topic"],
		[{ will: { ...will, topic: "a/#" } }, "will.topic"],
	] as const;
	for (const [changes, what] of wrong) throws(() => session.open({ ...opening, ...changes }), what);
	equal(session.take(), "");
	const other = opened();
	for (const topic of ["", "a/+", "#", "a\0"]) throws(() => other.publish(topic, x, 0, false), "topic");
	for (const filter of ["", "a#", "#/a", "a+/b", "\0"]) throws(() => other.subscribe([[filter, 1]]), "filter");
	throws(() => other.subscribe([]), "filters");
	throws(() => other.subscribe(new Array(17).fill(["a", 0])), "filters");
	throws(() => other.unsubscribe([]), "filters");
	equal(other.take(), "");
});

test("nothing is sent before the broker has accepted, nor once the connection is over", () => {
	const session = offered();
	const attempts = () => [
		session.publish("t", x, 0, false),
		session.publishHead("t", 5, 0, false),
		session.subscribe([["a", 1]]),
		session.unsubscribe(["a"]),
	];
	equal(attempts(), [false, false, false, false]);
	session.receive(accepted);
	session.end();
	equal(attempts(), [false, false, false, false]);
	equal(session.take(), "open | closed");
	session.receive(bytesOf("30 04 0001 'a' 'x'"));
	session.tick(1e9);
	equal(session.take(), "");
});

test("messages with their QoS, retained or not", () => {
	const session = opened();
	session.sent.length = 0;
	equal([session.publish("t", x, 0, false), session.publish("t/u", new Uint8Array(0), 1, true)], [true, true]);
	equal(session.sent.map(hex), [hex(bytesOf("30 04 0001 't' 'x'")), hex(bytesOf("33 07 0003 't/u' 0001"))]);
});

test("a long message in pieces, and nothing between them", () => {
	const session = opened();
	session.sent.length = 0;
	equal(session.publishHead("t", 130, 1, true), true);
	equal(hex(session.sent[0]), hex(bytesOf("33 8701 0001 't' 0001")));
	session.publishPiece(new Uint8Array(100));
	equal([session.publish("t", x, 0, false), session.publishHead("t", 1, 0, false)], [false, false]);
	equal([session.subscribe([["a", 0]]), session.unsubscribe(["a"])], [false, false]);
	throws(() => session.receive(x), "not finished");
	throws(() => session.publishPiece(new Uint8Array(31)), "more than was announced");
	session.tick(1e8);
	session.publishPiece(new Uint8Array(30));
	equal(session.publish("t", x, 0, false), true);
	equal(session.sent.length, 4);
	throws(() => session.publishPiece(x), "more than was announced");
	throws(() => opened({ clean: false }).publishHead("t", 1, 1, false), "cannot be sent again");
});

test("a long message does not begin where an acknowledgement would stand in it", () => {
	const session = opened();
	const taken: boolean[] = [];
	session.whenTold = () => taken.push(session.publishHead("t", 5, 0, false));
	session.receive(bytesOf("32 06 0001 'a' 0001 'x'"));
	equal([taken, session.take()], [[false], 'message a "x" | >puback 1']);
	equal(session.publishHead("t", 5, 0, false), true);
});

test("a goodbye in the middle of a message would be a part of it", () => {
	const session = opened();
	session.publishHead("t", 10, 0, false);
	session.take();
	session.close();
	equal([session.take(), session.phase], ["", 0]);
	const other = opened();
	other.close();
	other.close();
	equal(other.take(), ">disconnect");
});

test("no more messages await an acknowledgement than may", () => {
	const session = opened();
	const publish = () => session.publish("t", x, 1, false);
	equal([publish(), publish(), publish(), publish(), publish()], [true, true, true, true, false]);
	equal([session.publishHead("t", 1, 1, false), session.subscribe([["a", 0]])], [false, false]);
	equal(session.publish("t", x, 0, false), true);
	session.receive(puback(2));
	equal([publish(), publish()], [true, false]);
	equal(idsOf(session).slice(0, 4), [1, 2, 3, 4]);
	equal(
		session.events.filter((event) => event.startsWith("ack")),
		["acknowledged 2"],
	);
});

test("identifiers go round past 65,535, leave 0 out, and pass over those in use", () => {
	const session = opened();
	session.publish("t", x, 1, false);
	session.sent.length = 0;
	for (let i = 0; i < 65_540; i++) {
		session.publish("t", x, 1, false);
		const last = session.sent[session.sent.length - 1];
		session.receive(Uint8Array.of(0x40, 2, last[5], last[6]));
		session.events.length = 0;
		if (session.sent.length > 10) session.sent.splice(0, session.sent.length - 10);
	}
	// 2 … 65,535, then 2 again: 1 is in use still.
	equal(idsOf(session), [65_532, 65_533, 65_534, 65_535, 2, 3, 4, 5, 6, 7]);
	session.receive(puback(1));
	equal(session.take(), "acknowledged 1");
});

test("a session that lasts sends again what was not acknowledged: first, in order, with DUP and its identifier", () => {
	const session = opened({ clean: false });
	for (const topic of ["a", "b", "c"]) session.publish(topic, x, 1, topic === "b");
	session.subscribe([["d", 1]]);
	session.receive(puback(2));
	session.end();
	session.take();
	session.sent.length = 0;
	session.open({ ...opening, clean: false });
	session.receive(bytesOf("20 02 01 00"));
	equal(session.take(), ">connect | >publish dup | >publish dup | open with session");
	equal(session.sent.slice(1).map(hex), [
		hex(bytesOf("3a 06 0001 'a' 0001 'x'")),
		hex(bytesOf("3a 06 0001 'c' 0003 'x'")),
	]);
	session.receive(puback(1));
	session.receive(puback(3));
	equal(session.take(), "acknowledged 1 | acknowledged 3");
	session.end();
	session.open({ ...opening, clean: false });
	session.receive(accepted);
	equal(session.take(), "closed | >connect | open", "and once only");
});

test("a session that does not last forgets what was not acknowledged", () => {
	const session = waiting();
	session.end();
	session.open(opening);
	session.receive(accepted);
	equal(session.take(), "closed | >connect | open");
	equal(
		[1, 2, 3, 4, 5].map(() => session.publish("t", x, 1, false)),
		[true, true, true, true, false],
	);
});

test("a message is acknowledged once it has been taken, unless that has ended the connection", () => {
	const session = opened();
	session.whenTold = () => session.publish("t", x, 0, false);
	session.receive(bytesOf("32 06 0001 'a' 0001 'x'"));
	equal(session.take(), 'message a "x" | >publish | >puback 1');
	session.whenTold = () => session.end();
	session.receive(bytesOf("32 06 0001 'a' 0001 'x' 30 04 0001 'b' 'y'"));
	equal(session.take(), 'message a "x" | closed');
	const other = opened();
	other.whenTold = () => {
		throw new Error("bug");
	};
	throws(() => other.receive(bytesOf("32 06 0001 'a' 0001 'x'")), "bug");
	equal(other.take(), 'message a "x"', "and not when it has not been taken");
});

test("a silent connection is kept alive, whatever the clock says", () => {
	for (const start of [0, 0x7fff_ffff - 10_000, -50_000]) {
		const session = opened();
		let now = start;
		const pass = (seconds: number) => {
			for (let i = 0; i < seconds; i++) {
				now += 1000;
				session.tick(now | 0);
			}
			return session.take();
		};
		equal(pass(45), "", "45 s");
		equal(pass(2), ">pingreq");
		session.receive(bytesOf("d0 00"));
		equal(pass(44), "");
		equal(pass(2), ">pingreq");
		session.receive(bytesOf("30 04 0001 'a' 'x'"));
		equal(pass(44), 'message a "x"', "any packet proves that it lives");
		equal(pass(2), ">pingreq");
		equal(pass(pingTimeout / 1000 - 2), "");
		equal(pass(2), "closed §3.1.2.10: no answer to a ping");
	}
});

test("who speaks without being heard of is pinged as well, and who hears without speaking", () => {
	const session = opened();
	const pings = (of: Recorder, eachSecond: () => void, seconds: number) => {
		for (let second = 1; second <= seconds; second++) {
			eachSecond();
			of.tick(1000 * second);
		}
		return of.events.filter((event) => event === ">pingreq").length;
	};
	equal(
		pings(session, () => session.publish("t", x, 0, false), 50),
		1,
		"nothing is heard",
	);
	const other = opened();
	equal(
		pings(other, () => other.receive(bytesOf("30 04 0001 'a' 'x'")), 50),
		1,
		"nothing is said",
	);
	equal(
		pings(opened({ keepAlive: 0 }), () => {}, 1000),
		0,
	);
});
