/*
	SHA-1 from the SDK, in base64: for the handshake (RFC 6455 §4.2.2) and for entity tags. Not for secrets.
*/

import Base64 from "base64";
import { Digest } from "crypt";

/** The SHA-1 digest of bytes or of an ASCII text, in base64. */
export function sha1(data: string | ArrayBuffer): string {
	const digest = new Digest("SHA1");
	digest.write(data);
	return Base64.encode(digest.close());
}
