/*
	IPv4 addresses as text and as the four bytes of an A record (RFC 1035 §3.4.1).
*/

/** The bytes of an address in its one form: four numbers without leading zeros; undefined for all else. */
export function addressOf(text: string): Uint8Array | undefined {
	const bytes = Uint8Array.from(text.split("."), Number);
	return bytes.length === 4 && bytes.join(".") === text ? bytes : undefined;
}
