/*
	One cookie of a request (RFC 6265 §4.2, §5.4), found while its Cookie fields stream by: nothing is held but its value.

	Pairs end at ";", whatever else stands in them: cookies of others may hold anything. Quotes belong to a value (§4.1.1). The
	first cookie of the name counts: browsers send the most specific one first (§5.4, 2).
	A value over `longestCookie` or with a byte over 7F is passed over, since nobody who asks for a cookie has set it.
*/

/** Bytes of the longest value. */
export const longestCookie = 128;

const semicolon = 0x3b;

/** In `matched`: this pair is none of ours. */
const other = -1;

const isWhiteSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09;

export class CookieScanner {
	/** The cookie's value, once it has come. To be read only. */
	value: string | undefined;
	/** The name with its "=". */
	private readonly start: string;
	private readonly decode: (bytes: Uint8Array) => string;
	/** How many characters of `start` this pair has begun with; or `other`. */
	private matched = 0;
	private readonly bytes = new Uint8Array(longestCookie);
	private length = 0;

	constructor(name: string, decode: (bytes: Uint8Array) => string) {
		this.start = `${name}=`;
		this.decode = decode;
	}

	/** The next byte of a Cookie field's value. */
	take(byte: number): void {
		if (byte === semicolon) this.end();
		else if (this.matched === this.start.length) this.takeValue(byte);
		else if (this.matched > 0 || (this.matched === 0 && !isWhiteSpace(byte)))
			this.matched = byte === this.start.charCodeAt(this.matched) ? this.matched + 1 : other;
	}

	/** A pair has ended, or with it the field. */
	end(): void {
		// Trailing white space is the field's, not the value's.
		if (this.matched === this.start.length) this.value ??= this.decode(this.bytes.subarray(0, this.length)).trim();
		this.matched = 0;
		this.length = 0;
	}

	private takeValue(byte: number): void {
		if (byte > 0x7f || this.length === longestCookie) this.matched = other;
		else if (this.length || !isWhiteSpace(byte)) this.bytes[this.length++] = byte;
	}
}
