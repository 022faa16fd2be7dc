// Stand-in for Moddable's "preference": small values by domain and key that outlast a restart, in the desktop's file.
//
// Limits: texts, numbers and booleans, no ArrayBuffer; no `keys`.

import { host } from "../host.js";
import type { Preference } from "../preferencefile.js";

/** NVS refuses longer names of domains and keys. */
const LONGEST_NAME = 15;

function checked(domain: string, key: string): void {
	for (const name of [domain, key])
		if (name.length > LONGEST_NAME) throw new RangeError(`"${name}" is longer than ${LONGEST_NAME} characters`);
}

function get(domain: string, key: string): Preference | undefined {
	return host.preferences.get(domain, key);
}

/** Kept when it returns. Throws when that cannot be. */
function set(domain: string, key: string, value: Preference): void {
	checked(domain, key);
	if (!["string", "number", "boolean"].includes(typeof value)) throw new TypeError("unsupported type");
	host.preferences.set(domain, key, value);
}

function remove(domain: string, key: string): void {
	checked(domain, key);
	host.preferences.delete(domain, key);
}

export default Object.freeze({ get, set, delete: remove });
