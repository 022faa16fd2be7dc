/*
	How long a message may be, given what memory is left: XS ends where it cannot allocate, so one that there is no room for is
	refused like one that is too long, or handed on in parts where an endpoint takes them.
*/

import type { Room } from "./ports.js";

/** Messages up to this many bytes fit a board's memory whoever sends them: eight clients at once, and all in fragments. */
const smallMessage = 2048;

/** So many bytes are left for everything else by one message. */
const reserved = 8192;

/** The longest message to hold, in bytes; `begun` says whether it comes in fragments. */
export function longestMessage(maxMessage: number, room: Room, begun: boolean): number {
	if (maxMessage <= smallMessage) return maxMessage;
	const free = room(maxMessage + reserved);
	// A message in fragments may be copied into a buffer of twice its length.
	return Math.min(maxMessage, begun ? Math.floor(free / 2) : free - reserved);
}
