/*
	Reads a message (RFC 1035 §4), one question or record after the other, without a copy and without an object for each: the
	reader stands at one of them. What is malformed ends the walk, and `malformed` says so; whoever acts on a message does so
	after the walk.
*/

import { headerLength, limits, nameInData, readUint16, Section, topBit } from "./message.js";
import { copyName, endOfName, fullLength } from "./name.js";

export class MessageReader {
	readonly bytes: Uint8Array;
	/** Whether what has been read so far, or the header, breaks the rules. */
	malformed: boolean;
	/** What it stands at: where its name begins, and the rest of it. */
	section: Section = Section.question;
	name = 0;
	type = 0;
	/** Without its top bit, which is `top`. */
	class = 0;
	top = false;
	ttl = 0;
	/** Where the record's data begins; where it ends, or the question. */
	data = 0;
	end = headerLength;
	/** How many are to come in this section. */
	private left = 0;
	private names = limits.names as number;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.malformed = bytes.length < headerLength || bytes.length > limits.message;
		this.rewind();
	}

	get id(): number {
		return readUint16(this.bytes, 0);
	}

	get flags(): number {
		return readUint16(this.bytes, 2);
	}

	/** How many a section has, as the header says. */
	count(section: Section): number {
		return readUint16(this.bytes, 4 + 2 * section);
	}

	/** Goes back before the first question. */
	rewind(): void {
		this.section = Section.question;
		this.end = headerLength;
		this.names = limits.names;
		if (!this.malformed) this.left = this.count(Section.question);
	}

	/** Goes on to the next question or record. False when there is none, or the message is malformed. */
	next(): boolean {
		if (this.malformed) return false;
		while (this.left === 0) {
			if (this.section === Section.additional) return false;
			this.section = (this.section + 1) as Section;
			this.left = this.count(this.section);
		}
		this.left--;
		this.malformed = !this.step();
		return !this.malformed;
	}

	/** The record's data with its name in full; undefined when that is malformed. */
	fullData(): Uint8Array | undefined {
		const { bytes, data, end } = this;
		const offset = nameInData(this.type);
		if (offset < 0) return bytes.subarray(data, end);
		const at = data + offset;
		// The name and its pointers end within the data; where they lead to is earlier.
		const within = bytes.subarray(0, end);
		const length = at < end ? fullLength(within, at) : 0;
		if (!length) return undefined;
		const rest = endOfName(within, at);
		const full = new Uint8Array(offset + length + end - rest);
		full.set(bytes.subarray(data, at));
		copyName(bytes, at, full, offset);
		full.set(bytes.subarray(rest, end), offset + length);
		return full;
	}

	private step(): boolean {
		const { bytes } = this;
		this.name = this.end;
		const length = fullLength(bytes, this.name);
		this.names -= length;
		if (!length || this.names < 0) return false;
		const at = endOfName(bytes, this.name);
		const isQuestion = this.section === Section.question;
		this.data = at + (isQuestion ? 4 : 10);
		if (this.data > bytes.length) return false;
		this.type = readUint16(bytes, at);
		const word = readUint16(bytes, at + 2);
		this.class = word & ~topBit;
		this.top = (word & topBit) !== 0;
		this.ttl = isQuestion ? 0 : ((readUint16(bytes, at + 4) << 16) | readUint16(bytes, at + 6)) >>> 0;
		this.end = this.data + (isQuestion ? 0 : readUint16(bytes, at + 8));
		return this.end <= bytes.length;
	}
}
