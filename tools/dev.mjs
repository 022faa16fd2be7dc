// `npm run dev`: the simulator, rebuilt and restarted at every change in src/, html/ and tools/.
//
// Strategy: a change, once things are quiet, bundles the simulator again. If that works the running one is stopped and a
// new one started with the same arguments, hence the same ports; if not, esbuild has printed the mistake, and the old one
// runs on. A simulator that ended by its user ends this program, too; one that failed waits for the next change.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { resolve } from "node:path";
import { bundle, root } from "./run.mjs";

/** Time without another change before building, in ms: editors and git write several files at once. */
const QUIET = 150;

const simulator = resolve(root, "tools/simulator/main.ts");
let running;
let quiet;
let restarting = Promise.resolve();

async function restart() {
	const outfile = await bundle(simulator).catch(() => undefined);
	if (outfile === undefined) return;
	await stop();
	const child = spawn(process.execPath, ["--enable-source-maps", outfile, ...process.argv.slice(2)], {
		stdio: "inherit",
	});
	running = child;
	child.once("exit", (code) => {
		if (running !== child) return;
		running = undefined;
		if (code === 0) process.exit(0);
		console.log("dev: waiting for a change");
	});
}

async function stop() {
	const child = running;
	running = undefined;
	if (child === undefined) return;
	child.kill();
	await once(child, "exit");
}

for (const folder of ["src", "html", "tools"])
	watch(resolve(root, folder), { recursive: true }, () => {
		clearTimeout(quiet);
		quiet = setTimeout(() => {
			restarting = restarting.then(restart);
		}, QUIET);
	});

for (const signal of ["SIGINT", "SIGTERM"])
	process.on(signal, async () => {
		await stop();
		process.exit(0);
	});

restarting = restart();
