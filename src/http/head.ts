/*
	The head of an HTTP/1.1 message (RFC 9112 §2, §5), taken in as it comes and bounded in every direction: what requests
	(request.ts) and responses (responsehead.ts) have in common.

	Strategy: bytes are judged one by one, so that nothing forbidden is ever kept, and collected into one line at a time. Of the
	header fields only those are kept whose names the caller has asked for; the rest is checked and forgotten. RAM: one line and
	the kept fields, both limited; kept text is ASCII, so each byte received takes one byte of memory.

	Strict where leniency is how messages are smuggled: lines end with CRLF, no folding, no space before the colon.

	Limits: `limits` below. Obsolete text (bytes over 7F) may stand in the fields that are not kept.
*/

import { isDigits } from "../grammar/grammar.js";
import { isToken } from "../grammar/token.js";

export const limits = Object.freeze({
	/** Bytes of the first line (414) and of a kept field's line (431). */
	line: 512,
	/** Bytes of all kept values (431). */
	kept: 768,
	/** Header fields (431). */
	fields: 64,
	/** Bytes of the whole head (431). */
	head: 8192,
} as const);

/** Why a head is refused: a sentence for people, and the status with which a server answers. */
export interface Refusal {
	readonly status: number;
	readonly reason: string;
}

export const refusal = (status: number, reason: string): Refusal => Object.freeze({ status, reason });
const badByte = refusal(400, "The head has a byte that must not be there.");
const badLineEnd = refusal(400, "Lines must end with CRLF.");
const badVersion = refusal(400, "The version of HTTP is malformed.");
const otherVersion = refusal(505, "HTTP/1.1 is spoken here.");
const badField = refusal(400, "A header field is malformed.");
const repeatedField = refusal(400, "A header field that may stand once stands twice.");
const longStartLine = refusal(414, `The first line is longer than ${limits.line} bytes.`);
const longHead = refusal(431, "The header fields are too long or too many.");

/** Fields that make no sense twice. Others of one name are joined (RFC 9110 §5.3). */
const singular: readonly string[] = Object.freeze([
	"host",
	"content-length",
	"sec-websocket-key",
	"sec-websocket-version",
	"sec-websocket-accept",
	"origin",
	"authorization",
]);

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const colon = 0x3a;
const del = 0x7f;

/** What the bytes that come in belong to. */
export const State = Object.freeze({
	startLine: 0,
	fieldName: 1,
	keptValue: 2,
	ignoredValue: 3,
	/** A value that goes to the `watcher`. */
	watchedValue: 4,
	done: 5,
} as const);
type State = (typeof State)[keyof typeof State];

/** Who is told a value that is not kept, byte by byte. */
interface Watcher {
	take(byte: number): void;
	/** A field has ended. */
	end(): void;
}

export abstract class HeadParser {
	/** Why the head is refused, once it is; no more bytes are taken then. To be read only. */
	refusal: Refusal | undefined;

	protected state: State = State.startLine;
	protected minor = 1;
	protected readonly fields = new Map<string, string>();
	protected watcher: Watcher | undefined;
	protected readonly decode: (bytes: Uint8Array) => string;
	private readonly names: readonly string[];
	private line = new Uint8Array(128);
	private length = 0;
	private carriageReturned = false;
	private total = 0;
	private kept = 0;
	private count = 0;
	private name = "";

	/** `names` are the header fields to keep, in lower case; `decode` makes a string of UTF-8, without ever throwing. */
	constructor(names: readonly string[], decode: (bytes: Uint8Array) => string) {
		this.names = names;
		this.decode = decode;
	}

	/** The first line has come; empty lines in front of it, too. The state says what is next. */
	protected abstract endStartLine(line: string): Refusal | undefined;
	/** The empty line has come. */
	protected abstract endHead(): Refusal | undefined;

	/** The name of a field has come; the state is that of its value. */
	protected beginField(_name: string): Refusal | undefined {
		return undefined;
	}

	/** Whether a tab or a byte over 7F may stand in the first line. */
	protected get allowsText(): boolean {
		return false;
	}

	/** Takes bytes from `offset`; returns the offset behind the head's last byte, or `bytes.length`. */
	receive(bytes: Uint8Array, offset: number): number {
		const { length } = bytes;
		while (offset < length && !this.refusal && this.state !== State.done) {
			const byte = bytes[offset++] as number;
			this.refusal = ++this.total > limits.head ? longHead : this.take(byte);
		}
		return this.refusal ? length : offset;
	}

	/** Forgets the fields, for the head that follows this one. */
	protected restart(): void {
		this.fields.clear();
		this.kept = 0;
		this.state = State.startLine;
	}

	/** Keeps the minor version of HTTP/1. RFC 9112 §2.3: HTTP-name "/" DIGIT "." DIGIT. */
	protected takeVersion(text: string): Refusal | undefined {
		const numbers = text.startsWith("HTTP/") ? text.slice(5).split(".") : [];
		if (numbers.length !== 2 || !numbers.every((number) => number.length === 1 && isDigits(number))) return badVersion;
		if (numbers[0] !== "1") return otherVersion;
		this.minor = Number(numbers[1]);
		return undefined;
	}

	private take(byte: number): Refusal | undefined {
		if (this.carriageReturned) {
			this.carriageReturned = false;
			// RFC 9112 §2.2: a bare CR is invalid.
			return byte === lineFeed ? this.endLine() : badLineEnd;
		}
		if (byte === carriageReturn) {
			this.carriageReturned = true;
			return undefined;
		}
		// RFC 9112 §2.2: a recipient MAY recognize a single LF as a line terminator; we do not.
		if (byte === lineFeed) return badLineEnd;
		// RFC 9110 §5.5: field values with CR, LF, NUL or other control characters are invalid; HTAB is white space.
		if ((byte < space && byte !== tab) || byte === del) return badByte;
		if (this.state === State.ignoredValue) return undefined;
		if (this.state === State.watchedValue) {
			this.watcher?.take(byte);
			return undefined;
		}
		if (this.state === State.startLine) {
			if ((byte > del || byte === tab) && !this.allowsText) return badByte;
		} else if (byte > del) return badByte;
		else if (byte === colon && this.state === State.fieldName) return this.endName();
		return this.append(byte);
	}

	private append(byte: number): Refusal | undefined {
		if (this.length === limits.line) return this.state === State.startLine ? longStartLine : longHead;
		if (this.length === this.line.length) {
			const line = new Uint8Array(Math.min(2 * this.length, limits.line));
			line.set(this.line);
			this.line = line;
		}
		this.line[this.length++] = byte;
		return undefined;
	}

	private text(): string {
		const text = this.decode(this.line.subarray(0, this.length));
		this.length = 0;
		return text;
	}

	private endLine(): Refusal | undefined {
		switch (this.state) {
			case State.startLine:
				return this.endStartLine(this.text());
			case State.fieldName:
				// A field line without a colon, or the empty line that ends the head.
				return this.length ? badField : this.endHead();
			case State.keptValue:
				return this.endValue();
			case State.watchedValue:
				this.watcher?.end();
		}
		this.state = State.fieldName;
		return undefined;
	}

	private endName(): Refusal | undefined {
		const name = this.text().toLowerCase();
		// RFC 9112 §5.1: no white space between name and colon; §5.2: no line folding. Both are no token.
		if (!isToken(name)) return badField;
		if (++this.count > limits.fields) return longHead;
		this.name = name;
		this.state = this.names.includes(name) ? State.keptValue : State.ignoredValue;
		return this.beginField(name);
	}

	private endValue(): Refusal | undefined {
		this.kept += this.length;
		if (this.kept > limits.kept) return longHead;
		// RFC 9110 §5.5: white space around a value is not part of it. In ASCII, that is what trim() removes.
		const value = this.text().trim();
		const former = this.fields.get(this.name);
		this.state = State.fieldName;
		if (former !== undefined && singular.includes(this.name)) return repeatedField;
		this.fields.set(this.name, former === undefined ? value : `${former}, ${value}`);
		return undefined;
	}
}
