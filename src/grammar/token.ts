/*
	Tokens (RFC 9110 §5.6.2), which HTTP and the WebSocket handshake have in common.

	Loops, not regular expressions: XS compiles a pattern each time it is evaluated, and cannot keep one in flash.
*/

export const alphanumerics = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Whether `text` has characters of `characters` only, and at least one. */
export const consistsOf = (characters: string, text: string): boolean => {
	for (let i = 0; i < text.length; i++) if (!characters.includes(text.charAt(i))) return false;
	return text.length > 0;
};

const tokenCharacters = `${alphanumerics}!#$%&'*+-.^_\`|~`;

/** A token (RFC 9110 §5.6.2): methods, field names, subprotocols, extensions. */
export const isToken = (text: string): boolean => consistsOf(tokenCharacters, text);
