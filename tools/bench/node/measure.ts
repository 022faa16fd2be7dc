// The same work for each codec on Node, in µs.
//
// Strategy: in a round every subject does the workload in its turn, for a while; so what the machine does meanwhile meets
// all of them. The median of the rounds counts. Frames are unmasked in place, and so back again the next time: the bytes are
// letters and a key that makes ASCII of ASCII, which is text both times.

import { median } from "../statistics.js";
import { messages, outgoing, type Workload } from "../workload.js";
import { letters, masked, slices } from "../xs/frames.js";
import { own } from "./own.js";
import type { Subject, Tally } from "./subject.js";
import { ws } from "./ws.js";

export const subjects: readonly Subject[] = [own, ws];

export interface Plan {
	readonly rounds: number;
	/** ms that a subject has in a round. */
	readonly span: number;
}

/** µs for a workload, by subject. */
export interface Row {
	readonly name: string;
	readonly microseconds: Readonly<Record<string, number>>;
}

/** Does it once. */
type Action = () => void;

function elapsed(action: Action, span: number): number {
	const start = performance.now();
	let times = 0;
	let duration = 0;
	while (duration < span) {
		for (let i = 0; i < 64; i++) action();
		times += 64;
		duration = performance.now() - start;
	}
	return (1000 * duration) / times;
}

/** Decodes a message. Throws at the end of a round when it has not been delivered. */
function decoding({ length, slice, text }: Workload, subject: Subject): [Action, () => void] {
	const tally: Tally = { messages: 0, bytes: 0 };
	const opened = subject.open(tally, () => {});
	const pieces = slices(masked(text ? 1 : 2, length), slice).map((view) =>
		Buffer.from(view.buffer, view.byteOffset, view.length),
	);
	let rounds = 0;
	const action = () => {
		rounds++;
		for (const piece of pieces) opened.receive(piece);
	};
	const prove = () => {
		if (tally.messages !== rounds || tally.bytes !== rounds * length)
			throw new Error(`${subject.name}: ${tally.messages} messages of ${rounds}, ${tally.bytes} bytes`);
	};
	return [action, prove];
}

function encoding({ length }: Workload, subject: Subject): [Action, () => void] {
	let written = 0;
	const opened = subject.open({ messages: 0, bytes: 0 }, (count) => {
		written += count;
	});
	const payload = Buffer.from(letters(length));
	let rounds = 0;
	const action = () => {
		rounds++;
		opened.send(payload);
	};
	const prove = () => {
		const expected = rounds * (length + (length < 126 ? 2 : 4));
		if (written !== expected) throw new Error(`${subject.name}: ${written} bytes, not ${expected}`);
	};
	return [action, prove];
}

function measure(name: string, actions: readonly [Action, () => void][], { rounds, span }: Plan): Row {
	const times: number[][] = subjects.map(() => []);
	for (let round = 0; round < rounds; round++)
		for (const [i, [action, prove]] of actions.entries()) {
			const time = elapsed(action, span);
			prove();
			// The first one is for the compiler.
			if (round > 0) times[i].push(time);
		}
	return { name, microseconds: Object.fromEntries(subjects.map(({ name }, i) => [name, median(times[i])])) };
}

/** Every workload by every subject. */
export function measureNode(plan: Plan): Row[] {
	return [
		...messages.map((workload) =>
			measure(
				`decode ${workload.name}`,
				subjects.map((subject) => decoding(workload, subject)),
				plan,
			),
		),
		...outgoing.map((workload) =>
			measure(
				`encode ${workload.name}`,
				subjects.map((subject) => encoding(workload, subject)),
				plan,
			),
		),
	];
}
