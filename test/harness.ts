/*
	Tests that run on any host: under node:test (`run-node.ts`), on the XS engine (`run-xs.ts`) and in the simulator. A test
	is a name and a function that throws when it fails. No imports, no host.
*/

interface Test {
	readonly name: string;
	readonly body: () => void;
}

const tests: Test[] = [];

/** Registers a test. */
export function test(name: string, body: () => void): void {
	tests.push({ name, body });
}

/** Every registered test, for a host with a runner of its own. */
export const registered = (): readonly Test[] => tests;

/** Runs every registered test; prints the failures and a closing line. */
export function run(print: (line: string) => void): { passed: number; failed: number } {
	let failed = 0;
	for (const { name, body } of tests) {
		try {
			body();
		} catch (error) {
			failed++;
			print(`not ok ${name}: ${error}`);
		}
	}
	const passed = tests.length - failed;
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
 * Bytes from a readable notation: hexadecimal digits, 'text' in quotes (ASCII), and `61*1000` for a byte repeated.
 * White space separates.
 */
export function bytesOf(notation: string): Uint8Array {
	const bytes: number[] = [];
	for (const part of notation.match(/'[^']*'|\S+/g) ?? []) {
		const [unit, times] = part.startsWith("'") ? [part, undefined] : part.split("*");
		const values: number[] = [];
		if (unit.startsWith("'")) for (let i = 1; i < unit.length - 1; i++) values.push(unit.charCodeAt(i));
		else for (let i = 0; i < unit.length; i += 2) values.push(Number.parseInt(unit.slice(i, i + 2), 16));
		for (let i = 0; i < Number(times ?? 1); i++) bytes.push(...values);
	}
	return Uint8Array.from(bytes);
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
