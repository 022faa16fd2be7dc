/*
	All that we have to say in multicast DNS: the address of one host, and one service of it by DNS-SD (RFC 6763). What the
	records are is a table in flash; in memory are their names, the address and the text.

	A set of records is a number with a bit for each, so that what is asked for, known, due or sent are integers.
*/

import { Class, Type } from "./message.js";
import { endOfName, isName, nameOf } from "./name.js";
import type { MessageReader } from "./reader.js";

/** Whose records. */
export const Owner = Object.freeze({
	/** NAME.local */
	host: 0,
	/** NAME._http._tcp.local */
	instance: 1,
	/** _http._tcp.local, shared with all who offer the service. */
	service: 2,
	/** _services._dns-sd._udp.local, shared with all who offer anything (RFC 6763 §9). */
	services: 3,
	/** 5.1.168.192.in-addr.arpa (RFC 6762 §4) */
	reverse: 4,
} as const);
export type Owner = (typeof Owner)[keyof typeof Owner];

interface Entry {
	readonly owner: Owner;
	readonly type: number;
	/** In seconds. RFC 6762 §10: two minutes for what has to do with a host, else 75. */
	readonly ttl: number;
}

const entry = (owner: Owner, type: number, ttl: number): Entry => Object.freeze({ owner, type, ttl });

/** The records. Those of a name that is probed for are in the order of §8.2.1, by type. */
export const entries: readonly Entry[] = Object.freeze([
	entry(Owner.host, Type.A, 120),
	entry(Owner.host, Type.NSEC, 120),
	entry(Owner.instance, Type.TXT, 4500),
	entry(Owner.instance, Type.SRV, 120),
	entry(Owner.instance, Type.NSEC, 4500),
	entry(Owner.service, Type.PTR, 4500),
	entry(Owner.services, Type.PTR, 4500),
	entry(Owner.reverse, Type.PTR, 120),
]);

/** The bit of each. */
export const Bit = Object.freeze({
	address: 1,
	addressOnly: 2,
	text: 4,
	location: 8,
	locationOnly: 16,
	instance: 32,
	service: 64,
	host: 128,
} as const);

const allBits = 255;

/** Records that others have, too: they are told with delay, and never flush a cache. */
export const sharedBits = Bit.instance | Bit.service;

/** Records that say that there are no others (RFC 6762 §6.1). */
export const negativeBits = Bit.addressOnly | Bit.locationOnly;

/** What is probed for (§8.1): the records of names that nobody else may have, but the reverse, which only we can have. */
export const probedBits = Bit.address | Bit.text | Bit.location;

/** What is told of. */
export interface Offer {
	/** The host's name and the instance's: letters, digits, hyphens. */
	readonly name: string;
	/** Four bytes. */
	readonly address: Uint8Array;
	/** The service, as in "_http", "_tcp". */
	readonly service: readonly [type: string, protocol: string];
	/** The data of the TXT record (text.ts). */
	readonly text: Uint8Array;
}

export class Zone {
	/**
	 * The records that are told: all but that of the address, once somebody else has one for it. So it is on a desktop, whose
	 * own responder would give up the host's name over it.
	 */
	told = allBits;
	private readonly offer: Offer;
	/** The names of all owners, one behind the other, but the service's, which is the end of the instance's. */
	private readonly names: Uint8Array;

	/** `label` stands for the name of the offer. */
	constructor(label: string, offer: Offer) {
		const { service, address } = offer;
		const [type, protocol] = service;
		this.offer = offer;
		this.names = joined(
			nameOf(label, "local"),
			nameOf(label, type, protocol, "local"),
			nameOf("_services", "_dns-sd", "_udp", "local"),
			nameOf(`${address[3]}`, `${address[2]}`, `${address[1]}`, `${address[0]}`, "in-addr", "arpa"),
		);
	}

	nameOf(owner: Owner): Uint8Array {
		const from = this.placeOf(owner);
		return this.names.subarray(from, endOfName(this.names, from));
	}

	/** Whose name the reader stands at; -1 for one that is not ours, or of another class. */
	ownerAt({ bytes, name, class: qclass }: MessageReader): Owner | -1 {
		if (qclass !== Class.IN && qclass !== Class.ANY) return -1;
		for (let owner: number = Owner.host; owner <= Owner.reverse; owner++)
			if (isName(bytes, name, this.names, this.placeOf(owner as Owner))) return owner as Owner;
		return -1;
	}

	/** What answers a question. Where there is nothing, and the name is ours alone, we say so (§6.1). */
	answersTo(owner: Owner, type: number): number {
		let answers = 0;
		let negative = 0;
		for (let i = 0; i < entries.length; i++) {
			if (entries[i].owner !== owner) continue;
			const isNegative = (1 << i) & negativeBits;
			if (isNegative) negative = isNegative;
			if (entries[i].type === type || (type === Type.ANY && !isNegative)) answers |= 1 << i;
		}
		return (answers || negative) & this.told;
	}

	/** Somebody else has a record of our address. */
	leaveReverse(): void {
		this.told &= ~Bit.host;
	}

	/** The record that the reader stands at, as a bit; 0 for one that differs from all of ours. `port` is the service's. */
	recordAt(reader: MessageReader, owner: Owner, port: number): number {
		for (let i = 0; i < entries.length; i++) {
			if (entries[i].owner !== owner || entries[i].type !== reader.type) continue;
			if (isSame(this.dataOf(i, port), reader.fullData())) return 1 << i;
		}
		return 0;
	}

	/** The data of record `i`, names in full. */
	dataOf(i: number, port: number): Uint8Array {
		const { offer } = this;
		switch (1 << i) {
			case Bit.address:
				return offer.address;
			case Bit.addressOnly:
				// Type A alone: bit 1 of one byte (RFC 4034 §4.1.2).
				return joined(this.nameOf(Owner.host), Uint8Array.of(0, 1, 0x40));
			case Bit.text:
				return offer.text;
			case Bit.location:
				// Priority, weight and port (RFC 2782).
				return joined(Uint8Array.of(0, 0, 0, 0, port >> 8, port), this.nameOf(Owner.host));
			case Bit.locationOnly:
				// Types TXT (16) and SRV (33): bits in bytes 2 and 4.
				return joined(this.nameOf(Owner.instance), Uint8Array.of(0, 5, 0, 0, 0x80, 0, 0x40));
			case Bit.instance:
				return this.nameOf(Owner.instance);
			case Bit.service:
				return this.nameOf(Owner.service);
			default:
				return this.nameOf(Owner.host);
		}
	}

	private placeOf(owner: Owner): number {
		const { names } = this;
		const instance = endOfName(names, 0);
		switch (owner) {
			case Owner.host:
				return 0;
			case Owner.instance:
				return instance;
			case Owner.service:
				return instance + names[instance] + 1;
			case Owner.services:
				return endOfName(names, instance);
			default:
				return endOfName(names, endOfName(names, instance));
		}
	}
}

/** What is sent along, since whoever asked will ask for it next (RFC 6763 §12, RFC 6762 §6.1, §6.2). */
export function additionalsOf(answers: number): number {
	let more = 0;
	if (answers & Bit.instance) more |= Bit.text | Bit.location | Bit.locationOnly;
	if ((answers | more) & Bit.location) more |= Bit.address;
	if ((answers | more) & Bit.address) more |= Bit.addressOnly;
	if (answers & Bit.addressOnly) more |= Bit.address;
	return more & ~answers;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const bytes = new Uint8Array(length);
	length = 0;
	for (const part of parts) {
		bytes.set(part, length);
		length += part.length;
	}
	return bytes;
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
	if (a.length !== b?.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
