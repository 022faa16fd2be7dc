/*
	The switches' names, which people give them: what a name may be, and the wire format of all eight,
	`{"names":{"dip1":"Pump",…,"dip8":""}}`, where "" is no name.

	Every page shows a name as it is, so all of it must be visible (visible.ts). Lengths are in UTF-16 units, as the page's
	input field counts them; XS itself counts characters.
*/

import { switchCount } from "./switches.js";
import { visibilityFault } from "./visible.js";

const longestName = 24;

/** New names by place; undefined for switches that keep theirs. */
export type NewNames = readonly (string | undefined)[];

/** The key of the switch at `place` (0–7): "dip1" … "dip8". */
export const keyOf = (place: number): string => `dip${place + 1}`;

/** What is wrong with a name, to follow upon its key; undefined for a good one. */
export function nameFault(name: unknown): string | undefined {
	if (typeof name !== "string") return "is not a text";
	if (name !== name.trim()) return "begins or ends with a space";
	return (
		visibilityFault(name) ?? (unitsOf(name) > longestName ? `is longer than ${longestName} characters` : undefined)
	);
}

function unitsOf(text: string): number {
	let units = 0;
	for (const character of text) units += (character.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
	return units;
}

/** The message that says all names. */
export function encodeNames(names: readonly string[]): string {
	const named: Record<string, string> = {};
	for (let place = 0; place < switchCount; place++) named[keyOf(place)] = names[place];
	return JSON.stringify({ names: named });
}
