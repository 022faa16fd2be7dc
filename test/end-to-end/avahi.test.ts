/*
	The device by name, seen by Avahi: browsed, resolved, renamed where Avahi has the name, gone after its goodbye. In namespaces
	of their own (run-avahi.ts), so that neither this machine's network nor its own Avahi is touched.
*/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

function obstacle(): string | false {
	if (process.platform !== "linux") return "needs Linux";
	const programs = ["avahi-daemon", "avahi-browse", "avahi-resolve", "avahi-publish", "dbus-daemon", "ip", "unshare"];
	const missing = programs.filter((name) => spawnSync(name, ["--version"]).error);
	if (missing.length)
		return `needs ${missing.join(", ")}: apt-get install avahi-daemon avahi-utils dbus iproute2 util-linux`;
	const { status } = spawnSync("unshare", ["-nm", "true"]);
	return status === 0 ? false : "needs the right to make a network namespace: run it as root";
}

test("Avahi finds the device, its page and its text; keeps a name it has; and hears goodbye", {
	skip: obstacle(),
}, () => {
	const entry = fileURLToPath(new URL("run-avahi.js", import.meta.url));
	const words = ["-nm", "--pid", "--fork", "--kill-child", "--mount-proc", process.execPath, entry];
	const { stdout, stderr } = spawnSync("unshare", words, { encoding: "utf8", timeout: 240_000 });
	assert.match(stdout, /^\{.*\}$/m, stderr);
	const seen = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
	const text = ['"path=/"', '"version=0.1.0"', '"board=desktop"'];
	const line = seen.browse.split("\n").find((line: string) => line.startsWith("=;lo;IPv4;board;")) ?? "";
	assert.ok(line.startsWith(`=;lo;IPv4;board;_http._tcp;local;board.local;127.0.0.1;${seen.port};`), seen.browse);
	for (const one of text) assert.ok(line.includes(one), line);
	assert.match(seen.types, /;board;_http\._tcp;local/);
	assert.equal(seen.name, "board.local 127.0.0.1");
	assert.equal(seen.taken, "taken.local 127.0.0.9");
	assert.equal(seen.second, "taken-2.local 127.0.0.1");
	assert.doesNotMatch(seen.after, /;board;/);
	assert.match(seen.after, /;taken-2;/);
	assert.equal(seen.peer, "127.0.0.1 peer.local");
});
