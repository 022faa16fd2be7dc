/*
	This codec of MQTT against one that nobody here wrote (`mqtt-packet`), both ways: what is sent here is read there, and what is
	sent there, with whatever it may contain, is read here. Seeded.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import mqttPacket, { type IPublishPacket, type Packet } from "mqtt-packet";
import { Client } from "../../../src/mqtt/client.js";
import type { Opening, Subscription } from "../../../src/mqtt/encoder.js";
import type { QoS } from "../../../src/mqtt/packet.js";
import { Random } from "../../harness.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const text = {
	encode: (value: string) => encoder.encode(value),
	decode: (bytes: Uint8Array) => decoder.decode(bytes),
	isUtf8(bytes: Uint8Array) {
		try {
			strict.decode(bytes);
			return true;
		} catch {
			return false;
		}
	},
};

class Session extends Client {
	readonly sent: Buffer[] = [];
	readonly told: unknown[] = [];
	protected readonly text = text;

	protected override get maxMessage() {
		return 300_000;
	}

	protected override get maxTopic() {
		return 70_000;
	}

	protected override get maxPending() {
		return 16;
	}

	protected override write(bytes: Uint8Array) {
		this.sent.push(Buffer.from(bytes));
	}

	protected override onOpen(sessionPresent: boolean) {
		this.told.push(["open", sessionPresent]);
	}

	protected override onMessage(topic: string, payload: Uint8Array, retained: boolean) {
		this.told.push(["message", topic, Buffer.from(payload).toString("hex"), retained]);
	}

	protected override onAcknowledged(id: number) {
		this.told.push(["acknowledged", id]);
	}

	protected override onSubscribed(granted: Uint8Array) {
		this.told.push(["subscribed", [...granted]]);
	}

	protected override onUnsubscribed() {
		this.told.push(["unsubscribed"]);
	}

	protected override onClose(reason: string) {
		this.told.push(["closed", reason]);
	}
}

/** What `mqtt-packet` reads. Throws what it finds wrong. */
function readThere(bytes: Buffer): Packet[] {
	const packets: Packet[] = [];
	const parser = mqttPacket.parser({ protocolVersion: 4 });
	parser.on("packet", (packet) => packets.push(packet));
	parser.on("error", (error) => {
		throw error;
	});
	parser.parse(bytes);
	return packets;
}

const letters = ["a", "/", "é", "€", "😀", " ", "$", "\ufeff", "\u0001"];

function topicOf(random: Random, longest = 30): string {
	let topic = "";
	for (let i = 1 + random.below(longest); i > 0; i--) topic += letters[random.below(letters.length)];
	return topic;
}

const lengths = [0, 1, 110, 125, 127, 128, 16_370, 16_384, 65_535, 65_536, 200_000];

const payloadOf = (random: Random) =>
	random.bytes(Math.max(0, lengths[random.below(lengths.length)] - random.below(20)));

const opening: Opening = { clientId: "c", clean: true, keepAlive: 60 };

function opened(): Session {
	const session = new Session();
	session.open(opening);
	session.receive(mqttPacket.generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
	session.sent.length = session.told.length = 0;
	return session;
}

/** Gives bytes in random slices. */
function receive(session: Session, bytes: Buffer, random: Random): void {
	for (let at = 0; at < bytes.length; ) {
		const end = at + 1 + random.below(random.below(2) ? 5 : 3000);
		session.receive(Uint8Array.from(bytes.subarray(at, end)));
		at = end;
	}
}

const seed = Date.now() >>> 0;

test(`what is sent here is read there (seed ${seed})`, () => {
	const random = new Random(seed);
	for (let round = 0; round < 300; round++) {
		const session = new Session();
		const will = random.below(2)
			? {
					topic: topicOf(random),
					payload: random.bytes(random.below(300)),
					qos: random.below(2) as QoS,
					retain: !random.below(2),
				}
			: undefined;
		const user = random.below(2) ? topicOf(random) : undefined;
		const password = user !== undefined && random.below(2) ? random.bytes(random.below(40)) : undefined;
		const clean = random.below(2) === 0;
		const keepAlive = random.below(65_536);
		session.open({ clientId: topicOf(random), clean, keepAlive, will, user, password });
		const [connect] = readThere(Buffer.concat(session.sent));
		assert.ok(connect.cmd === "connect");
		assert.deepEqual([connect.clean, connect.keepalive, connect.username], [clean, keepAlive, user]);
		assert.deepEqual(connect.password && [...connect.password], password && [...password]);
		assert.equal(connect.will?.topic, will?.topic);
		assert.deepEqual(connect.will && [...connect.will.payload], will && [...will.payload]);
		assert.deepEqual([connect.will?.qos, connect.will?.retain], [will?.qos, will?.retain]);
	}
	for (let round = 0; round < 300; round++) {
		const session = opened();
		const topic = topicOf(random);
		const payload = payloadOf(random);
		const qos = random.below(2) as QoS;
		const retain = random.below(2) === 0;
		if (random.below(2)) session.publish(topic, payload, qos, retain);
		else {
			session.publishHead(topic, payload.length, qos, retain);
			for (let at = 0; at < payload.length; at += 1000) session.publishPiece(payload.subarray(at, at + 1000));
		}
		const filters = Array.from(
			{ length: 1 + random.below(8) },
			(): Subscription => [topicOf(random), random.below(2) as QoS],
		);
		session.subscribe(filters);
		session.unsubscribe(filters.map(([filter]) => filter));
		session.close();
		const [publish, subscribe, unsubscribe, disconnect] = readThere(Buffer.concat(session.sent));
		assert.ok(publish.cmd === "publish" && subscribe.cmd === "subscribe" && unsubscribe.cmd === "unsubscribe");
		assert.deepEqual([publish.topic, publish.qos, publish.retain, publish.dup], [topic, qos, retain, false]);
		assert.ok(Buffer.from(payload).equals(publish.payload as Buffer));
		assert.deepEqual(
			subscribe.subscriptions.map(({ topic, qos }) => [topic, qos]),
			filters.map(([filter, qos]) => [filter, qos]),
		);
		assert.deepEqual(
			unsubscribe.unsubscriptions,
			filters.map(([filter]) => filter),
		);
		assert.equal(disconnect.cmd, "disconnect");
	}
});

test(`what is sent there is read here, in slices (seed ${seed})`, () => {
	const random = new Random(seed);
	for (let round = 0; round < 300; round++) {
		const session = opened();
		session.publish("t", new Uint8Array(0), 1, false);
		session.subscribe([["a", 1]]);
		session.unsubscribe(["a"]);
		session.sent.length = 0;
		const packets: Packet[] = [];
		const told: unknown[] = [];
		const acknowledged: number[] = [];
		const answers: [Packet, unknown][] = [
			[{ cmd: "puback", messageId: 1 }, ["acknowledged", 1]],
			[{ cmd: "suback", messageId: 2, granted: [random.below(2)] }, undefined],
			[{ cmd: "unsuback", messageId: 3 } as Packet, ["unsubscribed"]],
			[{ cmd: "pingresp" }, undefined],
		];
		for (let i = random.below(5); i >= 0; i--) {
			const qos = random.below(2) as QoS;
			const packet: IPublishPacket = {
				cmd: "publish",
				topic: topicOf(random, once(random) ? 20_000 : 30),
				payload: Buffer.from(payloadOf(random)),
				qos,
				retain: random.below(2) === 0,
				dup: qos === 1 && random.below(2) === 0,
				...(qos && { messageId: 1 + random.below(65_535) }),
			};
			packets.push(packet);
			told.push(["message", packet.topic, (packet.payload as Buffer).toString("hex"), packet.retain]);
			if (packet.messageId) acknowledged.push(packet.messageId);
			const answer = answers.shift();
			if (!answer) continue;
			packets.push(answer[0]);
			if (answer[0].cmd === "suback") told.push(["subscribed", [...(answer[0].granted as number[])]]);
			else if (answer[1]) told.push(answer[1]);
		}
		receive(session, Buffer.concat(packets.map((packet) => mqttPacket.generate(packet))), random);
		assert.deepEqual(session.told, told);
		const pubacks = session.sent.flatMap(readThere);
		assert.deepEqual(
			pubacks.map(({ cmd, messageId }) => [cmd, messageId]),
			acknowledged.map((id) => ["puback", id]),
		);
	}
});

const once = (random: Random) => random.below(20) === 0;

test("every return code of a CONNACK is the same in both", () => {
	for (let returnCode = 1; returnCode <= 5; returnCode++) {
		const session = new Session();
		session.open(opening);
		session.receive(mqttPacket.generate({ cmd: "connack", returnCode, sessionPresent: false }));
		assert.equal(session.told.length, 1);
		assert.ok(!String((session.told[0] as string[])[1]).startsWith("§"), String(session.told[0]));
	}
});
