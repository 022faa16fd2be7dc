/*
	How the machine is: numbers of the system and of XS, by a module of our own, since the SDK has them in instrumented builds
	only. What the platform does not know it answers with undefined.
*/

import { read } from "vitals";
import type { Memory, Vitals } from "../device/ports.js";
import type { Room } from "../server/ports.js";

/** What can be asked for: vitals.c has the same numbers. */
const Vital = Object.freeze({
	heapFree: 0,
	heapLeast: 1,
	slotsUsed: 2,
	slotsSize: 3,
	chunksUsed: 4,
	chunksSize: 5,
	resetReason: 6,
	resets: 7,
	room: 8,
} as const);

/** ESP-IDF's esp_reset_reason_t, in its order. */
const resets: readonly string[] = Object.freeze([
	"unknown",
	"power on",
	"reset pin",
	"restarted by the firmware",
	"crash",
	"interrupt watchdog",
	"task watchdog",
	"watchdog",
	"woken from deep sleep",
	"brownout",
	"SDIO",
	"USB",
	"JTAG",
	"eFuse error",
	"power glitch",
	"CPU lock-up",
]);

function memory(used: number | undefined, size: number | undefined): Memory | undefined {
	return used === undefined || size === undefined ? undefined : { used, size };
}

const vitals: Vitals = Object.freeze({
	get reset() {
		const reason = read(Vital.resetReason);
		return reason === undefined ? undefined : (resets[reason] ?? resets[0]);
	},
	get resets() {
		return read(Vital.resets);
	},
	get heap() {
		const free = read(Vital.heapFree);
		return free === undefined ? undefined : { free, least: read(Vital.heapLeast) };
	},
	get slots() {
		return memory(read(Vital.slotsUsed), read(Vital.slotsSize));
	},
	get chunks() {
		return memory(read(Vital.chunksUsed), read(Vital.chunksSize));
	},
});

/** Counts this start, whether or not anybody ever asks. */
export function openVitals(): Vitals {
	read(Vital.resets);
	return vitals;
}

/** What the system's heap has left. */
export const heapFree = (): number => read(Vital.heapFree) ?? Number.POSITIVE_INFINITY;

/** What XS's chunks have left. */
export const room: Room = (wanted) => read(Vital.room, wanted) ?? Number.POSITIVE_INFINITY;
