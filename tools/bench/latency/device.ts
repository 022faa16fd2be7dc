// The firmware on the desktop as `npm start` runs it, with an ear at the pins: at each edge of a switch it sends the process that
// has started it { edge, epoch }, the time in ms of the monotonic clock, which all processes of a machine share, and since 1970.

import { resolve } from "node:path";
import { pack } from "../../pack.js";
import { root } from "../../root.js";
import { readManifestConfig, setting } from "../../simulator/config.js";
import { run } from "../../simulator/desktop.js";
import { pins } from "../../simulator/pins.js";
import { clock } from "./clock.js";

const manifest = resolve(root, "manifest.json");
const switches = setting(readManifestConfig(manifest), "switches", "pins") as readonly number[];

// Watched from the start on, so that this is told first of an edge.
pins.watch((pin) => {
	if (switches.includes(pin)) process.send?.({ edge: clock(), epoch: performance.timeOrigin + performance.now() });
});

await run({
	words: process.argv.slice(2),
	manifest,
	async importFirmware() {
		await pack();
		await import("dipsocket:firmware");
	},
});
