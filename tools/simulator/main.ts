// `npm start`: the firmware on this computer. Packs the page, then lets the desktop stand in for the device, in a process of
// its own that can be started again.

import { resolve } from "node:path";
import { pack } from "../pack.js";
import { root } from "../root.js";
import { run } from "./desktop.js";
import { Supervisor } from "./supervisor.js";

const words = process.argv.slice(2);

if (process.send) {
	await run({
		words,
		manifest: resolve(root, "manifest.json"),
		async importFirmware() {
			await pack();
			await import("dipsocket:firmware");
		},
	});
} else {
	const supervisor = new Supervisor(words, (code) => process.exit(code ?? 1));
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => supervisor.signal(signal));
	supervisor.start(process.argv[1]);
}
