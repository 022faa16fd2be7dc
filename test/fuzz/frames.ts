/*
	Frames a second time (RFC 6455 §5), written to be checked against src/websocket/: a reader that waits for as much as it
	needs, keeps it whole and judges it strictly, and a writer that writes whatever it is told to, also what is forbidden.
	Plain and slow on purpose; no line of it is the codec's.
*/

import { concat } from "../harness.js";
import { join } from "./bytes.js";
import { readUtf8 } from "./utf8.js";

/** A frame to be written. */
export interface Draft {
	opcode: number;
	last: boolean;
	/** RSV1–3, as bits 4–6. */
	reserved: number;
	payload: Uint8Array;
	/** Four bytes, or none for a frame that is not masked. */
	key: Uint8Array | undefined;
	/** How many bytes of extended length to write: 0, 2, 8, or what is minimal. */
	extended: number | undefined;
	/** The length to claim, if not the payload's. */
	claimed: number | undefined;
}

export function write({ opcode, last, reserved, payload, key, extended, claimed }: Draft): Uint8Array {
	const length = claimed ?? payload.length;
	const size = extended ?? (length > 0xffff ? 8 : length > 125 ? 2 : 0);
	const second = size === 8 ? 127 : size === 2 ? 126 : length & 127;
	const header = Uint8Array.of((last ? 128 : 0) | reserved | opcode, (key ? 128 : 0) | second);
	const lengthBytes = new Uint8Array(size);
	for (let i = size, rest = length; i > 0; rest = Math.floor(rest / 256)) lengthBytes[--i] = rest % 256;
	return key ? concat([header, lengthBytes, key, xor(payload, key)]) : concat([header, lengthBytes, payload]);
}

const xor = (payload: Uint8Array, key: Uint8Array): Uint8Array => payload.map((byte, i) => byte ^ key[i % 4]);

/** A frame that has been read. */
export interface Frame {
	readonly opcode: number;
	readonly last: boolean;
	readonly payload: Uint8Array;
}

const empty: Uint8Array = new Uint8Array(0);

/**
 * Reads a stream of frames up to the first violation, and then only looks for a Close frame behind it. What a Close frame ends
 * is its user's to know.
 */
export class Reader {
	/** What has been read; to be emptied by its user. */
	frames: Frame[] = [];
	/** The close code that a violation asks for, or 0. */
	violation = 0;
	/** Whether a Close frame has been found behind the violation, or is what the violation is about. */
	found = false;
	/** What is wrong with the length that the violation is about, if it is: not in its shortest form, or its top bit set. */
	wrongLength: "" | "long" | "negative" = "";
	private skipping = false;
	/** How much of the frame that is being skipped is still to come, and whether it is a Close frame. */
	private due = 0;
	private isClose = false;
	private readonly masked: boolean;
	private readonly maxMessage: number;
	private rest = empty;
	/** The message that is being read in fragments: its opcode or 0, its length so far, and its bytes if it is text. */
	private message = 0;
	private length = 0;
	private text = empty;

	/** `masked`: whether the frames must be. */
	constructor(masked: boolean, maxMessage: number) {
		this.masked = masked;
		this.maxMessage = maxMessage;
	}

	/** Whether the stream could end here: nothing is cut. */
	get complete(): boolean {
		return this.rest.length === 0 && this.violation === 0;
	}

	read(bytes: Uint8Array): void {
		this.rest = join(this.rest, bytes);
		if (!this.skipping) for (let size = this.frame(); size > 0; size = this.frame()) this.rest = this.rest.slice(size);
		if (this.skipping || this.violation) this.skip();
	}

	/** From the frame at hand on only looks for a Close frame, as behind a violation. */
	skip(): void {
		this.skipping = true;
		for (let extent = extentOf(this.rest); this.due > 0 || extent > 0; extent = extentOf(this.rest)) {
			if (this.due === 0) {
				this.due = extent;
				this.isClose = this.rest[0] % 16 === 8;
			}
			const { length } = this.rest;
			this.rest = this.rest.slice(Math.min(length, this.due));
			this.due -= Math.min(length, this.due);
			if (this.due > 0) return;
			if (this.isClose) this.found = true;
		}
	}

	/** Reads the frame that `rest` begins with; returns its size, or 0 when it is not whole or not lawful. */
	private frame(): number {
		const { rest } = this;
		if (rest.length < 2) return 0;
		const masked = rest[1] >= 128;
		const short = rest[1] % 128;
		const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
		const start = 2 + extended + (masked ? 4 : 0);
		if (rest.length < start) return 0;
		let length = extended ? 0 : short;
		for (let i = 0; i < extended; i++) length = length * 256 + rest[2 + i];
		if (extended && length < (extended === 2 ? 126 : 65_536)) this.wrongLength = "long";
		else if (extended === 8 && rest[2] >= 128) this.wrongLength = "negative";
		this.violation = this.wrongLength ? 1002 : this.judgeHeader(rest[0], masked, length);
		if (this.violation) return 0;
		const bytes = rest.slice(start, start + length);
		const payload = masked ? xor(bytes, rest.slice(start - 4, start)) : bytes;
		const whole = payload.length === length;
		const opcode = rest[0] % 16;
		const last = rest[0] >= 128;
		this.violation =
			opcode < 8 ? this.judgeData(opcode, payload, whole, last) : whole ? judgeControl(opcode, payload) : 0;
		if (this.violation || !whole) return 0;
		if (opcode < 8) this.add(opcode, payload, last);
		this.frames.push({ opcode, last, payload });
		return start + length;
	}

	private judgeHeader(first: number, masked: boolean, length: number): number {
		const opcode = first % 16;
		if (first & 0x70 || ![0, 1, 2, 8, 9, 10].includes(opcode) || masked !== this.masked) return 1002;
		if (opcode >= 8) return first >= 128 && length <= 125 ? 0 : 1002;
		if ((opcode === 0) !== (this.message !== 0)) return 1002;
		return this.length + length > this.maxMessage ? 1009 : 0;
	}

	private judgeData(opcode: number, payload: Uint8Array, whole: boolean, last: boolean): number {
		if ((opcode || this.message) !== 1) return 0;
		const state = readUtf8(join(this.text, payload));
		return state === "invalid" || (state === "unfinished" && whole && last) ? 1007 : 0;
	}

	private add(opcode: number, payload: Uint8Array, last: boolean): void {
		this.message = last ? 0 : opcode || this.message;
		this.length = last ? 0 : this.length + payload.length;
		this.text = this.message === 1 ? join(this.text, payload) : empty;
	}
}

/** The size of the frame that `rest` begins with: 0 while its header is not whole, Infinity when its length is none. */
function extentOf(rest: Uint8Array): number {
	if (rest.length < 2) return 0;
	const short = rest[1] % 128;
	const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
	const start = 2 + extended + (rest[1] >= 128 ? 4 : 0);
	if (rest.length < start) return 0;
	if (extended === 8 && rest[2] >= 128) return Infinity;
	let length = extended ? 0 : short;
	for (let i = 0; i < extended; i++) length = length * 256 + rest[2 + i];
	return start + length;
}

const codes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];

export const codeOf = (payload: Uint8Array): number => payload[0] * 256 + payload[1];

function judgeControl(opcode: number, payload: Uint8Array): number {
	if (opcode !== 8 || payload.length === 0) return 0;
	const code = codeOf(payload);
	if (payload.length === 1 || !(codes.includes(code) || (code >= 3000 && code <= 4999))) return 1002;
	return readUtf8(payload.subarray(2)) === "text" ? 0 : 1007;
}
