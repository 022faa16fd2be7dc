// `npm run keys`: makes the key that images are signed with, keys/update.pem, which only its owner can read and git does not
// see; or says what the one that is there is. A board that was flashed with its public half, `updateKey`, takes images of this
// key alone, so keep it: without it such boards can only be updated by cable.

import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { runTool } from "../commandline.js";
import { keyFile, publicKeyOf, readKey } from "./imagefile.js";

const tool = Object.freeze({
	name: "keys",
	usage: `usage: npm run keys
Makes the key that updates are signed with, or says what the one that is there is: ${keyFile}`,
});

await runTool(tool, () => {
	const present = readKey();
	if (!present) {
		const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
		// "wx": never over a key that has come meanwhile.
		writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
	}
	const key = readKey();
	if (!key) throw new Error(`${keyFile} cannot be read`);
	console.log(`${present ? "There is a key already" : "A new key"}: ${keyFile}`);
	console.log("Builds sign with it from now on, and give boards its public half:");
	console.log(`updateKey=${publicKeyOf(key)}`);
});
