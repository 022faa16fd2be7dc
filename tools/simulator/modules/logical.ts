// Stand-in for the exclusive or of Moddable's "logical", which masks WebSocket payloads.
//
// Strategy: a source of 1, 2 or 4 bytes (the mask) is laid out as a 32-bit word in the machine's own byte order and
// applied word by word to the aligned middle of the target; the bytes before and after, and other sources, go one by one.
// Limits: the module's and, or, not are left out.

import { type ByteBuffer, bytesOf } from "../bytes.js";

/** Below this many bytes setting words up costs more than it saves. */
const WORTH_WORDS = 64;

/** target[i] ^= source[i modulo its length], for all or the first `count` bytes of target, in place. */
function xor(target: ByteBuffer, source: number | string | ByteBuffer, count?: number): void {
	if (count !== undefined && (count <= 0 || count > target.byteLength)) throw new RangeError("invalid count");
	const bytes = bytesOf(target).subarray(0, count);
	const pattern = patternOf(source);
	if (bytes.length >= WORTH_WORDS && 4 % pattern.length === 0) xorWords(bytes, pattern);
	else xorBytes(bytes, pattern, 0, bytes.length);
}

function xorBytes(bytes: Uint8Array, pattern: Uint8Array, begin: number, end: number): void {
	const { length } = pattern;
	for (let index = begin; index < end; index++) bytes[index]! ^= pattern[index % length]!;
}

function xorWords(bytes: Uint8Array, pattern: Uint8Array): void {
	const begin = -bytes.byteOffset & 3;
	const words = new Int32Array(bytes.buffer, bytes.byteOffset + begin, (bytes.length - begin) >> 2);
	const turned = Uint8Array.from({ length: 4 }, (_, index) => pattern[(begin + index) % pattern.length]!);
	const word = new Int32Array(turned.buffer)[0]!;

	xorBytes(bytes, pattern, 0, begin);
	for (let index = 0; index < words.length; index++) words[index]! ^= word;
	xorBytes(bytes, pattern, begin + words.byteLength, bytes.length);
}

function patternOf(source: number | string | ByteBuffer): Uint8Array {
	if (typeof source === "number") return Uint8Array.of(source);
	return typeof source === "string" ? new TextEncoder().encode(source) : bytesOf(source);
}

export default Object.freeze({ xor });
