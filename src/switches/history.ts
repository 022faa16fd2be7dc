/*
	The last changes of the switches, for a page that opens, as one text message:
	`{"history":{"moves":[3,-3],"ages":[61200,1500],"changes":[0,0,2,…],"uptime":90000},"name":"dipsocket"}`.
	`moves` are the changes, the oldest first: 3 is switch 3 to On, -3 to Off. `ages` says how many ms ago each of them was,
	`changes` and `uptime` are the state's, as of this message; so whoever counts backwards knows the count of each move.

	Strategy: a ring of `capacity` numbers, a move and its time in one; nothing is allocated after the start. It costs 512 B
	of chunks and about 12 slots, 700 B in all; the message, at most 1.1 KB, is made when a page asks for it, and not kept.
	Pure: the counts and the clock are the board's.
*/

import { switchCount } from "./switches.js";

const capacity = 64;

/** A move takes the lowest four bits: the switch's place, and whether to On. What is above is its time. */
const moves = 2 * switchCount;

export class History {
	private readonly name: string;
	private readonly changes: readonly number[];
	private readonly uptime: { readonly ms: number };
	private readonly ring = new Float64Array(capacity);
	/** How many moves there have ever been. */
	private count = 0;

	/** `name` is the device's; `changes` are the counts by switch. */
	constructor(name: string, changes: readonly number[], uptime: { readonly ms: number }) {
		this.name = name;
		this.changes = changes;
		this.uptime = uptime;
	}

	/** The switch at `place` (0–7) has changed at `time` (of the uptime, in ms). */
	add(place: number, on: boolean, time: number): void {
		this.ring[this.count++ % capacity] = time * moves + 2 * place + (on ? 1 : 0);
	}

	/** The message that says all that is kept. ASCII. */
	get message(): string {
		const { name, changes, ring, count } = this;
		const uptime = this.uptime.ms;
		const told: number[] = [];
		const ages: number[] = [];
		for (let i = Math.max(0, count - capacity); i < count; i++) {
			const move = ring[i % capacity] % moves;
			const number = 1 + (move >> 1);
			told.push(move & 1 ? number : -number);
			ages.push(uptime - Math.floor(ring[i % capacity] / moves));
		}
		return JSON.stringify({ history: { moves: told, ages, changes, uptime }, name });
	}
}
