/*
	Bytes for fuzzers: mutations that know no format, slicings as TCP may do them, and a digest to compare by. Nothing is
	kept per byte: a round has to fit a board's heap.
*/

import { concat, Random } from "../harness.js";
import { once, pick } from "./fuzzer.js";

/** Bytes that mean something to a parser of lines or of frames. */
const telling = [0x00, 0x09, 0x0a, 0x0d, 0x20, 0x2c, 0x3a, 0x7d, 0x7e, 0x7f, 0x80, 0x88, 0xfe, 0xff];

/** A copy of `bytes` with one random mutation. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
	const at = random.below(bytes.length + 1);
	const end = Math.min(bytes.length, at + 1 + random.below(once(random, 4) ? 64 : 4));
	const before = bytes.subarray(0, at);
	const range = bytes.subarray(at, end);
	const after = bytes.subarray(end);
	switch (random.below(6)) {
		case 0:
			return concat([before, range.map((byte) => byte ^ (1 << random.below(8))), after]);
		case 1:
			return concat([before, range.map(() => pick(random, telling)), after]);
		case 2:
			return concat([before, random.bytes(1 + random.below(4)), range, after]);
		case 3:
			return concat([before, after]);
		case 4:
			return concat([before, range, range, after]);
		default:
			return once(random, 3) ? before.slice() : concat([before, after, range]);
	}
}

/** How a stream is cut. */
export interface Slicing {
	readonly name: string;
	/** Where the slice that begins at `start` ends; beyond `length` is the same as `length`. */
	end(start: number, length: number): number;
}

export const whole: Slicing = { name: "whole", end: (_start, length) => length };
export const byteByByte: Slicing = { name: "byte by byte", end: (start) => start + 1 };

/** Slices of up to `longest` bytes. */
function randomSlices(random: Random, longest: number): Slicing {
	const own = new Random(random.next());
	return { name: `slices of up to ${longest}`, end: (start) => start + 1 + own.below(longest) };
}

/** The ways in which a stream is to be cut, besides byte by byte. */
export function slicings(random: Random): Slicing[] {
	return [whole, randomSlices(random, 7), randomSlices(random, 500)];
}

/** Gives copies of `bytes` in slices, with where each begins. */
export function sliced(bytes: Uint8Array, slicing: Slicing, take: (slice: Uint8Array, start: number) => void): void {
	for (let start = 0; start < bytes.length; ) {
		const end = Math.min(bytes.length, slicing.end(start, bytes.length));
		take(bytes.slice(start, end), start);
		start = end;
	}
}

/** Both, one behind the other. */
export function join(first: Uint8Array, second: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(first.length + second.length);
	bytes.set(first);
	bytes.set(second, first.length);
	return bytes;
}

/** A digest of `bytes` (FNV-1a), continued from `state`. */
export function digest(bytes: Uint8Array, state = 0x811c9dc5): number {
	let hash = state;
	for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash;
}
