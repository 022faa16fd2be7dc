/*
	Names (RFC 1035 §3.1, compressed §4.1.4). Ours are on the wire's form, uncompressed: labels with their lengths, then a 0.
	Others' stay where they lie in their message and are compared there: most are not ours, and cost nothing but the look.

	A pointer must lead strictly backwards, before the labels that it ends, so a name cannot loop.
*/

import { headerLength, limits } from "./message.js";

const pointer = 0xc0;

const targetOf = (bytes: Uint8Array, at: number): number => ((bytes[at] & 0x3f) << 8) | bytes[at + 1];

/** The length in full of the name at `at`, with its final 0; 0 when it is malformed. */
export function fullLength(bytes: Uint8Array, at: number): number {
	let length = 1;
	let begin = at;
	while (at < bytes.length) {
		const size = bytes[at];
		if (size === 0) return length;
		if (size <= limits.label) {
			length += size + 1;
			if (length > limits.name) return 0;
			at += size + 1;
			continue;
		}
		// 01 and 10 are reserved.
		if (size < pointer || at + 1 >= bytes.length) return 0;
		at = targetOf(bytes, at);
		if (at >= begin || at < headerLength) return 0;
		begin = at;
	}
	return 0;
}

/** Where the name at `at`, which is well formed, ends in its message. */
export function endOfName(bytes: Uint8Array, at: number): number {
	while (bytes[at] !== 0) {
		if (bytes[at] >= pointer) return at + 2;
		at += bytes[at] + 1;
	}
	return at + 1;
}

const isUpperCase = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** RFC 6762 §16: A to Z are the same as a to z; nothing else is. */
const isSameLetter = (a: number, b: number): boolean =>
	a === b || ((a ^ b) === 0x20 && (isUpperCase(a) || isUpperCase(b)));

/** Whether the name at `at`, which is well formed, is `name` from its place `from` on, in whatever case. */
export function isName(bytes: Uint8Array, at: number, name: Uint8Array, from = 0): boolean {
	for (;;) {
		while (bytes[at] >= pointer) at = targetOf(bytes, at);
		const size = bytes[at];
		if (size !== name[from]) return false;
		if (size === 0) return true;
		for (const end = at + size; at < end; ) if (!isSameLetter(bytes[++at], name[++from])) return false;
		at++;
		from++;
	}
}

/** Writes the name at `at`, which is well formed, in full into `target` from `to` on. */
export function copyName(bytes: Uint8Array, at: number, target: Uint8Array, to: number): void {
	for (;;) {
		while (bytes[at] >= pointer) at = targetOf(bytes, at);
		const size = bytes[at] + 1;
		target.set(bytes.subarray(at, at + size), to);
		if (size === 1) return;
		at += size;
		to += size;
	}
}

/** A name of these labels, which are ASCII. */
export function nameOf(...labels: readonly string[]): Uint8Array {
	let length = 1;
	for (const label of labels) length += label.length + 1;
	const name = new Uint8Array(length);
	let at = 0;
	for (const label of labels) {
		if (label.length < 1 || label.length > limits.label) throw new RangeError(`a label of ${label.length} bytes`);
		name[at++] = label.length;
		for (let i = 0; i < label.length; i++) name[at++] = label.charCodeAt(i);
	}
	if (length > limits.name) throw new RangeError(`a name of ${length} bytes`);
	return name;
}
