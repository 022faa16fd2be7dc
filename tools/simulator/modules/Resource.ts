// Stand-in for Moddable's "Resource": the packed files of the page, as read-only bytes with a name.
//
// Strategy: the folder's files are listed by name first, so that what a name finds is exact as on the device: no other
// case, no path out of the folder. On the device a Resource is a buffer in flash; here it is an ArrayBuffer with a copy.
// Limits: writing to it is possible here and throws on the device; `slice(begin, end, false)` makes a copy here.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { host } from "../host.js";

function names(): string[] {
	if (!existsSync(host.pages)) return [];
	return readdirSync(host.pages, { encoding: "utf8", recursive: true }).map((name) => name.replaceAll("\\", "/"));
}

export default class Resource extends ArrayBuffer {
	static override get [Symbol.species](): ArrayBufferConstructor {
		return ArrayBuffer;
	}

	static exists(name: string): boolean {
		return names().includes(name);
	}

	/** Throws URIError when there is no file of this name. */
	constructor(name: string) {
		if (!Resource.exists(name)) throw new URIError(`Resource not found: ${name}`);
		const bytes = readFileSync(resolve(host.pages, name));
		super(bytes.length);
		new Uint8Array(this).set(bytes);
	}

	/** Bytes from `begin` up to `end`, both clamped; unlike ArrayBuffer's, negative numbers do not count from the end. */
	override slice(begin = 0, end = this.byteLength, _copy = true): ArrayBuffer {
		const start = Math.max(0, begin);
		return super.slice(start, Math.max(start, end));
	}
}
