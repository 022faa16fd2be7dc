/*
	Every MUST about a packet that a server sends, as far as its fixed header can tell (§2.2), and about a CONNACK (§3.2).
	Nothing here acts: a violation is a value, the section with a few words, and the connection fails with it; "" is none.
*/

import { PacketType, refusals } from "./packet.js";

/** How many topic filters one SUBSCRIBE or UNSUBSCRIBE can have here: it bounds what answers them. */
export const mostFilters = 16;

/** The longest packet of a server, PUBLISH aside: a SUBACK for as many filters, in bytes behind the fixed header. */
export const longestBody = 2 + mostFilters;

/** What is wrong with the first byte of a packet to a client. */
export function firstByteFault(first: number): string {
	const type = first >> 4;
	if (type === PacketType.publish) {
		// §3.3.1.2: a PUBLISH Packet MUST NOT have both QoS bits set to 1.
		if ((first & 0x06) === 0x06) return "§3.3.1.2: a QoS that is none";
		// §3.8.4: the QoS MUST be the minimum of the one published and the maximum granted, which is 1 at most here.
		if (first & 0x04) return "§3.8.4: a QoS that was not granted";
		// §3.3.1.1: the DUP flag MUST be set to 0 for all QoS 0 messages.
		return first & 0x08 && !(first & 0x02) ? "§3.3.1.1: DUP with QoS 0" : "";
	}
	if (!isFromServer(type)) return "§2.2.1: a packet that a server does not send";
	// §2.2.2: where a flag bit is marked as "Reserved", it MUST be set to the value listed.
	return first & 0x0f ? "§2.2.2: wrong flags" : "";
}

/** PUBREC, PUBREL and PUBCOMP are of messages with QoS 2, which are neither sent nor asked for. */
const isFromServer = (type: number): boolean =>
	type === PacketType.connack ||
	type === PacketType.puback ||
	type === PacketType.suback ||
	type === PacketType.unsuback ||
	type === PacketType.pingresp;

/** What is wrong with the remaining length of a packet whose first byte is in order. */
export function lengthFault(first: number, length: number): string {
	const type = first >> 4;
	if (type === PacketType.connack) return length === 2 ? "" : "§3.2.1: wrong length";
	if (type === PacketType.puback) return length === 2 ? "" : "§3.4.1: wrong length";
	if (type === PacketType.unsuback) return length === 2 ? "" : "§3.11.1: wrong length";
	if (type === PacketType.pingresp) return length === 0 ? "" : "§3.13.1: wrong length";
	if (type === PacketType.suback) return length > 2 && length <= longestBody ? "" : "§3.9.1: wrong length";
	// A topic name has its length in front and one character at least, and with QoS 1 a packet identifier follows.
	return length < (first & 0x06 ? 5 : 3) ? "§3.3.2: too short for a topic name" : "";
}

/** What is wrong with a CONNACK's flags and return code, upon a CONNECT with CleanSession set to `clean` (§3.2.2). */
export function connackFault(flags: number, code: number, clean: boolean): string {
	// §3.2.2.1: bits 7–1 are reserved and MUST be set to 0.
	if (flags > 1) return "§3.2.2.1: wrong flags";
	// §3.2.2.2: with CleanSession set to 1, and with a non-zero return code, the server MUST set Session Present to 0.
	if (flags && (clean || code)) return "§3.2.2.2: a session that cannot be present";
	// §3.2.2.3: values 6–255 are reserved.
	return code < refusals.length ? "" : "§3.2.2.3: a return code that is none";
}
