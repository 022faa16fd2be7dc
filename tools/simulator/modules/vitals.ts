// Stand-in for the firmware's native "vitals" (src/platform/native/): what a desktop knows of itself. Its memory is that of
// the system; Node has no slots and chunks, and it has been reset by what its flash
// remembers.

import { freemem } from "node:os";
import { host } from "../host.js";

/** As in src/platform/vitals.ts. */
const HEAP_FREE = 0;
const RESET_REASON = 6;

export function read(vital: number): number | undefined {
	if (vital === RESET_REASON) return host.flash.reset;
	return vital === HEAP_FREE ? freemem() : undefined;
}
