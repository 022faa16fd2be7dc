/*
	UTF-8 by the SDK's TextEncoder and TextDecoder.
*/

import TextDecoder from "text/decoder";
import TextEncoder from "text/encoder";
import type { Text } from "../server/ports.js";

export function openText(): Text {
	const encoder = new TextEncoder();
	const decoder = new TextDecoder();
	const strict = new TextDecoder("utf-8", { fatal: true });
	return {
		encode: (text) => encoder.encode(text),
		decode: (bytes) => decoder.decode(bytes),
		isUtf8(bytes) {
			try {
				strict.decode(bytes);
			} catch {
				return false;
			}
			return true;
		},
	};
}
