/*
	Control packets onto the wire (§2, §3), each in one exact buffer. What cannot be sent throws RangeError: it is our own side's
	mistake.
*/

import { longestRemaining, longestString, PacketType, type QoS } from "./packet.js";
import { mostFilters } from "./rules.js";
import { isTopicFilter, isTopicName } from "./topic.js";

/** UTF-8 of a text. */
export type Encode = (text: string) => Uint8Array;

/** What the server publishes for a client that is gone without a DISCONNECT (§3.1.2.5). */
export interface Will {
	readonly topic: string;
	readonly payload: Uint8Array;
	readonly qos: QoS;
	readonly retain: boolean;
}

/** What a client opens a connection with (§3.1). */
export interface Opening {
	/** Known to the server alone if it is empty, which needs `clean` (§3.1.3.1). */
	readonly clientId: string;
	/** Whether a session that was there is forgotten, and this one ends with the connection (§3.1.2.4). */
	readonly clean: boolean;
	/** How many seconds of silence the server bears, half as many again before it acts; 0 = any (§3.1.2.10). */
	readonly keepAlive: number;
	readonly will?: Will | undefined;
	readonly user?: string | undefined;
	readonly password?: Uint8Array | undefined;
}

/** A topic filter, and the highest QoS that messages are wanted with (§3.8.3). */
export type Subscription = readonly [filter: string, qos: QoS];

const protocolName: readonly number[] = Object.freeze([0x4d, 0x51, 0x54, 0x54]);
const protocolLevel = 4;

/** Fills one buffer, which is as long as the packet that begins with `first` and has `length` bytes behind its fixed header. */
class Writer {
	readonly bytes: Uint8Array;
	private offset = 0;

	constructor(first: number, length: number, room = length) {
		demand(length <= longestRemaining, "a packet as long");
		const size = length < 0x80 ? 2 : length < 0x4000 ? 3 : length < 0x20_0000 ? 4 : 5;
		this.bytes = new Uint8Array(size + room);
		this.byte(first);
		// §2.2.3: seven bits in a byte, the lowest first; the highest bit says that more bytes follow.
		for (; length > 0x7f; length >>= 7) this.byte(length | 0x80);
		this.byte(length);
	}

	byte(value: number): void {
		this.bytes[this.offset++] = value;
	}

	word(value: number): void {
		this.byte(value >> 8);
		this.byte(value);
	}

	raw(bytes: Uint8Array): void {
		this.bytes.set(bytes, this.offset);
		this.offset += bytes.length;
	}

	/** Bytes with their length in front (§1.5.3). */
	field(bytes: Uint8Array): void {
		this.word(bytes.length);
		this.raw(bytes);
	}
}

function demand(right: boolean, what: string): void {
	if (!right) throw new RangeError(`${what} cannot be sent`);
}

/** A text as a packet has it (§1.5.3): UTF-8 without U+0000, and not longer than its length field can say. */
function fieldOf(text: string, encode: Encode, what: string): Uint8Array {
	demand(!text.includes("\0"), what);
	const bytes = encode(text);
	demand(bytes.length <= longestString, what);
	return bytes;
}

/** CONNECT (§3.1). */
export function encodeConnect(opening: Opening, encode: Encode): Uint8Array {
	const { clientId, clean, keepAlive, will, user, password } = opening;
	// §3.1.3.1: if the client supplies a zero-byte ClientId, it MUST also set CleanSession to 1.
	demand(clientId !== "" || clean, "no client identifier");
	// §3.1.2.9: if the User Name Flag is set to 0, the Password Flag MUST be set to 0.
	demand(password === undefined || user !== undefined, "a password without a user name");
	demand(keepAlive >= 0 && keepAlive <= 0xffff, "keepAlive");
	demand(will === undefined || isTopicName(will.topic), "will.topic");
	const fields = [fieldOf(clientId, encode, "clientId")];
	let flags = clean ? 0x02 : 0;
	if (will) {
		flags |= 0x04 | (will.qos << 3) | (will.retain ? 0x20 : 0);
		fields.push(fieldOf(will.topic, encode, "will.topic"), will.payload);
	}
	if (user !== undefined) {
		flags |= 0x80;
		fields.push(fieldOf(user, encode, "user"));
	}
	if (password) {
		flags |= 0x40;
		fields.push(password);
	}
	let length = 10;
	for (const field of fields) {
		demand(field.length <= longestString, "will or password");
		length += 2 + field.length;
	}
	const packet = new Writer(PacketType.connect << 4, length);
	packet.word(protocolName.length);
	for (const byte of protocolName) packet.byte(byte);
	packet.byte(protocolLevel);
	packet.byte(flags);
	packet.word(keepAlive);
	for (const field of fields) packet.field(field);
	return packet.bytes;
}

/** The beginning of a PUBLISH (§3.3) up to a payload of `length` bytes, with `room` for that behind it. `id` is for QoS 1. */
function publishOf(topic: Uint8Array, length: number, room: number, qos: QoS, retain: boolean, id: number): Writer {
	const before = 2 + topic.length + (qos ? 2 : 0);
	const packet = new Writer((PacketType.publish << 4) | (qos << 1) | (retain ? 1 : 0), before + length, before + room);
	packet.field(topic);
	if (qos) packet.word(id);
	return packet;
}

/** A topic name as bytes, checked. */
export function encodeTopic(topic: string, encode: Encode): Uint8Array {
	demand(isTopicName(topic), "topic");
	return fieldOf(topic, encode, "topic");
}

/** PUBLISH (§3.3). `topic` by `encodeTopic`; `payload` is copied. */
export function encodePublish(
	topic: Uint8Array,
	payload: Uint8Array,
	qos: QoS,
	retain: boolean,
	id: number,
): Uint8Array {
	const packet = publishOf(topic, payload.length, payload.length, qos, retain, id);
	packet.raw(payload);
	return packet.bytes;
}

/** PUBLISH without its payload, of which `length` bytes are to follow. */
export const encodePublishHead = (
	topic: Uint8Array,
	length: number,
	qos: QoS,
	retain: boolean,
	id: number,
): Uint8Array => publishOf(topic, length, 0, qos, retain, id).bytes;

/** SUBSCRIBE (§3.8). */
export function encodeSubscribe(id: number, subscriptions: readonly Subscription[], encode: Encode): Uint8Array {
	const filters = subscriptions.map(([filter]) => filterOf(filter, encode));
	const packet = filtersOf((PacketType.subscribe << 4) | 0x02, id, filters, 3);
	for (const [i, filter] of filters.entries()) {
		packet.field(filter);
		packet.byte(subscriptions[i]?.[1] ?? 0);
	}
	return packet.bytes;
}

/** UNSUBSCRIBE (§3.10). */
export function encodeUnsubscribe(id: number, unwanted: readonly string[], encode: Encode): Uint8Array {
	const filters = unwanted.map((filter) => filterOf(filter, encode));
	const packet = filtersOf((PacketType.unsubscribe << 4) | 0x02, id, filters, 2);
	for (const filter of filters) packet.field(filter);
	return packet.bytes;
}

function filterOf(filter: string, encode: Encode): Uint8Array {
	demand(isTopicFilter(filter), "filter");
	return fieldOf(filter, encode, "filter");
}

/** §3.8.3, §3.10.3: MUST contain at least one topic filter. Each has `more` bytes beside itself. */
function filtersOf(first: number, id: number, filters: readonly Uint8Array[], more: number): Writer {
	demand(filters.length > 0 && filters.length <= mostFilters, "as many filters");
	let length = 2;
	for (const filter of filters) length += more + filter.length;
	const packet = new Writer(first, length);
	packet.word(id);
	return packet;
}

/** PUBACK (§3.4). */
export const encodePuback = (id: number): Uint8Array => Uint8Array.of(PacketType.puback << 4, 2, id >> 8, id);

/** PINGREQ (§3.12) or DISCONNECT (§3.14): nothing but a fixed header. */
export const encodeEmpty = (type: typeof PacketType.pingreq | typeof PacketType.disconnect): Uint8Array =>
	Uint8Array.of(type << 4, 0);
