// Stand-in for the digests of Moddable's "crypt", by node:crypto.
//
// Limits: of the module's classes only Digest, and of its methods write, update and close; no GHASH.

import { createHash, type Hash } from "node:crypto";
import { type ByteBuffer, bytesOf } from "../bytes.js";

const TYPES: readonly string[] = Object.freeze(["MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"]);

export class Digest {
	readonly #hash: Hash;

	constructor(type: string) {
		if (!TYPES.includes(type)) throw new Error("crypt: unsupported digest");
		this.#hash = createHash(type.toLowerCase());
	}

	/** Takes bytes, or a string as its UTF-8. */
	write(data: string | ByteBuffer): void {
		this.#hash.update(typeof data === "string" ? data : bytesOf(data));
	}

	update(data: string | ByteBuffer): void {
		this.write(data);
	}

	/** The digest; the instance is used up. */
	close(): ArrayBuffer {
		return Uint8Array.from(this.#hash.digest()).buffer;
	}
}

export default Object.freeze({ Digest });
