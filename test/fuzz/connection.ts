/*
	Conversations, lawful and not, into src/websocket/connection.ts, in both roles, while our own side speaks as well: at
	some bytes, at some messages, and from inside `write`.

	What must hold, however the stream is cut into slices:
	- no exception, one onClose, and after it nothing is sent and nothing delivered;
	- what is delivered is what a plain reading of the stream finds (frames.ts, utf8.ts): the same messages, whose text is
	  UTF-8 and whose length is within maxMessage, the same Pongs, the same end with the same code;
	- what is sent is lawful by the same reading: at most one Close frame and no message behind it, one Pong per Ping.
	What has to follow from the plain reading is the model's (model.ts); the connection logs as the model does (subject.ts).
*/

import { Role } from "../endpoint.js";
import { concat, type Random } from "../harness.js";
import { byteByByte, type Slicing, slicings, whole } from "./bytes.js";
import { speech } from "./conversation.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";
import { type Manner, Model, type Side, type Verb, verbs } from "./model.js";
import { Subject } from "./subject.js";

/** Our side speaks before the byte at `at`. */
interface Act {
	readonly at: number;
	readonly verb: Verb;
}

interface Round {
	readonly role: Role;
	readonly maxMessage: number;
	readonly manner: Manner;
	readonly bytes: Uint8Array;
	/** In the order of their places. */
	readonly acts: readonly Act[];
	/** A seed for the masking keys of a client. */
	readonly keys: number;
}

function make(random: Random, limits: readonly number[], lengths: readonly number[]): Round {
	const role = pick(random, [Role.server, Role.client]);
	const maxMessage = pick(random, limits);
	const fitting = lengths.filter((length) => length <= maxMessage);
	const theme = { masked: role === Role.server, lengths: once(random, 4) ? lengths : fitting, count: 4 };
	const bytes = concat(speech(random, theme));
	const acts: Act[] = [];
	if (once(random, 2))
		for (let i = random.below(4); i >= 0; i--)
			acts.push({ at: random.below(bytes.length + 1), verb: pick(random, verbs) });
	acts.sort((a, b) => a.at - b.at);
	// Not from inside a reaction: a board's stack is short.
	const interrupts = once(random, 4);
	const manner: Manner = {
		echoes: !interrupts && once(random, 2),
		actsAt: !interrupts && once(random, 4) ? 1 + random.below(3) : 0,
		verb: pick(random, verbs),
		interruptsAt: interrupts ? 1 + random.below(6) : 0,
		interruption: pick(random, verbs),
	};
	return { role, maxMessage, bytes, acts, manner, keys: random.next() };
}

/** Gives the bytes to `side` in slices, and has it act in between; returns its log. */
function play({ bytes, acts }: Round, slicing: Slicing, side: Side): string {
	let next = 0;
	for (let start = 0; ; ) {
		for (; acts[next]?.at === start; next++) acts[next].verb(side);
		if (start === bytes.length) return side.finish();
		const end = Math.min(acts[next]?.at ?? bytes.length, slicing.end(start, bytes.length));
		side.receive(bytes.slice(start, end));
		start = end;
	}
}

function fuzzer(name: string, limits: readonly number[], lengths: readonly number[]): Fuzzer {
	return {
		name,
		round(random) {
			const round = make(random, limits, lengths);
			const expected = play(round, whole, new Model(round.role === Role.server, round.maxMessage, round.manner));
			for (const slicing of [byteByByte, ...slicings(random)]) {
				const framewise = once(random, 2);
				const log = play(round, slicing, new Subject(round, framewise));
				const how = `role ${round.role}, ${slicing.name}${framewise ? ", frame by frame" : ""}`;
				demand(log === expected, `${how}\n   got ${log}\nwanted ${expected}`);
			}
		},
	};
}

export const connectionFuzzer = fuzzer("connection", [125, 126, 300, 700], [0, 1, 125, 126, 127, 301, 700, 701]);

/** With frames whose length takes 64 bits: too large for a board's heap. */
export const longFrameFuzzer = fuzzer("longframe", [65_535, 65_536, 70_000], [65_535, 65_536, 65_537, 70_000, 70_001]);
