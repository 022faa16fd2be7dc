// Starts the soak in the shell of tools/xs, with the configuration of the manifest and the heap of a board.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../root.js";
import type { Sample } from "./growth.js";

/** How a soak goes on: `reports` of `connections` each, or for ever with 0, until `enough` says so. */
export interface Plan {
	readonly connections: number;
	readonly reports: number;
	enough?(): boolean;
}

/** Runs the soak, script `run-xs.js` in `shell`; tells each sample. Rejects with what XS had to say when it fails. */
export async function soak(shell: string, script: string, plan: Plan, tell: (sample: Sample) => void): Promise<void> {
	const { config } = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8"));
	const words = [script, String(plan.connections), String(plan.reports), JSON.stringify(config)];
	const child = spawn(shell, words, { stdio: ["ignore", "pipe", "pipe"] });
	let errors = "";
	child.stderr.on("data", (data) => {
		errors += data;
	});
	const exit = new Promise<number | null>((resolve, reject) => {
		child.on("close", resolve);
		child.on("error", reject);
	});
	let stopped = false;
	for await (const line of createInterface(child.stdout)) {
		tell(JSON.parse(line));
		stopped = plan.enough?.() ?? false;
		if (stopped) break;
	}
	child.kill();
	const status = await exit;
	if (status !== 0 && !stopped) throw new Error(errors || `XS ended with status ${status}`);
}
