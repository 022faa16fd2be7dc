/*
	Two hosts that probe for the same name at the same time (RFC 6762 §8.2): both sort the records that they want to have, and
	compare them as bytes. The later ones win, and both come to the same result.
*/

import { Class, Section } from "./message.js";
import { isName } from "./name.js";
import type { MessageReader } from "./reader.js";
import { entries, type Owner, probedBits, type Zone } from "./zone.js";

/** So many of the other's records are looked at; honest ones are two or three. */
const rivalLimit = 16;

interface Wanted {
	readonly class: number;
	readonly type: number;
	readonly data: Uint8Array;
}

/**
 * Below 0 when the other's records for the name of `owner`, in the authority section of a probe, come later than ours; 0
 * when they are the same or there are none. The reader is moved.
 */
export function contest(zone: Zone, port: number, owner: Owner, reader: MessageReader): number {
	const rivals = rivalsIn(reader, zone.nameOf(owner));
	if (rivals.length === 0) return 0;
	const ours: Wanted[] = [];
	for (let i = 0; i < entries.length; i++) {
		const { type } = entries[i];
		if (entries[i].owner === owner && (1 << i) & probedBits)
			ours.push({ class: Class.IN, type, data: zone.dataOf(i, port) });
	}
	// §8.2.1: the first difference decides; whose records end first loses.
	for (let i = 0; i < ours.length && i < rivals.length; i++) {
		const order = compare(ours[i], rivals[i]);
		if (order) return order;
	}
	return ours.length - rivals.length;
}

function rivalsIn(reader: MessageReader, name: Uint8Array): Wanted[] {
	const rivals: Wanted[] = [];
	reader.rewind();
	while (reader.next()) {
		if (reader.section !== Section.authority || !isName(reader.bytes, reader.name, name)) continue;
		const data = reader.fullData();
		if (data && rivals.length < rivalLimit) rivals.push({ class: reader.class, type: reader.type, data });
	}
	return rivals.sort(compare);
}

/** §8.2: class without the cache-flush bit, then type, then data as bytes without a sign. */
function compare(a: Wanted, b: Wanted): number {
	if (a.class !== b.class) return a.class - b.class;
	if (a.type !== b.type) return a.type - b.type;
	for (let i = 0; i < a.data.length && i < b.data.length; i++)
		if (a.data[i] !== b.data[i]) return a.data[i] - b.data[i];
	return a.data.length - b.data.length;
}
