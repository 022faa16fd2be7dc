// Runs a module on the real XS engine: `node tools/run.mjs tools/xs/run.ts [options] FILE.js [arguments]`; the options
// are in shell.c. Without arguments it only builds the shell. Exit status: the shell's; 69 when it cannot be built here.

import { spawn } from "node:child_process";
import { buildXS } from "./build.js";

const UNAVAILABLE = 69; // EX_UNAVAILABLE of sysexits.h

const built = await buildXS();
if ("missing" in built) {
	console.error(`missing: ${built.missing}`);
	process.exitCode = UNAVAILABLE;
} else if (process.argv.length === 2) {
	console.log(built.shell);
} else {
	const child = spawn(built.shell, process.argv.slice(2), { stdio: "inherit" });
	child.on("close", (code) => {
		process.exitCode = code ?? 1;
	});
}
