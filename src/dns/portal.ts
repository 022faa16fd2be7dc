/*
	The DNS of a captive portal: whatever name is asked for, it is here. Everything but an address of IPv4 is answered at
	once, too, with nothing: a phone that waits in vain for AAAA or HTTPS shows no page.

	The answers are not to be kept (TTL 0), or the names would stay ours when the phone has left for another network. EDNS
	(RFC 6891) is not spoken, and passed over. Limits: UDP alone; one question a message, as everybody sends it.
*/

import { MessageBuilder } from "./builder.js";
import { Class, Flag, Section, Type } from "./message.js";
import { copyName, fullLength } from "./name.js";
import { MessageReader } from "./reader.js";

/** "not implemented", for all that is not a query (RFC 1035 §4.1.1). */
const notImplemented = 4;

/** The answer to `query`, with `address`, our four bytes; undefined for what is no query, or malformed. */
export function answerOf(query: Uint8Array, address: Uint8Array): Uint8Array | undefined {
	const reader = new MessageReader(query);
	if (reader.malformed || reader.flags & Flag.response || reader.count(Section.question) !== 1 || !reader.next())
		return undefined;
	const { id, flags, type } = reader;
	const asksForAddress = (type === Type.A || type === Type.ANY) && isInternet(reader);
	const name = new Uint8Array(fullLength(query, reader.name));
	copyName(query, reader.name, name, 0);
	while (reader.next()) {}
	if (reader.malformed) return undefined;
	const kept = flags & (Flag.opcode | Flag.recursionDesired);
	const code = flags & Flag.opcode ? notImplemented : 0;
	const answer = new MessageBuilder(id, Flag.response | Flag.authoritative | Flag.recursionAvailable | kept | code);
	answer.questionsOf(reader);
	if (!code && asksForAddress) answer.record(Section.answer, name, Type.A, Class.IN, 0, address);
	return answer.bytes;
}

/** The top bit is no QU here, but part of a class that does not exist. */
const isInternet = (reader: MessageReader): boolean =>
	!reader.top && (reader.class === Class.IN || reader.class === Class.ANY);
