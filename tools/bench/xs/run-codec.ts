/*
	Decoding and encoding on XS. Arguments: "count" (in a large heap) or "time" (in a small one), a subject's name, and the SDK's
	folder for a peer. Prints a line of JSON for each workload: its cost, or µs; or in which way it failed.
*/

import { messages, outgoing, type Workload } from "../workload.js";
import { costOf, timeOf } from "./cost.js";
import { letters, masked, slices } from "./frames.js";
import { none } from "./none.js";
import { tell } from "./result.js";
import type { Opened, Tally } from "./subject.js";
import { subjectOf } from "./subjects.js";

const [mode, subjectName, moddable] = scriptArgs;
const codec = await subjectOf(subjectName, moddable);

function measure(body: () => void, preparation?: () => void) {
	return mode === "time" ? { microseconds: timeOf(body, preparation) } : costOf(body, preparation);
}

function decode({ name, length, slice, text }: Workload): object {
	const tally: Tally = { messages: 0, bytes: 0 };
	const subject = codec.open(tally);
	const pieces = slices(masked(text ? 1 : 2, length), slice);
	let rounds = 0;
	const feeding = (opened: Opened) => () => {
		if (opened === subject) rounds++;
		for (let i = 0; i < pieces.length; i++) opened.receive(pieces[i]);
	};
	const cost = measure(feeding(subject), feeding(none.open(tally)));
	if (subjectName !== "platform" && (tally.messages !== rounds || tally.bytes !== rounds * length))
		throw new Error(`${name}: ${tally.messages} messages of ${rounds}, ${tally.bytes} bytes`);
	return cost;
}

function encode({ name, length }: Workload): object {
	const tally: Tally = { messages: 0, bytes: 0 };
	const subject = codec.open(tally);
	const payload = letters(length);
	let rounds = 0;
	const sending = (opened: Opened) => () => {
		if (opened === subject) rounds++;
		opened.send(payload);
	};
	const cost = measure(sending(subject), sending(none.open(tally)));
	const header = subjectName === "platform" ? 0 : length < 126 ? 2 : 4;
	const written = subject.written();
	if (written !== rounds * (length + header)) throw new Error(`${name}: ${written} bytes for ${rounds} messages`);
	return cost;
}

preloaded();
for (const workload of messages) tell(`decode ${workload.name}`, () => decode(workload));
for (const workload of outgoing) tell(`encode ${workload.name}`, () => encode(workload));
