// `npm run certificate`: certificates for the device, to be flashed with the firmware.
//
//   --name dipsocket.local [--name …] [--ip 192.168.1.5 …]   a certificate by a private CA, which is made the first time
//   --key FILE --certificate FILE                             your own, in PEM or DER; issuers behind it
//
// Keys and certificates lie in certificates/, which git ignores; $CERTIFICATES is another folder. Then `npm run flash -- tls=on …` takes them.

import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { isName } from "../src/device/config.js";
import { authority, type Issued, leaf } from "./certificate/issue.js";
import { authorityFiles, deviceFiles, faultsOf, isAddress, keep, type Pair, readPair } from "./certificate/store.js";
import { runTool, UsageError } from "./commandline.js";

const several = Object.freeze({ type: "string", multiple: true } as const);
const one = Object.freeze({ type: "string" } as const);

const tool = Object.freeze({
	name: "certificate",
	usage: `usage: npm run certificate -- --name dipsocket.local [--name …] [--ip 192.168.1.5 …]   a certificate by a private CA
       npm run certificate -- --key FILE --certificate FILE                            your own, in PEM or DER`,
	options: { name: several, ip: several, key: one, certificate: one },
});

const trust = `How to trust the CA, once on each computer or phone that opens the page (whoever has its key can then speak for any
site to them: keep certificates/ca-key.pem safe, or delete it when you need no more certificates):

Windows        Double-click ca.pem (named ca.crt), Install Certificate, Current User, place it in "Trusted Root Certification
               Authorities". Chrome and Edge follow.
macOS          Double-click ca.pem; in Keychain Access open it, and under Trust choose "Always Trust".
iPhone, iPad   Send ca.pem to it, install the profile under Settings > General > VPN & Device Management, then switch it on
               under General > About > Certificate Trust Settings.
Android        Settings > Security > More > Encryption & credentials > Install a certificate > CA certificate. Apps do not
               follow, browsers do.
Linux          Chrome: chrome://settings/certificates, Custom, Installed by you, Import, or
               certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n dipsocket -i ca.pem (of libnss3-tools). The system and curl:
               copy it to /usr/local/share/ca-certificates/dipsocket.crt and run update-ca-certificates.
Firefox        has its own list on every system: Settings > Privacy & Security > View Certificates > Authorities > Import.`;

function pairOf({ key, certificate }: Issued): Pair {
	return {
		key: createPrivateKey({ key, format: "der", type: "pkcs8" }),
		chain: [new X509Certificate(certificate)],
	};
}

/** The CA that there is, or a new one. */
async function findAuthority(): Promise<Pair> {
	if (existsSync(authorityFiles.key)) return readPair(authorityFiles);
	const made = pairOf(await authority(`Dipsocket CA of ${new Date().toISOString().slice(0, 10)}`));
	keep(authorityFiles, made);
	console.log(`A private CA was made: ${relative(".", authorityFiles.certificate)}`);
	return made;
}

async function issue(names: readonly string[]): Promise<void> {
	const { key, chain } = await findAuthority();
	const by = chain[0];
	if (!by || Date.parse(by.validTo) < Date.now()) throw new Error(`The CA has expired: delete ${authorityFiles.key}`);
	const pair = pairOf(await leaf(names, { certificate: by.raw, key }));
	keep(deviceFiles, pair);
	report(pair);
	console.log(`\n${trust}`);
}

function take(key: string, certificate: string): void {
	const pair = readPair({ key, certificate });
	const names = (pair.chain[0]?.subjectAltName ?? "").split(", ").map((name) => name.replace(/^DNS:/, ""));
	const faults = faultsOf(pair, names, Date.now());
	if (faults.length) throw new Error(`${certificate}: ${faults.join("; ")}`);
	keep(deviceFiles, pair);
	report(pair);
}

function report({ chain }: Pair): void {
	const own = chain[0];
	console.log(`${relative(".", deviceFiles.certificate)}: ${own?.subjectAltName}, until ${own?.validTo}`);
	console.log(`SHA-256 ${own?.fingerprint256}`);
}

await runTool(tool, async ({ values: { name = [], ip = [], key, certificate } }) => {
	if (key && certificate && !name.length && !ip.length) take(key, certificate);
	else if (!key && !certificate && name.length) {
		for (const each of name) if (!isName(each) || isAddress(each)) throw new UsageError(`not a name: ${each}`);
		for (const each of ip) if (!isAddress(each)) throw new UsageError(`not an IP address: ${each}`);
		await issue([...name, ...ip]);
	} else throw new UsageError("the names of the device are needed, or a key and its certificate");
});
