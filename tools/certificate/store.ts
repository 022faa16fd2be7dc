// Keys and certificates as they lie in certificates/, which git ignores: the private CA, and the device's, which is flashed
// with the firmware when there is one. All in PEM; keys are for their owner's eyes alone (0600).

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { root } from "../root.js";

/** `$CERTIFICATES` is another folder. */
export const folder = resolve(root, process.env.CERTIFICATES ?? "certificates");

export const authorityFiles = { key: join(folder, "ca-key.pem"), certificate: join(folder, "ca.pem") };
export const deviceFiles = { key: join(folder, "device-key.pem"), certificate: join(folder, "device.pem") };

/** What the firmware looks for (src/platform/tls/certificate.ts), where its manifest does; beside $CERTIFICATES for the desktop. */
export const packed = process.env.CERTIFICATES ? join(folder, "packed") : resolve(root, "build/certificate");
const packedFiles = { key: join(packed, "tls-key.der"), certificate: join(packed, "tls-certificate.der") };

/** The board sends its certificates in one record, of CONFIG_MBEDTLS_SSL_OUT_CONTENT_LEN bytes (tools/sdkconfig/). */
const longestChain = 2048 - 128;

export interface Pair {
	readonly key: KeyObject;
	/** The device's own first. */
	readonly chain: readonly X509Certificate[];
}

export const pemOf = (certificate: X509Certificate): string => certificate.toString();

/** Writes a key and its certificates. */
export function keep(files: typeof deviceFiles, { key, chain }: Pair): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	writeFileSync(files.key, key.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
	// A file that was there keeps its mode.
	chmodSync(files.key, 0o600);
	writeFileSync(files.certificate, chain.map(pemOf).join(""));
}

/** The key and certificates in files of PEM or DER. Throws with a sentence. */
export function readPair(files: typeof deviceFiles): Pair {
	return { key: readKey(files.key), chain: readChain(files.certificate) };
}

function readKey(path: string): KeyObject {
	const bytes = readFileSync(path);
	const attempts = [
		{ key: bytes, format: "pem" },
		{ key: bytes, format: "der", type: "pkcs8" },
		{ key: bytes, format: "der", type: "sec1" },
	] as const;
	for (const attempt of attempts) {
		try {
			return createPrivateKey(attempt);
		} catch {
			// Another format, or none.
		}
	}
	throw new Error(`${path} is no private key in PEM or DER without a password`);
}

function readChain(path: string): X509Certificate[] {
	const bytes = readFileSync(path);
	const blocks = bytes.toString("latin1").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [
		bytes,
	];
	try {
		return blocks.map((block) => new X509Certificate(block));
	} catch {
		throw new Error(`${path} is no certificate in PEM or DER`);
	}
}

/**
 * What is wrong with a pair for a device of these names at this time, as sentences; `now` in ms. A name that a browser may use
 * and the certificate does not have is no mistake if there is another.
 */
export function faultsOf({ key, chain }: Pair, names: readonly string[], now: number): string[] {
	const faults: string[] = [];
	const [own] = chain;
	if (!own) return ["there is no certificate"];
	if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") faults.push("the key is not of the curve P-256");
	if (!own.checkPrivateKey(key)) faults.push("the key is not the certificate's");
	if (Date.parse(own.validFrom) > now) faults.push(`the certificate is not good before ${own.validFrom}`);
	if (Date.parse(own.validTo) <= now) faults.push(`the certificate has expired on ${own.validTo}`);
	if (!isFor(own, names))
		faults.push(`the certificate is for none of ${names.join(", ")}: it is for ${own.subjectAltName}`);
	const length = chain.reduce((sum, { raw }) => sum + raw.length, 0);
	if (length > longestChain)
		faults.push(`the certificates have ${length} bytes together, and a board can send ${longestChain}`);
	for (const [i, certificate] of chain.entries()) {
		const issuer = chain[i + 1];
		if (issuer && !certificate.checkIssued(issuer)) faults.push("each certificate has to stand before its issuer's");
	}
	return faults;
}

/** A certificate for an address alone is the owner's decision. */
const isFor = (certificate: X509Certificate, names: readonly string[]): boolean =>
	names.some((name) => certificate.checkHost(name)) || /IP Address:/.test(certificate.subjectAltName ?? "");

/**
 * Puts the device's key and certificates where its build looks for them, or takes them away from there when there are none.
 * Throws with what is wrong of them.
 */
export function packCertificate(names: readonly string[]): void {
	rmSync(packed, { recursive: true, force: true });
	mkdirSync(packed, { recursive: true });
	if (!existsSync(deviceFiles.certificate)) return;
	const pair = readPair(deviceFiles);
	const faults = faultsOf(pair, names, Date.now());
	if (faults.length) throw new Error(`${deviceFiles.certificate}: ${faults.join("; ")}`);
	writeFileSync(packedFiles.key, pair.key.export({ type: "sec1", format: "der" }), { mode: 0o600 });
	writeFileSync(packedFiles.certificate, Buffer.concat(pair.chain.map(({ raw }) => raw)));
}

/** Whether something is an address. */
export const isAddress = (name: string): boolean => isIP(name) !== 0;
