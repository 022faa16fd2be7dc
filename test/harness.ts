/*
	Tests that run on any host: under node:test (`run-node.ts`), on the XS engine (`run-xs.ts`) and in the simulator. A test
	is a name and a function that throws when it fails. No imports, no host.
*/

interface Test {
	readonly name: string;
	readonly body: () => void;
	/** Whether its data is larger than a board's heap. */
	readonly large: boolean;
}

const tests: Test[] = [];

/** Registers a test. */
export function test(name: string, body: () => void): void {
	tests.push({ name, body, large: false });
}

/** Registers a test whose data is larger than a board's heap. */
export function largeTest(name: string, body: () => void): void {
	tests.push({ name, body, large: true });
}

/** Every registered test, for a host with a runner of its own. */
export const registered = (): readonly Test[] => tests;

/** Runs the registered tests that are `large` or not; prints the failures and a closing line. */
export function run(print: (line: string) => void, large: boolean): { passed: number; failed: number } {
	let passed = 0;
	let failed = 0;
	// A list of those that are chosen would take a board's heap: an item of an array is a slot.
	for (const test of tests) {
		if (test.large !== large) continue;
		try {
			test.body();
			passed++;
		} catch (error) {
			failed++;
			print(`not ok ${test.name}: ${error}`);
		}
	}
	print(`${passed} passed, ${failed} failed`);
	return { passed, failed };
}

/** Throws unless both are the same text, number or boolean, or lists of such. */
export function equal(actual: unknown, expected: unknown, what = ""): void {
	const left = show(actual);
	const right = show(expected);
	if (left !== right) throw new Error(`${what ? `${what}: ` : ""}got ${left}, expected ${right}`);
}

/** Throws unless `body` throws an error whose text contains `part`. */
export function throws(body: () => void, part: string): void {
	let message: string | undefined;
	try {
		body();
	} catch (error) {
		message = String(error);
	}
	if (message === undefined) throw new Error(`expected an error with "${part}"`);
	if (!message.includes(part)) throw new Error(`expected an error with "${part}", got "${message}"`);
}

function show(value: unknown): string {
	return value instanceof Uint8Array ? hex(value) : (JSON.stringify(value) ?? "undefined");
}

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
	return text;
}

/**
 * Bytes from a readable notation: hexadecimal digits, 'text' in quotes (ASCII), and `61*1000` for digits repeated.
 * White space separates.
 */
export function bytesOf(notation: string): Uint8Array {
	const parts = notation.match(/'[^']*'|\S+/g) ?? [];
	const pieces: Uint8Array[] = [];
	for (const part of parts) {
		if (part.startsWith("'")) pieces.push(charactersOf(part.slice(1, -1)));
		else {
			const [digits, times] = part.split("*");
			const unit = new Uint8Array(digits.length / 2);
			for (let i = 0; i < unit.length; i++) unit[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
			pieces.push(repeat(unit, Number(times ?? 1)));
		}
	}
	return pieces.length === 1 ? pieces[0] : concat(pieces);
}

/** A byte per character, which must be below U+0100. */
export function charactersOf(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}

function repeat(unit: Uint8Array, times: number): Uint8Array {
	const bytes = new Uint8Array(unit.length * times);
	for (let i = 0; i < bytes.length; i++) bytes[i] = unit[i % unit.length];
	return bytes;
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
	let offset = 0;
	for (const piece of pieces) {
		bytes.set(piece, offset);
		offset += piece.length;
	}
	return bytes;
}

/**
 * Copies of `bytes` in pieces: one up to `first`, then of `size` each. So (n, all) is a two-way split, (0, 1) byte by byte.
 */
export function pieces(
	bytes: Uint8Array,
	first: number,
	size: number,
	take: (piece: Uint8Array, start: number) => void,
) {
	let start = 0;
	for (let end = first; ; end = Math.min(end + size, bytes.length)) {
		take(bytes.slice(start, end), start);
		if (end === bytes.length) return;
		start = end;
	}
}

/** A sequence of 32-bit integers that a seed determines (xorshift32). */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed | 0 || 1;
	}

	/** The next integer, of all 32 bits. */
	next(): number {
		this.state ^= this.state << 13;
		this.state ^= this.state >>> 17;
		this.state ^= this.state << 5;
		return this.state;
	}

	/** A whole number from 0 to `end` - 1. */
	below(end: number): number {
		return (this.next() >>> 0) % end;
	}

	bytes(length: number): Uint8Array {
		const bytes = new Uint8Array(length);
		for (let i = 0; i < length; i++) bytes[i] = this.next();
		return bytes;
	}
}
