/*
	Builds a message (RFC 1035 §4) from its header to its last record, in this order. Names are compressed (§4.1.4) against
	all that stand in it already.
*/

import { headerLength, limits, nameInData, readUint16, Section, topBit } from "./message.js";
import { copyName, endOfName, fullLength, isName } from "./name.js";
import type { MessageReader } from "./reader.js";

export class MessageBuilder {
	private readonly buffer = new Uint8Array(limits.message);
	private length = headerLength;
	/** Where labels begin, each of which begins a name that can be pointed to. */
	private readonly labels: number[] = [];

	constructor(id: number, flags: number) {
		this.putUint16(0, id);
		this.putUint16(2, flags);
	}

	/** The message: a view, which further additions do not change. */
	get bytes(): Uint8Array {
		return this.buffer.subarray(0, this.length);
	}

	question(name: Uint8Array, type: number, qclass: number): void {
		this.count(Section.question, 1);
		this.name(name, true);
		this.uint16(type);
		this.uint16(qclass);
	}

	/** The questions of a message, which is read anew for them. */
	questionsOf(reader: MessageReader): void {
		reader.rewind();
		while (reader.next() && reader.section === Section.question) {
			const { bytes, name, type, class: qclass, top } = reader;
			const full = new Uint8Array(fullLength(bytes, name));
			copyName(bytes, name, full, 0);
			this.question(full, type, top ? qclass | topBit : qclass);
		}
	}

	/** `data` is uncompressed; of SRV it stays so unless `compress`. */
	record(
		section: Section,
		name: Uint8Array,
		type: number,
		rclass: number,
		ttl: number,
		data: Uint8Array,
		compress = true,
	): void {
		this.count(section, 1);
		this.name(name, true);
		this.uint16(type);
		this.uint16(rclass);
		this.uint16(ttl >>> 16);
		this.uint16(ttl & 0xffff);
		const at = this.length;
		this.uint16(0);
		const offset = nameInData(type);
		if (offset < 0) this.put(data);
		else {
			this.put(data.subarray(0, offset));
			this.name(data.subarray(offset), compress);
			this.put(data.subarray(endOfName(data, offset)));
		}
		this.putUint16(at, this.length - at - 2);
	}

	private name(name: Uint8Array, compress: boolean): void {
		const begin = this.length;
		let from = 0;
		for (; name[from] !== 0; from += name[from] + 1) {
			const earlier = compress ? this.find(name, from) : 0;
			if (earlier) {
				this.uint16(0xc000 | earlier);
				break;
			}
			this.put(name.subarray(from, from + name[from] + 1));
		}
		if (name[from] === 0) this.put(name.subarray(from, from + 1));
		// Only now, when each of them begins a whole name.
		for (let at = begin, i = 0; i < from; i += name[i] + 1) this.labels.push(at + i);
	}

	/** Where the same name as `name` from its place `from` on stands already; 0 for nowhere. */
	private find(name: Uint8Array, from: number): number {
		for (const label of this.labels) if (isName(this.buffer, label, name, from)) return label;
		return 0;
	}

	private count(section: Section, more: number): void {
		const at = 4 + 2 * section;
		this.putUint16(at, readUint16(this.buffer, at) + more);
	}

	private uint16(value: number): void {
		this.room(2);
		this.putUint16(this.length, value);
		this.length += 2;
	}

	private putUint16(at: number, value: number): void {
		this.buffer[at] = value >> 8;
		this.buffer[at + 1] = value;
	}

	private put(bytes: Uint8Array): void {
		this.room(bytes.length);
		this.buffer.set(bytes, this.length);
		this.length += bytes.length;
	}

	/** We say less than this, so it is a mistake of ours. */
	private room(count: number): void {
		if (this.length + count > limits.message) throw new RangeError("a DNS message too long");
	}
}
