// Certificates for devices: who signs, for which names, for how long. By @peculiar/x509 over WebCrypto.
//
// Strategy: P-256 and SHA-256 throughout, since that is what the board speaks. A leaf is good for 825 days, the most that
// Apple's systems accept of anybody's CA; the CA for ten years, for leaves alone (pathLen 0).

import { type KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as Crypto);

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export const leafDays = 825;
const authorityDays = 3650;
const day = 86_400_000;

export interface Issued {
	/** PKCS #8. */
	readonly key: Buffer;
	/** DER. */
	readonly certificate: Buffer;
}

/** Who signs: a CA's certificate in DER and its key. */
export interface Authority {
	readonly certificate: Buffer;
	readonly key: KeyObject;
}

const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;

async function issued(keys: CryptoKeyPair, certificate: x509.X509Certificate): Promise<Issued> {
	const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
	return { key, certificate: Buffer.from(certificate.rawData) };
}

/** Clocks may differ by a day. */
const periodOf = (days: number) => ({
	notBefore: new Date(Date.now() - day),
	notAfter: new Date(Date.now() + (days - 1) * day),
});

/** Random, positive, 16 bytes (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
	const bytes = webcrypto.getRandomValues(new Uint8Array(16));
	bytes[0] = (bytes[0]! & 0x7f) | 0x40;
	return Buffer.from(bytes).toString("hex");
}

function leafExtensions(names: readonly string[]): x509.Extension[] {
	const alternatives = names.map((name) => ({ type: isIP(name) ? ("ip" as const) : ("dns" as const), value: name }));
	return [
		new x509.BasicConstraintsExtension(false, undefined, true),
		new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
		new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
		new x509.SubjectAlternativeNameExtension(alternatives),
	];
}

/** A certificate that signs itself, as a device makes its own. */
export async function selfSigned(names: readonly string[]): Promise<Issued> {
	const keys = await makeKeys();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: `CN=${names[0]}`,
		serialNumber: serialNumber(),
		notBefore: new Date("2026-01-01T00:00:00Z"),
		notAfter: new Date("2049-12-31T23:59:59Z"),
		signingAlgorithm: algorithm,
		keys,
		extensions: leafExtensions(names),
	});
	return issued(keys, certificate);
}

/** A private CA. */
export async function authority(name: string): Promise<Issued> {
	const keys = await makeKeys();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: `CN=${name}`,
		serialNumber: serialNumber(),
		...periodOf(authorityDays),
		signingAlgorithm: algorithm,
		keys,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	return issued(keys, certificate);
}

/** A device's certificate, by a CA. */
export async function leaf(names: readonly string[], by: Authority): Promise<Issued> {
	const keys = await makeKeys();
	const issuer = new x509.X509Certificate(Uint8Array.from(by.certificate));
	const der = by.key.export({ type: "pkcs8", format: "der" });
	const signingKey = await webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
	const certificate = await x509.X509CertificateGenerator.create({
		subject: `CN=${names[0]}`,
		issuer: issuer.subject,
		serialNumber: serialNumber(),
		...periodOf(leafDays),
		signingAlgorithm: algorithm,
		publicKey: keys.publicKey,
		signingKey,
		extensions: [...leafExtensions(names), await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey)],
	});
	return issued(keys, certificate);
}
