/*
	The head of an HTTP/1.1 request (RFC 9112 §2–§3, §5), taken in as it comes and bounded in every direction.

	Strategy: bytes are judged one by one, so that nothing forbidden is ever kept, and collected into one line at a time.
	Of the header fields only those are kept whose names the caller has asked for, and of all cookies one; the rest is
	checked and forgotten. RAM of one request: one line, the kept fields and that cookie, all limited; kept text is ASCII, so
	that a byte that came is a byte that is held.

	Strict where leniency is how requests are smuggled: lines end with CRLF, no folding, no space before the colon, one
	Host, one length. There is no content here: a request that announces some is answered and its connection closed.

	Limits: `limits` below. Obsolete text (bytes over 7F) may stand in the fields that are not kept.
*/

import { isDigits, isHost, isToken } from "../grammar/grammar.js";
import { CookieScanner } from "./cookie.js";
import { parseTarget } from "./target.js";

export const limits = Object.freeze({
	/** Bytes of the request line (414) and of a kept field's line (431). */
	line: 512,
	/** Bytes of all kept values (431). */
	kept: 768,
	/** Header fields (431). */
	fields: 64,
	/** Bytes of the whole head (431). */
	head: 8192,
} as const);

/** Why a request is refused: the status of the answer, and a sentence for people. */
export interface Refusal {
	readonly status: number;
	readonly reason: string;
}

const refusal = (status: number, reason: string): Refusal => Object.freeze({ status, reason });
const badByte = refusal(400, "The request has a byte that must not be there.");
const badLineEnd = refusal(400, "Lines must end with CRLF.");
const badRequestLine = refusal(400, "The request line is malformed.");
const badTarget = refusal(400, "The request target is malformed.");
const badVersion = refusal(505, "This server speaks HTTP/1.1.");
const badField = refusal(400, "A header field is malformed.");
const badHost = refusal(400, "There must be one valid Host.");
const repeatedField = refusal(400, "A header field that may stand once stands twice.");
const badLength = refusal(400, "Content-Length is malformed.");
const encodedContent = refusal(400, "Transfer-Encoding has no place here: no request has content.");
const longRequestLine = refusal(414, `The request line is longer than ${limits.line} bytes.`);
const longHead = refusal(431, "The header fields are too long or too many.");

/** Fields that make no sense twice. Others of one name are joined (RFC 9110 §5.3). */
const singular: readonly string[] = Object.freeze([
	"host",
	"content-length",
	"sec-websocket-key",
	"sec-websocket-version",
	"origin",
	"authorization",
]);

/** A request head that is whole and in order. */
export interface Request {
	readonly method: string;
	/** The target's path, percent-decoded, and its query as it came, without the "?". */
	readonly path: string;
	readonly query: string;
	/** The minor version of HTTP/1. */
	readonly minor: number;
	/** The value of the cookie that was asked for. */
	readonly cookie: string | undefined;
	/** The value of a field that was asked for, by its name in lower case. */
	field(name: string): string | undefined;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const colon = 0x3a;
const del = 0x7f;

/** What the bytes that come in belong to. */
const State = Object.freeze({
	requestLine: 0,
	fieldName: 1,
	fieldValue: 2,
	ignoredValue: 3,
	cookies: 4,
	done: 5,
} as const);

export class RequestParser {
	/** The outcome, once there is one; the parser takes no more bytes then. */
	request: Request | undefined;
	refusal: Refusal | undefined;
	/** The method, as soon as it is known. To be read only. */
	method = "";

	private readonly names: readonly string[];
	private readonly cookie: string;
	private readonly decode: (bytes: Uint8Array) => string;
	private state: number = State.requestLine;
	private line = new Uint8Array(128);
	private length = 0;
	private carriageReturned = false;
	private total = 0;
	private kept = 0;
	private count = 0;
	private name = "";
	private readonly fields = new Map<string, string>();
	private target = "";
	private minor = 1;
	/** Made with the first Cookie field, if a cookie is asked for. */
	private cookies: CookieScanner | undefined;

	/**
	 * `names` are the header fields to keep, in lower case; `decode` makes a string of UTF-8, without ever throwing; `cookie`
	 * is the name of the cookie to keep, "" for none.
	 */
	constructor(names: readonly string[], decode: (bytes: Uint8Array) => string, cookie = "") {
		this.names = names;
		this.decode = decode;
		this.cookie = cookie;
	}

	/** Takes bytes from `offset`; returns the offset behind the head's last byte, or `bytes.length`. */
	receive(bytes: Uint8Array, offset: number): number {
		const { length } = bytes;
		while (offset < length && !this.refusal && this.state !== State.done) {
			const byte = bytes[offset++];
			this.refusal = ++this.total > limits.head ? longHead : this.take(byte);
		}
		return this.refusal ? length : offset;
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
		if (this.state === State.cookies) {
			this.cookies?.take(byte);
			return undefined;
		}
		if (byte > del) return badByte;
		if (byte === colon && this.state === State.fieldName) return this.endName();
		if (byte === tab && this.state === State.requestLine) return badByte;
		return this.append(byte);
	}

	private append(byte: number): Refusal | undefined {
		if (this.length === limits.line) return this.state === State.requestLine ? longRequestLine : longHead;
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
			case State.requestLine:
				// RFC 9112 §2.2: a server SHOULD ignore at least one empty line received prior to the request line.
				return this.length ? this.endRequestLine() : undefined;
			case State.fieldName:
				// A field line without a colon, or the empty line that ends the head.
				return this.length ? badField : this.endHead();
			case State.fieldValue:
				return this.endValue();
			default:
				this.cookies?.end();
				this.state = State.fieldName;
				return undefined;
		}
	}

	private endRequestLine(): Refusal | undefined {
		const parts = this.text().split(" ");
		// RFC 9112 §3: method SP request-target SP HTTP-version.
		if (parts.length !== 3 || !isToken(parts[0]) || !parts[1]) return badRequestLine;
		const [method, target, version] = parts;
		// RFC 9112 §2.3: HTTP-name "/" DIGIT "." DIGIT.
		const numbers = version.startsWith("HTTP/") ? version.slice(5).split(".") : [];
		if (numbers.length !== 2 || !numbers.every((number) => number.length === 1 && isDigits(number)))
			return badRequestLine;
		if (numbers[0] !== "1") return badVersion;
		this.method = method;
		this.target = target;
		this.minor = Number(numbers[1]);
		this.state = State.fieldName;
		return undefined;
	}

	private endName(): Refusal | undefined {
		const name = this.text().toLowerCase();
		// RFC 9112 §5.1: no white space between name and colon; §5.2: no line folding. Both are no token.
		if (!isToken(name)) return badField;
		if (++this.count > limits.fields) return longHead;
		if (name === "transfer-encoding") return encodedContent;
		this.name = name;
		if (name === "cookie" && this.cookie) {
			this.cookies ??= new CookieScanner(this.cookie, this.decode);
			this.state = State.cookies;
		} else this.state = name === "content-length" || this.names.includes(name) ? State.fieldValue : State.ignoredValue;
		return undefined;
	}

	private endValue(): Refusal | undefined {
		this.kept += this.length;
		if (this.kept > limits.kept) return longHead;
		// RFC 9110 §5.5: white space around a value is not part of it. In ASCII, that is what trim() removes.
		const value = this.text().trim();
		const former = this.fields.get(this.name);
		this.state = State.fieldName;
		if (former !== undefined && singular.includes(this.name)) return this.name === "host" ? badHost : repeatedField;
		this.fields.set(this.name, former === undefined ? value : `${former}, ${value}`);
		return undefined;
	}

	private endHead(): Refusal | undefined {
		const { method, minor, fields } = this;
		// RFC 9112 §6.3: an invalid Content-Length is an unrecoverable error.
		const announced = fields.get("content-length");
		if (announced !== undefined && !isDigits(announced)) return badLength;
		const target = parseTarget(this.target);
		if (!target) return badTarget;
		// RFC 9112 §3.2: 400 to any HTTP/1.1 request message that lacks a Host, or has more than one or an invalid one.
		const host = fields.get("host");
		if (host === undefined ? minor > 0 : !isHost(host)) return badHost;
		// RFC 9112 §3.2.2: the host of an absolute-form target replaces it.
		if (target.authority !== undefined) {
			if (!isHost(target.authority)) return badTarget;
			fields.set("host", target.authority);
		}
		const { path, query } = target;
		this.request = { method, path, query, minor, cookie: this.cookies?.value, field: (name) => fields.get(name) };
		this.state = State.done;
		return undefined;
	}
}
