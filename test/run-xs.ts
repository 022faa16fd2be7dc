/*
	The host-free tests on the real XS engine, in the shell of tools/xs: those that fit a board's heap, or with the argument
	"large" the others.
*/

import "./all.js";
import { run } from "./harness.js";

declare const print: (line: string) => void;
declare const exit: (status: number) => void;
declare const preloaded: () => void;
declare const scriptArgs: readonly string[];

// What the modules hold is in flash on the device: it does not count against the heap.
preloaded();
exit(run(print, scriptArgs.includes("large")).failed ? 1 : 0);
