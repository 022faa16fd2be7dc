/*
	The firmware's own TCP, Listener and UDP, C and all, on the XS engine and Debian's lwIP, under AddressSanitizer (run-binding.ts).
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildXS } from "../../tools/xs/build.js";

const native = [
	"tcp",
	"tcptell",
	"tcpdata",
	"listener",
	"resolver",
	"stream",
	"transfer",
	"door",
	"inbox",
	"shortage",
	"news",
	"udp",
	"mailbox",
];
const sanitizer = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const lwip = "/usr/include/lwip";

const addition = {
	sources: [
		...native.map((part) => resolve(`src/platform/native/${part}.c`)),
		...["wire", "xs/host", "xs/common", "xs/dns"].map((part) => resolve(`test/native/${part}.c`)),
	],
	flags: [
		...sanitizer,
		"-g",
		"-DLWIP_DNS=1",
		`-I${resolve("test/native/xs")}`,
		`-I${resolve("test/native/idf")}`,
		"-isystem",
		lwip,
	],
	libraries: [...sanitizer, "-llwip"],
};

const available = process.platform === "linux" && existsSync(`${lwip}/lwip/tcp.h`);
const skip = available ? false : "needs Linux with lwIP: apt-get install liblwip-dev";

test("the contract of TCP, Listener and UDP, by the C itself", { skip }, async (context) => {
	const built = await buildXS([], undefined, addition);
	if ("missing" in built) return context.skip(`missing ${built.missing}`);
	const script = fileURLToPath(new URL("run-binding.js", import.meta.url));
	// The shell ends without freeing its machine.
	const env = { ...process.env, ASAN_OPTIONS: "detect_leaks=0" };
	const { status, stdout, stderr } = spawnSync(built.shell, [script], { encoding: "utf8", env });
	assert.equal(status, 0, stdout + stderr);
	context.diagnostic(stdout.trim());
});
