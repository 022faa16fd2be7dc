/*
	The data of a TXT record: texts of "key=value", each with its length before it (RFC 6763 §6).
*/

/** Bytes of a text (RFC 1035 §3.3). */
const longestText = 255;

/** Without any text there is an empty one (RFC 6763 §6.1). Throws RangeError for one that is too long. */
export function textData(texts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const text of texts) length += 1 + text.length;
	const data = new Uint8Array(length || 1);
	let at = 0;
	for (const text of texts) {
		if (text.length > longestText) throw new RangeError(`a DNS text of ${text.length} bytes`);
		data[at++] = text.length;
		data.set(text, at);
		at += text.length;
	}
	return data;
}
