/*
	What a connection holds on the heap: when it is idle, and in the middle of a message. Arguments: a subject's name, and the
	SDK's folder for a peer. Prints a line of JSON for each figure, of slots and bytes of chunks.
*/

import { Opcode } from "../../../src/websocket/names.js";
import { masked } from "./frames.js";
import { alive, type Memory, minus } from "./memory.js";
import { tell } from "./result.js";
import type { Opened, Tally } from "./subject.js";
import { subjectOf } from "./subjects.js";

const [name, moddable] = scriptArgs;
const subject = await subjectOf(name, moddable);
const tally: Tally = { messages: 0, bytes: 0 };
const count = 16;
const before: Memory = { slots: 0, chunks: 0 };
const after: Memory = { slots: 0, chunks: 0 };
const held: unknown[] = new Array(count).fill(undefined);

const long = masked(Opcode.binary, 16_384);
const ping = masked(Opcode.ping, 125);

/** Frames, and where they are cut. */
const cuts = [
	["idle", long, 0],
	["mid-message, in the payload", long, 1024],
	["mid-message, in the header", long, 5],
	["mid-message, in a Ping", ping, 60],
] as const;

function begin(opened: Opened, frame: Uint8Array, cut: number): unknown {
	if (cut) opened.receive(frame.slice(0, cut));
	return opened.parts;
}

/** Throws unless a frame that is cut is understood in the end: delivered, or answered. */
function prove(frame: Uint8Array, cut: number): void {
	const opened = subject.open(tally);
	opened.written();
	tally.messages = 0;
	begin(opened, frame, cut);
	opened.receive(frame.slice(cut));
	if (tally.messages + opened.written() === 0) throw new Error("a frame that is cut is not understood");
}

function measure(frame: Uint8Array, cut: number): Memory {
	prove(frame, cut);
	held.fill(undefined);
	alive(before);
	for (let i = 0; i < count; i++) held[i] = begin(subject.open(tally), frame, cut);
	return minus(alive(after), before, count);
}

// Once for what is made at the first use.
subject.open(tally);
preloaded();
for (const [what, frame, cut] of cuts) tell(what, () => measure(frame, cut));
