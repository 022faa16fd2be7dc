/*
	The head of an HTTP/1.1 request (RFC 9112 §3): its first line, one Host, one length, and of all cookies one. What a head is,
	and what bounds it, stands in head.ts.

	What follows the head is not looked at. Content has a Content-Length or is refused.
*/

import { isDigits, isHost } from "../grammar/grammar.js";
import { isToken } from "../grammar/token.js";
import { CookieScanner } from "./cookie.js";
import { HeadParser, type Refusal, refusal, State } from "./head.js";
import { parseTarget } from "./target.js";

const badRequestLine = refusal(400, "The request line is malformed.");
const badTarget = refusal(400, "The request target is malformed.");
const badHost = refusal(400, "There must be one valid Host.");
const badLength = refusal(400, "Content-Length is malformed.");
const twoLengths = refusal(400, "Transfer-Encoding and Content-Length contradict each other.");
const noLength = refusal(411, "Content needs a Content-Length: transfer codings are not taken here.");

/** Judged whether or not anybody else asks for them. */
const judgedFields: readonly string[] = Object.freeze(["host", "content-length", "transfer-encoding"]);

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

export class RequestParser extends HeadParser {
	/** The head, once it is whole; no more bytes are taken then. To be read only. */
	request: Request | undefined;
	/** The method, as soon as it is known. To be read only. */
	method = "";

	private target = "";
	private readonly cookie: string;
	/** Made with the first Cookie field, if a cookie is asked for. */
	declare protected watcher: CookieScanner | undefined;

	/** As a HeadParser; and `cookie` is the name of the cookie to keep, "" for none. */
	constructor(names: readonly string[], decode: (bytes: Uint8Array) => string, cookie = "") {
		super(names, decode);
		this.cookie = cookie;
	}

	protected override endStartLine(line: string): Refusal | undefined {
		// RFC 9112 §2.2: a server SHOULD ignore at least one empty line received prior to the request line.
		if (line === "") return undefined;
		// RFC 9112 §3: method SP request-target SP HTTP-version.
		const [method = "", target, version, more] = line.split(" ");
		if (!isToken(method) || !target || version === undefined || more !== undefined) return badRequestLine;
		this.method = method;
		this.target = target;
		this.state = State.fieldName;
		return this.takeVersion(version);
	}

	protected override beginField(name: string): Refusal | undefined {
		if (judgedFields.includes(name)) this.state = State.keptValue;
		else if (name === "cookie" && this.cookie) {
			this.watcher ??= new CookieScanner(this.cookie, this.decode);
			this.state = State.watchedValue;
		}
		return undefined;
	}

	protected override endHead(): Refusal | undefined {
		const { method, minor, fields } = this;
		// RFC 9112 §6.3: an invalid Content-Length is an unrecoverable error.
		const announced = fields.get("content-length");
		if (announced !== undefined && !isDigits(announced)) return badLength;
		// RFC 9112 §6.3: both are a sign of smuggling; a server MAY refuse content that has no Content-Length.
		if (fields.has("transfer-encoding")) return announced === undefined ? noLength : twoLengths;
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
		this.request = { method, path, query, minor, cookie: this.watcher?.value, field: (name) => fields.get(name) };
		this.state = State.done;
		return undefined;
	}
}
