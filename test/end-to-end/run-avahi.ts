// The desktop device and Avahi, alone on a loopback interface: run by avahi.test.ts in namespaces of its own, where /run and the
// network are nobody else's. Prints what Avahi's programs say of the device, as JSON.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Desktop } from "./device.js";

const run = (program: string, ...words: string[]) => execFileSync(program, words, { encoding: "utf8" });

/** What a program prints, with tabs as spaces. */
const said = (program: string, ...words: string[]) =>
	spawnSync(program, words, { encoding: "utf8", timeout: 20_000 }).stdout.trim().replaceAll("\t", " ");

/** Asks until the answer has `part`, or for half a minute. */
async function saidWith(part: string, program: string, ...words: string[]): Promise<string> {
	let answer = "";
	for (const end = Date.now() + 30_000; !answer.includes(part) && Date.now() < end; await delay(300))
		answer = said(program, ...words);
	return answer;
}

const bus = `<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/></policy>
</busconfig>`;

const avahi = `[server]
host-name=peer
use-ipv6=no
allow-interfaces=lo
[wide-area]
enable-wide-area=no
`;

run("mount", "-t", "tmpfs", "tmpfs", "/run");
run("ip", "link", "set", "lo", "up");
run("ip", "link", "set", "lo", "multicast", "on");
run("ip", "route", "add", "224.0.0.0/4", "dev", "lo");
mkdirSync("/run/dbus");
writeFileSync("/run/bus.conf", bus);
writeFileSync("/run/avahi.conf", avahi);
run("dbus-daemon", "--config-file=/run/bus.conf", "--fork");
const daemon = spawn(
	"avahi-daemon",
	["-f", "/run/avahi.conf", "--no-drop-root", "--no-chroot", "--no-rlimits", "--no-proc-title"],
	{
		stdio: "ignore",
	},
);
const results: Record<string, string> = {};
results.up = await saidWith("peer.local", "avahi-resolve", "-4", "-n", "peer.local");
// Avahi has the name already, and so does its service.
const publisher = spawn("avahi-publish", ["-a", "-R", "taken.local", "127.0.0.9"], { stdio: "ignore" });
await saidWith("127.0.0.9", "avahi-resolve", "-4", "-n", "taken.local");
const board = await Desktop.start(["--mdns", "name=board"]);
const other = await Desktop.start(["--mdns", "name=taken"]);
results.browse = await saidWith(`;${board.port};`, "avahi-browse", "-rptk", "_http._tcp");
results.types = await saidWith("_http._tcp", "avahi-browse", "-aptk");
results.name = await saidWith("127.0.0.1", "avahi-resolve", "-4", "-n", "board.local");
results.second = await saidWith("127.0.0.1", "avahi-resolve", "-4", "-n", "taken-2.local");
results.taken = said("avahi-resolve", "-4", "-n", "taken.local");
await board.close();
await delay(2000);
results.after = said("avahi-browse", "-ptk", "_http._tcp");
// The daemon's own name has not been upset by who shares its address.
results.peer = said("avahi-resolve", "-a", "127.0.0.1");
await other.close();
for (const child of [publisher, daemon]) child.kill();
process.stdout.write(`${JSON.stringify({ ...results, port: board.port })}\n`);
process.exit(0);
