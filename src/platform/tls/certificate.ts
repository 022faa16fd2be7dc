/*
	The key and the certificates of this device's TLS: those that were flashed with the firmware (`npm run certificate`), or a
	certificate of its own, made at the first start and again when its names or its address are others. That one is kept in the
	preferences, in one piece, so that a restart never parts a key from its certificate.

	Nothing of the server's reads these: no route names their files, and preferences are not served.
*/

import Resource from "Resource";
import Base64 from "base64";
import { Identity, selfSign } from "tlsfilter";
import type { Preferences } from "../../device/ports.js";
import type { Log } from "../../server/ports.js";

const keyFile = "tls-key.der";
const chainFile = "tls-certificate.der";
const preference = "tls";
/** Between the names, the key and the certificate that are kept; in none of them. */
const separator = " ";

/** The identity for these DNS names and addresses. Throws with a sentence when there can be none. */
export function openIdentity(names: readonly string[], preferences: Preferences, log: Log): Identity {
	if (Resource.exists(keyFile)) return flashed();
	const wanted = names.join(",");
	return kept(wanted, preferences) ?? made(wanted, preferences, log);
}

function flashed(): Identity {
	// A Resource is a host buffer: the typings do not know that it is as good as an ArrayBuffer.
	const read = (name: string) => new Resource(name) as unknown as ArrayBuffer;
	return new Identity(read(keyFile), read(chainFile));
}

function kept(wanted: string, preferences: Preferences): Identity | undefined {
	try {
		const text = preferences.get(preference);
		if (typeof text !== "string") return undefined;
		const [names, key = "", certificate = ""] = text.split(separator);
		if (names !== wanted) return undefined;
		return new Identity(Base64.decode(key), Base64.decode(certificate));
	} catch {
		// Unreadable: as good as none.
		return undefined;
	}
}

function made(wanted: string, preferences: Preferences, log: Log): Identity {
	const { key, certificate } = selfSign(wanted);
	const identity = new Identity(key, certificate);
	try {
		preferences.set(preference, [wanted, Base64.encode(key), Base64.encode(certificate)].join(separator));
	} catch (error) {
		log(`TLS: the certificate is not kept: ${error}`);
	}
	return identity;
}
