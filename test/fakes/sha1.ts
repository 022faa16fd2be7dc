/*
	SHA-1 for the engines that bring none to the tests: one digest, known from RFC 6455 §1.3.
*/

export const sampleKey = "dGhlIHNhbXBsZSBub25jZQ==";
export const sampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

export function sha1(text: string): string {
	if (text === `${sampleKey}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`) return sampleAccept;
	throw new Error(`the fake knows no digest of ${text}`);
}
