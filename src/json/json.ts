/*
	JSON from strangers: objects of strings, and of objects of strings, which is all that a command needs.

	JSON.parse is not for strangers on XS: it goes deeper with each bracket until the stack ends, which nothing can catch, and
	keeps the name of each key that it has ever seen. So the structure is read here, two levels of it, and keys stay strings;
	what lies deeper, or is neither, is passed over without being entered. String literals and numbers are JSON.parse's still.

	Strategy: one pass over the bytes, which UTF-8 allows since its longer characters hold no ASCII. What is malformed throws
	inside and is undefined outside. Limit: what is passed over is checked for its brackets and strings alone.
*/

/** What stands behind a key; undefined for what is neither a string nor an object that is read. */
export type Value = string | Members | undefined;

/** An object's members in their order, equal keys included. */
export type Members = readonly Member[];
export type Member = readonly [key: string, value: Value];

type Decode = (bytes: Uint8Array) => string;

/** How many objects within each other are read. */
const levels = 2;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The members of the JSON object that `bytes` are in UTF-8, or undefined when they are none. `decode` makes text of bytes. */
export function readObject(bytes: Uint8Array, decode: Decode): Members | undefined {
	try {
		return new Reader(bytes, decode).whole();
	} catch {
		return undefined;
	}
}

class Reader {
	private readonly bytes: Uint8Array;
	private readonly decode: Decode;
	private position = 0;

	constructor(bytes: Uint8Array, decode: Decode) {
		this.bytes = bytes;
		this.decode = decode;
	}

	whole(): Members {
		const members = this.object(levels);
		this.next();
		if (this.position < this.bytes.length) throw new SyntaxError("more than an object");
		return members;
	}

	private object(level: number): Members {
		const members: Member[] = [];
		this.take(openBrace);
		if (this.next() === closeBrace) this.position++;
		else
			do {
				const key = this.string();
				this.take(colon);
				members.push([key, this.value(level - 1)]);
			} while (this.goesOn());
		return members;
	}

	private value(level: number): Value {
		const byte = this.next();
		if (byte === quote) return this.string();
		if (byte === openBrace && level) return this.object(level);
		if (byte === openBrace || byte === openBracket) this.passOver();
		else this.literal();
		return undefined;
	}

	private string(): string {
		const start = this.position;
		this.passOverString();
		return JSON.parse(this.textFrom(start));
	}

	/** A number, true, false or null. */
	private literal(): void {
		const start = this.position;
		while (!isEnd(this.bytes[this.position])) this.position++;
		JSON.parse(this.textFrom(start));
	}

	/** An array, or an object, whatever is in it. */
	private passOver(): void {
		let depth = 0;
		do {
			const byte = this.bytes[this.position];
			if (byte === undefined) throw new SyntaxError("cut");
			if (byte === quote) this.passOverString();
			else {
				if (byte === openBrace || byte === openBracket) depth++;
				if (byte === closeBrace || byte === closeBracket) depth--;
				this.position++;
			}
		} while (depth);
	}

	private passOverString(): void {
		this.take(quote);
		for (let byte = this.bytes[this.position]; byte !== quote; byte = this.bytes[this.position]) {
			if (byte === undefined) throw new SyntaxError("cut");
			this.position += byte === backslash ? 2 : 1;
		}
		this.position++;
	}

	/** Whether a comma follows, with the next member behind it, or else the end of the object. */
	private goesOn(): boolean {
		if (this.next() !== comma) {
			this.take(closeBrace);
			return false;
		}
		this.position++;
		this.next();
		return true;
	}

	private take(byte: number): void {
		if (this.next() !== byte) throw new SyntaxError("something else");
		this.position++;
	}

	/** The next byte that is no white space. */
	private next(): number {
		while (isSpace(this.bytes[this.position])) this.position++;
		return this.bytes[this.position];
	}

	private textFrom(start: number): string {
		return this.decode(this.bytes.subarray(start, this.position));
	}
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

const isEnd = (byte: number | undefined): boolean =>
	byte === undefined || byte === comma || byte === closeBrace || byte === closeBracket || isSpace(byte);
