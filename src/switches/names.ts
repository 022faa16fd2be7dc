/*
	The switches' names, which people give them: what a name may be, and the wire format of all eight,
	`{"names":{"dip1":"Pump",…,"dip8":""}}`, where "" is no name.

	A name is shown as it is on every page, so what cannot be seen is refused: control characters, line separators, spaces
	without width, and the controls of the writing direction, which could make a page read differently from what it says; and
	halves of characters, which are no Unicode text. Lengths are in UTF-16 units, as the page's input field counts them; XS itself counts characters.
*/

import { switchCount } from "./switches.js";

const longestName = 24;

/** Names by place; undefined for those that are not spoken of. */
export type Names = readonly (string | undefined)[];

/** The key of the switch at `place` (0–7): "dip1" … "dip8". */
export const keyOf = (place: number): string => `dip${place + 1}`;

/** What is wrong with a name, to follow upon its key; undefined for a good one. */
export function nameFault(name: unknown): string | undefined {
	if (typeof name !== "string") return "is not a text";
	if (name !== name.trim()) return "begins or ends with a space";
	let length = 0;
	for (const character of name) {
		const point = character.codePointAt(0) ?? 0;
		length += point > 0xffff ? 2 : 1;
		if (isInvisible(point)) return "has a character that cannot be seen";
		if (point >= 0xd800 && point <= 0xdfff) return "has half a character";
	}
	return length > longestName ? `is longer than ${longestName} characters` : undefined;
}

/** The message that says all names. */
export function encodeNames(names: readonly string[]): string {
	const named: Record<string, string> = {};
	for (let place = 0; place < switchCount; place++) named[keyOf(place)] = names[place];
	return JSON.stringify({ names: named });
}

function isInvisible(point: number): boolean {
	if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return true;
	if (point === 0xad || point === 0x61c || point === 0x200b || point === 0x2060 || point === 0xfeff) return true;
	return isIn(point, 0x200e, 0x200f) || isIn(point, 0x2028, 0x202e) || isIn(point, 0x2066, 0x2069);
}

const isIn = (point: number, first: number, last: number): boolean => point >= first && point <= last;
