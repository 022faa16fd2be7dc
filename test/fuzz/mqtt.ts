/*
	What a broker sends, mutated, into the session of src/mqtt/client.ts.

	A stream is made of packets that are right, of the vectors, and of packets near the limits; then bytes are changed. What must
	hold, however it is cut into slices:
	- no exception, and what is told and sent is always the same;
	- nothing is told, nor sent, after the end, which is told once;
	- what is told is what a plain reading of the packets says, as far as they are in order;
	- a message with QoS 1 is acknowledged, with its identifier, right behind what is told of it;
	- what is held is bounded: a topic name, a payload, a packet of another type.
*/

import type { Decoder } from "../../src/mqtt/decoder.js";
import { bytesOf, concat, type Random } from "../harness.js";
import { opened, type Recorder, waiting } from "../mqtt/recorder.js";
import { open, opening } from "../vectors/mqtt.js";
import { byteByByte, mutate, type Slicing, sliced, slicings, whole } from "./bytes.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";

const vectors = [...open, ...opening].map(([, notation]) => notation);

/** A PUBLISH, and what is to be told of it. */
interface Publish {
	readonly bytes: Uint8Array;
	readonly events: string;
}

function publishOf(random: Random): Publish {
	const topic = "t".repeat(1 + (once(random, 4) ? 15 + random.below(10) : random.below(5)));
	const length = once(random, 4) ? 290 + random.below(20) : random.below(40);
	const qos = random.below(2);
	const retained = once(random, 3);
	const id = 1 + random.below(65_535);
	const remaining = 2 + topic.length + 2 * qos + length;
	const digits = remaining < 128 ? [remaining] : [(remaining & 0x7f) | 0x80, remaining >> 7];
	const head = [0x30 | (qos << 1) | (retained ? 1 : 0), ...digits, 0, topic.length];
	const name = Array.from(topic, () => 0x74);
	const bytes = Uint8Array.from([
		...head,
		...name,
		...(qos ? [id >> 8, id & 0xff] : []),
		...new Array(length).fill(0x61),
	]);
	const isShort = topic.length <= 20 && length <= 300;
	const shown = length > 32 ? `*${length}` : `"${"a".repeat(length)}"`;
	const told = isShort
		? `message ${topic} ${shown}${retained ? " retained" : ""}`
		: `too long ${topic.length <= 20 ? topic : "topic"}`;
	return { bytes, events: qos ? `${told} | >puback ${id}` : told };
}

function outcome(begin: () => Recorder, bytes: Uint8Array, slicing: Slicing): string {
	const session = begin();
	sliced(bytes, slicing, (slice) => {
		const wasOver = session.line.includes("closed");
		const before = session.events.length;
		session.receive(slice);
		demand(!wasOver || session.events.length === before, "something is told after the end");
		demand(heldBy(session) <= 300, `${heldBy(session)} bytes are held`);
	});
	demand(session.events.filter((event) => event.startsWith("closed")).length <= 1, "the end is told twice");
	return session.line;
}

/** How many bytes a session holds. */
function heldBy(session: Decoder): number {
	const { held } = session as unknown as { held: Uint8Array | undefined };
	return held?.length ?? 0;
}

export const mqttFuzzer: Fuzzer = {
	name: "mqtt",
	round(random) {
		const packets: Uint8Array[] = [];
		const expected: string[] = [];
		const isRight = once(random, 3);
		for (let i = 1 + random.below(6); i > 0; i--) {
			const { bytes, events } = publishOf(random);
			packets.push(bytes);
			expected.push(events);
			if (!isRight && once(random, 2)) packets.push(bytesOf(pick(random, vectors)));
		}
		const all = concat(packets);
		const bytes = isRight ? all : mutate(random, all);
		const begin = once(random, 2) ? opened : waiting;
		const line = outcome(begin, bytes, whole);
		if (isRight) demand(line === expected.join(" | "), `${line} instead of ${expected.join(" | ")}`);
		for (const slicing of [byteByByte, ...slicings(random)]) {
			const other = outcome(begin, bytes, slicing);
			demand(other === line, `${slicing.name}: ${other}, whole: ${line}`);
		}
	},
};
