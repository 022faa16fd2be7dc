// Stand-in for the firmware's native "vitals" (src/platform/native/): what a desktop knows of itself. Its memory is that of
// the system; Node has no slots and chunks, and nothing has reset it.

import { freemem } from "node:os";

/** As in src/platform/vitals.ts. */
const HEAP_FREE = 0;

export function read(vital: number): number | undefined {
	return vital === HEAP_FREE ? freemem() : undefined;
}
