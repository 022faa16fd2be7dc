/*
	ASCII for the engines that bring no TextDecoder to the tests; anything else becomes U+FFFD, as in the real one.
*/

import type { Text } from "../../src/server/ports.js";
import { checkUtf8 } from "../../src/websocket/frame.js";
import { charactersOf } from "../harness.js";

export function asciiOf(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : "\ufffd";
	return text;
}

export const text: Text = {
	// U+FFFD as UTF-8: a name that was decoded is told again.
	encode: (text) => charactersOf(text.replaceAll("\ufffd", "\u00ef\u00bf\u00bd")),
	decode: asciiOf,
	isUtf8: (bytes) => checkUtf8(bytes, 0) === 0,
};
