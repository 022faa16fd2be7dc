// `npm run dev`: the simulator, rebuilt and restarted at every change of the sources.
//
// Strategy: the files' times and sizes are looked at a few times a second, which sees every way of saving a file on every
// system. After a change, once things are quiet, the page is packed and the simulator bundled again. If that works the
// running one is stopped and a new one started with the same arguments, hence the same ports; if not, the mistake has
// been printed, and the old one runs on. The switches stay as they were, and open pages load themselves again. A simulator that ended by its user ends this program, too; one that failed
// waits for the next change.

import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, root } from "./run.mjs";

/** How often the files are looked at, in ms. */
const INTERVAL = 300;

const watched = ["src", "html", "tools"];
const simulator = resolve(root, "tools/simulator/main.ts");

process.env.DIPSOCKET_RELOAD = "1";
const { Supervisor } = await import(pathToFileURL(await bundle(resolve(root, "tools/simulator/supervisor.ts"))).href);
const supervisor = new Supervisor(process.argv.slice(2), (code) => {
	if (code === 0) process.exit(0);
	console.log("dev: waiting for a change");
});

/** What the sources look like: differs after each change. */
function look() {
	const folders = watched.map((name) => resolve(root, name));
	const files = folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true }).map((name) => resolve(folder, name)),
	);
	return [...files, resolve(root, "manifest.json")]
		.map((file) => statSync(file, { throwIfNoEntry: false }))
		.map((status) => `${status?.mtimeMs} ${status?.size}`)
		.join();
}

/** Packs the page and bundles the simulator; returns the bundle, or undefined when there is a mistake, which is printed. */
async function rebuild() {
	try {
		const packer = await bundle(resolve(root, "tools/pack.ts"));
		const { pack } = await import(`${pathToFileURL(packer).href}?${Date.now()}`);
		await pack();
		return await bundle(simulator);
	} catch {
		console.log("dev: waiting for a change");
		return undefined;
	}
}

async function restart() {
	const outfile = await rebuild();
	if (outfile === undefined) return;
	await supervisor.stop();
	supervisor.start(outfile);
}

for (const signal of ["SIGINT", "SIGTERM"])
	process.on(signal, async () => {
		await supervisor.stop();
		process.exit(0);
	});

let built;
let seen;
for (;;) {
	const now = look();
	if (now === seen && now !== built) {
		built = now;
		await restart();
	}
	seen = now;
	await new Promise((wake) => setTimeout(wake, INTERVAL));
}
