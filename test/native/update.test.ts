/*
	Updates by the C that the board runs, on a flash in memory, with the XS engine and Debian's mbedTLS for signatures, under
	AddressSanitizer, UndefinedBehaviorSanitizer and the leak detector (run-update.ts). $ROUNDS is how often, with new seeds.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publicKeyOf } from "../../tools/update/imagefile.js";
import { buildXS } from "../../tools/xs/build.js";

const sanitizer = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const folder = "test/native/update";

const addition = {
	sources: [
		...["update", "trial", "signature"].map((part) => resolve(`src/platform/native/${part}.c`)),
		...["idf", "host"].map((part) => resolve(`${folder}/${part}.c`)),
	],
	flags: [
		...sanitizer,
		"-g",
		// The ESP32-C3's.
		"-DCONFIG_IDF_FIRMWARE_CHIP_ID=5",
		"-Dmalloc=boardMalloc",
		`-I${resolve(folder)}`,
		`-I${resolve(folder, "idf")}`,
	],
	libraries: [...sanitizer, "-lmbedcrypto"],
};

const available = process.platform === "linux" && existsSync("/usr/include/psa/crypto.h");
const skip = available ? false : "needs Linux with mbedTLS: apt-get install libmbedtls-dev";

test("updates, trials and signatures, by the C itself", { skip }, async (context) => {
	const built = await buildXS([], undefined, addition);
	if ("missing" in built) return context.skip(`missing ${built.missing}`);
	const { shell } = built;
	const script = fileURLToPath(new URL("run-update.js", import.meta.url));
	const run = (state: string, ...words: string[]) => {
		// Leaks are asked for by the script: the shell ends without freeing its machine.
		const env = { ...process.env, PENDING: state, ASAN_OPTIONS: "detect_leaks=1:leak_check_at_exit=0" };
		const { status, stdout, stderr } = spawnSync(shell, [script, ...words], {
			encoding: "utf8",
			env,
			timeout: 300_000,
		});
		assert.equal(status, 0, `${words[0]}: ${stdout}${stderr}`);
		context.diagnostic(stdout.trim());
	};
	run("1");
	for (let round = Number(process.env.ROUNDS ?? 1); round > 0; round--) {
		const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const digest = randomBytes(32);
		const signature = sign("sha256", digest, { key: privateKey, dsaEncoding: "ieee-p1363" });
		const seed = randomBytes(3).readUIntBE(0, 3);
		run("2", String(seed), publicKeyOf(privateKey), digest.toString("hex"), signature.toString("hex"));
	}
});
