// Stand-in for Moddable's "Resource": the packed files of the page, and the certificate that is packed for the firmware, as
// read-only bytes with a name.
//
// Strategy: the folder's files are listed by name first, so that what a name finds is exact as on the device: no other
// case, no path out of the folder. On the device a Resource is a buffer in flash; here it is an ArrayBuffer with a copy.
// Limits: writing to it is possible here and throws on the device; `slice(begin, end, false)` makes a copy here.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { host } from "../host.js";

/** The path of a resource. */
function find(name: string): string | undefined {
	const folder = [host.pages, host.certificates].find((folder) => namesIn(folder).includes(name));
	return folder && resolve(folder, name);
}

function namesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { encoding: "utf8", recursive: true }).map((name) => name.replaceAll("\\", "/"));
}

export default class Resource extends ArrayBuffer {
	static override get [Symbol.species](): ArrayBufferConstructor {
		return ArrayBuffer;
	}

	static exists(name: string): boolean {
		return find(name) !== undefined;
	}

	/** Throws URIError when there is no file of this name. */
	constructor(name: string) {
		const path = find(name);
		if (!path) throw new URIError(`Resource not found: ${name}`);
		const bytes = readFileSync(path);
		super(bytes.length);
		new Uint8Array(this).set(bytes);
	}

	/** Bytes from `begin` up to `end`, both clamped; unlike ArrayBuffer's, negative numbers do not count from the end. */
	override slice(begin = 0, end = this.byteLength, _copy = true): ArrayBuffer {
		const start = Math.max(0, begin);
		return super.slice(start, Math.max(start, end));
	}
}
