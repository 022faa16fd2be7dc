// `npm start`: the firmware on this computer. Packs the page, then lets the desktop stand in for the device.

import { resolve } from "node:path";
import { pack } from "../pack.js";
import { root } from "../root.js";
import { run } from "./desktop.js";

await run({
	words: process.argv.slice(2),
	manifest: resolve(root, "manifest.json"),
	async importFirmware() {
		await pack();
		await import("dipsocket:firmware");
	},
});
