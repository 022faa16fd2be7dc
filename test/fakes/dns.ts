/*
	DNS messages for people: as lines of text, and from them.
*/

import { MessageBuilder } from "../../src/dns/builder.js";
import { Class, Flag, type Section, Type, topBit } from "../../src/dns/message.js";
import { copyName, fullLength, nameOf } from "../../src/dns/name.js";
import { MessageReader } from "../../src/dns/reader.js";
import { hex } from "../harness.js";

const sections = ["?", "answer", "authority", "additional"];

const typeNames = Object.entries(Type);
const typeName = (type: number): string => typeNames.find(([, number]) => number === type)?.[0] ?? `TYPE${type}`;

/** A name as people write it; what is not printable or a dot inside a label as a number. */
export function nameAt(bytes: Uint8Array, at: number): string {
	const full = new Uint8Array(fullLength(bytes, at));
	copyName(bytes, at, full, 0);
	let text = "";
	for (let i = 0; full[i] !== 0; i += full[i] + 1) {
		if (text) text += ".";
		for (let j = i + 1; j <= i + full[i]; j++) {
			const byte = full[j];
			text += byte > 0x20 && byte < 0x7f && byte !== 0x2e ? String.fromCharCode(byte) : `\\${byte}`;
		}
	}
	return text;
}

function dataText(reader: MessageReader): string {
	const data = reader.fullData();
	if (!data) return "malformed";
	switch (reader.type) {
		case Type.PTR:
			return nameAt(data, 0);
		case Type.SRV:
			return `${(data[4] << 8) | data[5]} ${nameAt(data, 6)}`;
		case Type.A:
			return data.join(".");
		default:
			return hex(data);
	}
}

/** A line for each question and record, in their order; undefined for a malformed message. */
export function linesOf(bytes: Uint8Array): string[] | undefined {
	const reader = new MessageReader(bytes);
	const lines: string[] = [];
	while (reader.next()) {
		const parts = [sections[reader.section], nameAt(bytes, reader.name), typeName(reader.type)];
		if (reader.class !== Class.IN) parts.push(`CLASS${reader.class}`);
		if (reader.top) parts.push(reader.section === 0 ? "QU" : "flush");
		if (reader.section !== 0) parts.push(String(reader.ttl), dataText(reader));
		lines.push(parts.join(" "));
	}
	return reader.malformed ? undefined : lines;
}

const own = (text: string): Uint8Array => nameOf(...text.split("."));

export interface QuestionOf {
	readonly name: string;
	readonly type: number;
	/** Whether a unicast response is welcome. */
	readonly unicast?: boolean;
	readonly class?: number;
}

export interface RecordOf {
	readonly section?: Section;
	readonly name: string;
	readonly type: number;
	readonly ttl?: number;
	readonly flush?: boolean;
	/** Bytes, or a name. */
	readonly data: Uint8Array | string;
}

export interface MessageOf {
	readonly id?: number;
	readonly flags?: number;
	readonly questions?: readonly QuestionOf[];
	/** In the order of their sections. */
	readonly records?: readonly RecordOf[];
}

/** A message of these questions and records. */
export function messageOf({ id = 0, flags = 0, questions = [], records = [] }: MessageOf): Uint8Array {
	const message = new MessageBuilder(id, flags);
	for (const { name, type, unicast, class: qclass = Class.IN } of questions)
		message.question(own(name), type, qclass | (unicast ? topBit : 0));
	for (const { section = 1, name, type, ttl = 120, flush, data } of records)
		message.record(
			section,
			own(name),
			type,
			Class.IN | (flush ? topBit : 0),
			ttl,
			typeof data === "string" ? own(data) : data,
		);
	return message.bytes.slice();
}

/** The data of an SRV record. */
export function locationOf(port: number, name: string): Uint8Array {
	const target = own(name);
	const data = new Uint8Array(6 + target.length);
	data[4] = port >> 8;
	data[5] = port;
	data.set(target, 6);
	return data;
}

export const response = Flag.response | Flag.authoritative;
