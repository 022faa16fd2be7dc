// Starts the soak in the Moddable simulator. Its trace is where the reports come from.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Simulator } from "../../test/moddable/mcsim.js";
import { buildApp } from "../../test/moddable/sdk.js";
import { root } from "../root.js";
import type { Sample } from "./growth.js";
import type { Plan } from "./start.js";

const report = /^\{"connections":.*\}$/gm;

/** The first report may take this long, in ms. */
const patience = 120_000;

/** Runs the soak in mcsim; tells each sample. Rejects with the trace when the app ends. */
export async function soakInSimulator(plan: Plan, tell: (sample: Sample) => void): Promise<void> {
	const { config } = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8"));
	const words = [`connections=${plan.connections}`, `settings=${JSON.stringify(config)}`];
	const app = await buildApp("tools/soak/mcsim/manifest.json", "dipsocket-soak", words);
	const simulator = await Simulator.start(app, report, patience);
	try {
		for (let told = 0; ; await delay(100)) {
			const lines = simulator.trace.match(report) ?? [];
			for (; told < lines.length; told++) {
				tell(JSON.parse(lines[told]));
				if (plan.enough?.()) return;
			}
			if (/mcsim ended|abort/.test(simulator.trace)) throw new Error(simulator.trace.slice(-2000));
		}
	} finally {
		await simulator.close();
	}
}
