// `npm run size`: what the firmware weighs, against its budgets: the bytes of the pages as they are sent, and the bytecode
// of each module by the XS that the tests run on, without debug information. With $MODDABLE also what each folder adds to
// the image of a device, linked and preloaded.
//
// Budgets stand in tools/budgets.json; over budget is exit status 1. What cannot be measured here is said.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { bytecodeOf, modulesOf } from "./bytecode.js";
import { runTool } from "./commandline.js";
import { linkedSizes } from "./linked.js";
import { pack } from "./pack.js";
import { forOthers } from "./sources.js";
import { buildXS } from "./xs/build.js";

interface Budgets {
	/** Bytes of all pages together, gzipped. */
	pages: number;
	/** Bytes of bytecode by folder of src/, as far as it is in the firmware; "." is main.ts. */
	bytecode: Record<string, number>;
	/** Bytes that are added to the image of a device, by what is linked (linked.ts). */
	linked?: Record<string, number>;
}

let failed = false;

function row(name: string, bytes: number, budget?: number): void {
	const over = budget !== undefined && bytes > budget;
	failed ||= over;
	const limit = budget === undefined ? "" : `  of ${budget}${over ? `: ${bytes - budget} too many` : ""}`;
	console.log(`${name.padEnd(36)}${String(bytes).padStart(8)}${limit}`);
}

async function pages(budget: number): Promise<void> {
	console.log("page, bytes as sent (gzip)");
	let together = 0;
	for (const { name, bytes, gzip } of await pack()) {
		const { length } = gzip ?? bytes;
		together += length;
		row(`  ${name}`, length);
	}
	row("  together", together, budget);
}

async function bytecode(budgets: Record<string, number>): Promise<void> {
	const built = await buildXS();
	if ("missing" in built) {
		console.log(`bytecode: not measured, missing ${built.missing}`);
		return;
	}
	console.log("module, bytes of bytecode");
	for (const [folder, budget] of Object.entries(budgets)) {
		const modules = modulesOf(folder);
		const sizes = await bytecodeOf(built.shell, modules);
		let together = 0;
		for (const [i, path] of modules.entries()) {
			const name = path.replace(".ts", "");
			const isOurs = !forOthers.includes(name);
			if (isOurs) together += sizes[i];
			row(`  ${name}${isOurs ? "" : ", not in the firmware"}`, sizes[i]);
		}
		row(`  ${folder}, together`, together, budget);
	}
}

async function linked(budgets: Record<string, number>): Promise<void> {
	const sizes = await linkedSizes();
	if ("missing" in sizes) {
		console.log(`linked and preloaded: not measured, missing ${sizes.missing}`);
		return;
	}
	console.log("linked and preloaded, bytes of a device's image");
	for (const [name, bytes] of sizes) row(`  ${name}`, bytes, budgets[name]);
}

const tool = Object.freeze({
	name: "size",
	usage: `usage: npm run size
What the firmware weighs, against its budgets: pages, bytecode; with $MODDABLE also what is linked.`,
});

await runTool(tool, async () => {
	const budgets: Budgets = JSON.parse(readFileSync(resolve("tools/budgets.json"), "utf8"));
	await pages(budgets.pages);
	await bytecode(budgets.bytecode);
	await linked(budgets.linked ?? {});
	if (failed) console.error("Over budget (tools/budgets.json).");
	process.exitCode = failed ? 1 : 0;
});
