/*
	Who holds a place at the server, and who has to give it up when there is none left for a newcomer.

	Two rules. A place goes from who deserves it less to who deserves it more (`Merit`). And no address has more than half of
	the places while others wait: it then gives up one of its own, whatever it does with it, and may only replace its own. But
	who has shown the token gives way to nobody who has not. Among equals the oldest goes. So a crowd of idle connections, even one that is made anew as fast as it is closed, does not
	keep anybody out; the same crowd from many addresses still may.
*/

import type { Transport, TransportEvents } from "./ports.js";

/** How well a connection deserves its place, in rising order. */
export const Merit = Object.freeze({
	/** Its request is not complete. */
	asking: 0,
	/** Its request is held back, since its token was wrong. */
	held: 1,
	/** It has been told everything. */
	leaving: 2,
	/** It is being answered. */
	answering: 3,
	/** It is a WebSocket. */
	webSocket: 4,
	/** It is a WebSocket whose client has shown the token. */
	trusted: 5,
} as const);
export type Merit = (typeof Merit)[keyof typeof Merit];

/** A connection, whatever it is doing. */
export interface Occupant extends TransportEvents {
	readonly transport: Transport;
	readonly merit: Merit;
	/** Checks the deadline. */
	tick(now: number): void;
	/** Ends the connection at once. Idempotent. */
	drop(): void;
}

/** Who may lose a place to whom. */
export interface Claim {
	/** The newcomer's address. */
	readonly address: string;
	/** Who deserves less than this gives way to anybody, */
	readonly above: Merit;
	/** and who deserves no more than this does when its address holds more than half of the places. */
	readonly upTo: Merit;
}

/** The one of the occupants of all places (oldest first) that gives its own to a newcomer, or undefined. */
export function giverOf<T extends Occupant>(occupants: readonly T[], claim: Claim): T | undefined {
	const half = occupants.length / 2;
	const isOwn = ({ transport }: Occupant) => transport.address === claim.address;
	const crowds = ({ transport }: Occupant) => countOf(occupants, transport.address) > half;
	const mayOnlyReplaceOwn = countOf(occupants, claim.address) + 1 > half;
	const gives = (occupant: Occupant): boolean => {
		if (mayOnlyReplaceOwn && !isOwn(occupant)) return false;
		if (occupant.merit < claim.above) return true;
		return occupant.merit <= claim.upTo && !isOwn(occupant) && crowds(occupant);
	};
	return least(occupants.filter(crowds).filter(gives)) ?? least(occupants.filter(gives));
}

function countOf(occupants: readonly Occupant[], address: string): number {
	let count = 0;
	for (const occupant of occupants) if (occupant.transport.address === address) count++;
	return count;
}

/** The first of those that deserve least. */
function least<T extends Occupant>(occupants: readonly T[]): T | undefined {
	return occupants.reduce<T | undefined>(
		(worst, occupant) => (worst && worst.merit <= occupant.merit ? worst : occupant),
		undefined,
	);
}
