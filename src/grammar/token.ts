/*
	Tokens (RFC 9110 §5.6.2), which HTTP and the WebSocket handshake have in common.

	Loops, not regular expressions: XS compiles a pattern each time it is evaluated, and cannot keep one in flash.
*/

/** Letters and digits. */
export const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Whether `value` has characters of `set` only, and at least one. */
export const consistsOf = (set: string, value: string): boolean => {
	for (let i = 0; i < value.length; i++) if (!set.includes(value.charAt(i))) return false;
	return value.length > 0;
};

const tchar = `${alphabet}!#$%&'*+-.^_\`|~`;

/** A token (RFC 9110 §5.6.2): methods, field names, subprotocols, extensions. */
export const isToken = (value: string): boolean => consistsOf(tchar, value);
