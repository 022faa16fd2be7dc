/*
	One side of a WebSocket conversation, as frames: first a lawful one with text, binary, fragments, control frames between
	them and a Close, then made unlawful, frame by frame and as bytes.
*/

import { bytesOf, concat, type Random } from "../harness.js";
import { invalid } from "../vectors/utf8.js";
import { mutate } from "./bytes.js";
import { type Draft, write } from "./frames.js";
import { once, pick } from "./fuzzer.js";
import { utf8Of } from "./utf8.js";

/** What a conversation is made of. */
export interface Theme {
	/** Whether the frames are a client's, which are masked. */
	readonly masked: boolean;
	/** Lengths of messages, to be met exactly now and then; the others are shorter. */
	readonly lengths: readonly number[];
	/** The most messages and control frames. */
	readonly count: number;
}

const closeCodes = [1000, 1001, 1003, 1014, 3000, 4999];
const unlawfulCodes = [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535];

function draft(random: Random, { masked }: Theme, opcode: number, payload: Uint8Array, last = true): Draft {
	const key = masked ? (once(random, 4) ? new Uint8Array(4) : random.bytes(4)) : undefined;
	return { opcode, last, reserved: 0, payload, key, extended: undefined, claimed: undefined };
}

function closePayload(random: Random, codes: readonly number[]): Uint8Array {
	const reason = utf8Of(random, once(random, 4) ? 123 : random.below(20));
	const payload = new Uint8Array(2 + reason.length);
	const code = pick(random, codes);
	payload[0] = code >> 8;
	payload[1] = code;
	payload.set(reason, 2);
	return payload;
}

function control(random: Random, theme: Theme): Draft {
	const length = once(random, 4) ? 125 : random.below(8);
	return draft(random, theme, pick(random, [9, 9, 10]), random.bytes(length));
}

/** A message in fragments, cut anywhere, with control frames between them. */
function message(random: Random, theme: Theme): Draft[] {
	const length = pick(random, theme.lengths);
	const size = once(random, 2) ? length : random.below(length + 1);
	const opcode = pick(random, [1, 1, 2]);
	const bytes = opcode === 1 ? utf8Of(random, size) : random.bytes(size);
	const fragments: Draft[] = [];
	let start = 0;
	for (let left = once(random, 2) ? 0 : random.below(4); left > 0; left--) {
		const end = start + random.below(size - start + 1);
		fragments.push(draft(random, theme, start || fragments.length ? 0 : opcode, bytes.subarray(start, end), false));
		if (once(random, 3)) fragments.push(control(random, theme));
		start = end;
	}
	fragments.push(draft(random, theme, fragments.length ? 0 : opcode, bytes.subarray(start)));
	return fragments;
}

/** A lawful conversation; most of them end with a Close frame. */
export function conversation(random: Random, theme: Theme): Draft[] {
	const frames: Draft[] = [];
	for (let i = 1 + random.below(theme.count); i > 0; i--)
		frames.push(...(once(random, 3) ? [control(random, theme)] : message(random, theme)));
	if (!once(random, 3))
		frames.push(draft(random, theme, 8, once(random, 4) ? new Uint8Array(0) : closePayload(random, closeCodes)));
	return frames;
}

/** Breaks a rule, or several, or only bends one. */
function distort(random: Random, frames: Draft[]): void {
	const at = random.below(frames.length);
	const frame = frames[at];
	switch (random.below(13)) {
		case 0:
			frame.opcode = random.below(16);
			break;
		case 1:
			frame.last = !frame.last;
			break;
		case 2:
			frame.reserved = 0x10 << random.below(3);
			break;
		case 3:
			frame.key = frame.key ? undefined : random.bytes(4);
			break;
		case 4:
			frame.extended = pick(random, [0, 2, 8]);
			break;
		case 5:
			frame.claimed = once(random, 2) ? frame.payload.length + random.below(4) : 2 ** random.below(64);
			break;
		case 6:
			frame.payload = mutate(random, frame.payload);
			break;
		case 7:
			frame.opcode = 8;
			frame.payload = closePayload(random, once(random, 2) ? closeCodes : unlawfulCodes);
			break;
		case 8:
			frame.payload = random.bytes(126);
			break;
		case 9:
			frames.splice(at, 1);
			break;
		case 10:
			frames.splice(at, 0, frame);
			break;
		case 11:
			frame.payload = concat([frame.payload, bytesOf(pick(random, invalid)[0])]);
			break;
		default:
			frames.push(...frames.splice(at, 1));
	}
}

/** The bytes of a conversation, one by one frame: half of them lawful. */
export function speech(random: Random, theme: Theme): Uint8Array[] {
	const frames = conversation(random, theme);
	if (once(random, 2)) for (let i = random.below(3); i >= 0 && frames.length; i--) distort(random, frames);
	const wire = frames.map(write);
	if (wire.length && once(random, 4)) {
		const at = random.below(wire.length);
		wire[at] = mutate(random, wire[at]);
	}
	return wire;
}
