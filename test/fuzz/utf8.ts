/*
	UTF-8 (RFC 3629) a second time, written to be checked against src/websocket/utf8.ts: not as a table of bounds but as
	arithmetic. A character is decoded as far as it has come; it can still be one if any of the code points that its
	missing bytes leave open may be encoded in that length.
*/

import type { Random } from "../harness.js";
import { once } from "./fuzzer.js";

/** "text", or "unfinished" when the last character is cut, or "invalid". */
export type Utf8 = "text" | "unfinished" | "invalid";

/** By the number of bytes: what their first one begins with, and the code points they are for. */
const forms = Object.freeze([
	{ lead: 0x00, bits: 7, lowest: 0, highest: 0x7f },
	{ lead: 0xc0, bits: 5, lowest: 0x80, highest: 0x7ff },
	{ lead: 0xe0, bits: 4, lowest: 0x800, highest: 0xffff },
	{ lead: 0xf0, bits: 3, lowest: 0x10000, highest: 0x10ffff },
]);

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

const leads = (byte: number, size: number): boolean =>
	byte >> forms[size - 1].bits === forms[size - 1].lead >> forms[size - 1].bits;

export function readUtf8(bytes: Uint8Array): Utf8 {
	for (let i = 0; i < bytes.length; ) {
		let size = 1;
		while (size <= forms.length && !leads(bytes[i], size)) size++;
		if (size > forms.length) return "invalid";
		const { bits, lowest, highest } = forms[size - 1];
		let code = bytes[i] & ((1 << bits) - 1);
		let got = 1;
		for (; got < size && i + got < bytes.length; got++) {
			if (bytes[i + got] >> 6 !== 2) return "invalid";
			code = (code << 6) | (bytes[i + got] & 0x3f);
		}
		const open = 6 * (size - got);
		const first = code << open;
		const last = first + (1 << open) - 1;
		if (last < lowest || first > highest || (isSurrogate(first) && isSurrogate(last))) return "invalid";
		if (open) return "unfinished";
		i += size;
	}
	return "text";
}

/** `length` bytes of text, with characters of every size and at every bound. */
export function utf8Of(random: Random, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let i = 0; i < length; ) {
		const size = once(random, 2) ? 1 : 1 + random.below(Math.min(forms.length, length - i));
		const { lead, lowest, highest } = forms[size - 1];
		const bound = once(random, 2) ? highest : lowest;
		const code = once(random, 4) ? bound : lowest + random.below(highest - lowest + 1);
		let rest = isSurrogate(code) ? 0xd7ff : code;
		for (let j = size - 1; j > 0; j--, rest >>= 6) bytes[i + j] = 0x80 | (rest & 0x3f);
		bytes[i] = lead | rest;
		i += size;
	}
	return bytes;
}
