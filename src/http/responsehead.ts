/*
	The head of an HTTP/1.1 response (RFC 9112 §4), for a client. What a head is, and what bounds it, stands in head.ts.

	Interim responses in front of the final one are passed over (RFC 9110 §15.2); all of them share the limits of one head.
	What content follows a head is not looked at: 101 has none, and who gets another status closes the connection.
*/

import { isDigits } from "../grammar/grammar.js";
import { HeadParser, type Refusal, refusal, State } from "./head.js";

const badStatusLine = refusal(400, "The status line is malformed.");

/** A response head that is whole and in order. */
export interface Response {
	/** The minor version of HTTP/1. */
	readonly minor: number;
	readonly status: number;
	/** What the server calls that status, "" if it has no words for it. */
	readonly reason: string;
	/** The value of a field that was asked for, by its name in lower case. */
	field(name: string): string | undefined;
}

export class ResponseParser extends HeadParser {
	/** The head, once it is whole; no more bytes are taken then. To be read only. */
	response: Response | undefined;

	private status = 0;
	private reason = "";

	protected override get allowsText(): boolean {
		return true;
	}

	protected override endStartLine(line: string): Refusal | undefined {
		// RFC 9112 §4: HTTP-version SP status-code SP [ reason-phrase ].
		const [version = "", status = "", ...words] = line.split(" ");
		// RFC 9110 §15: a three-digit integer; values outside the range 100..599 are invalid.
		if (words.length === 0 || status.length !== 3 || !isDigits(status) || status < "100" || status > "599")
			return badStatusLine;
		this.status = Number(status);
		this.reason = words.join(" ");
		this.state = State.fieldName;
		return this.takeVersion(version);
	}

	protected override endHead(): Refusal | undefined {
		const { minor, status, reason, fields } = this;
		// RFC 9110 §15.2: a client MUST be able to parse one or more 1xx responses received prior to a final response.
		if (status < 200 && status !== 101) this.restart();
		else {
			this.response = { minor, status, reason, field: (name) => fields.get(name) };
			this.state = State.done;
		}
		return undefined;
	}
}
