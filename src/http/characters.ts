/*
	Which characters a text may have, by the grammars of RFC 9110 and RFC 3986. Loops, not regular expressions: XS compiles
	a pattern each time it is evaluated, and cannot keep one in flash.
*/

const digits = "0123456789";
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function consistsOf(characters: string, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (!characters.includes(text[i])) return false;
	return text.length > 0;
}

const tokenCharacters = `${letters}${digits}!#$%&'*+-.^_\`|~`;

/** A token (RFC 9110 §5.6.2): methods and field names. */
export const isToken = (text: string): boolean => consistsOf(tokenCharacters, text);

export const isDigits = (text: string): boolean => consistsOf(digits, text);

const nameCharacters = `${letters}${digits}-._~%!$&'()*+,;=`;
const addressCharacters = `${digits}abcdefABCDEF:.`;

/** A host with an optional port (RFC 3986 §3.2.2, §3.2.3): a name, an IPv4 address, or an IPv6 address in brackets. */
export function isHost(text: string): boolean {
	const bracket = text.startsWith("[") ? text.indexOf("]") : -1;
	const colon = text.indexOf(":", Math.max(0, bracket));
	const host = colon < 0 ? text : text.slice(0, colon);
	const port = colon < 0 ? "" : text.slice(colon + 1);
	if (port && !isDigits(port)) return false;
	if (bracket < 0) return consistsOf(nameCharacters, host);
	return bracket === host.length - 1 && consistsOf(addressCharacters, host.slice(1, -1));
}
