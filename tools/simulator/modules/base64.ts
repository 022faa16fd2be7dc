// Stand-in for the encoder of Moddable's "base64". Limit: no `decode`.

import { type ByteBuffer, bytesOf } from "../bytes.js";

/** RFC 4648 §4 with padding, of bytes, or of a string's UTF-8. */
function encode(data: string | ByteBuffer): string {
	return Buffer.from(typeof data === "string" ? new TextEncoder().encode(data) : bytesOf(data)).toString("base64");
}

export default Object.freeze({ encode });
