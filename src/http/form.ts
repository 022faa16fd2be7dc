/*
	The content of a form, application/x-www-form-urlencoded (URL Standard §5.1), as names and values in their order. Stricter
	than a browser's reader, for all of it comes from browsers: with a "%" before anything but two hexadecimal digits, bytes
	that are not ASCII, or what is not UTF-8, there is no form. Limits: the content is at hand as a whole.
*/

export const formType = "application/x-www-form-urlencoded";

export type FormFields = readonly (readonly [name: string, value: string])[];

/** UTF-8, by the host. */
interface Utf8 {
	isUtf8(bytes: Uint8Array): boolean;
	decode(bytes: Uint8Array): string;
}

const ampersand = 0x26;
const equals = 0x3d;
const percent = 0x25;
const plus = 0x2b;
const space = 0x20;

/** Undefined when `content` is malformed. */
export function readForm(content: Uint8Array, utf8: Utf8): FormFields | undefined {
	const fields: [string, string][] = [];
	for (let start = 0; start < content.length; ) {
		const end = indexOf(content, ampersand, start, content.length);
		if (end > start) {
			const middle = indexOf(content, equals, start, end);
			const name = decoded(content.subarray(start, middle), utf8);
			const value = decoded(content.subarray(Math.min(middle + 1, end), end), utf8);
			if (name === undefined || value === undefined) return undefined;
			fields.push([name, value]);
		}
		start = end + 1;
	}
	return fields;
}

/** The value of the first field of that name; undefined when there is none. */
export function fieldNamed(fields: FormFields, name: string): string | undefined {
	for (const [other, value] of fields) if (other === name) return value;
	return undefined;
}

/** Where the byte is, or else `end`. */
function indexOf(content: Uint8Array, byte: number, start: number, end: number): number {
	for (let i = start; i < end; i++) if (content[i] === byte) return i;
	return end;
}

function decoded(coded: Uint8Array, utf8: Utf8): string | undefined {
	const bytes = new Uint8Array(coded.length);
	let length = 0;
	for (let i = 0; i < coded.length; i++) {
		let byte = coded[i] ?? 0;
		if (byte < space || byte > 0x7e) return undefined;
		if (byte === plus) byte = space;
		else if (byte === percent) {
			const high = digit(coded[++i]);
			const low = digit(coded[++i]);
			if (high < 0 || low < 0) return undefined;
			byte = (high << 4) | low;
		}
		bytes[length++] = byte;
	}
	const whole = bytes.subarray(0, length);
	return utf8.isUtf8(whole) ? utf8.decode(whole) : undefined;
}

/** The value of a hexadecimal digit, -1 for what is none. */
function digit(byte = 0): number {
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const letter = byte | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
