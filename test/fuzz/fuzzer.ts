/*
	What a fuzzer is: a round that makes its own input out of a Random, puts it through the code under test, and throws
	when a property does not hold. Rounds know no host and keep nothing from one to the next.

	The seed of a round is the seed of the run plus the round's number, so that any one of them can be replayed alone, on
	any host. Seeds are mixed first: xorshift32 starts much alike from neighbours.
*/

import { Random } from "../harness.js";

export interface Fuzzer {
	readonly name: string;
	/** One round. Throws Error when a property does not hold. */
	readonly round: (random: Random) => void;
}

/** A property that does not hold, with the command that shows it again. */
export class Finding extends Error {
	constructor(name: string, seed: number, what: unknown) {
		super(`${what}\nagain: npm run fuzz -- ${name} --seed ${seed} --rounds 1`);
	}
}

/** Runs rounds from `seed` on, as long as `goesOn` of the rounds so far; returns their number. Throws Finding. */
export function fuzz({ name, round }: Fuzzer, seed: number, goesOn: (rounds: number) => boolean): number {
	let rounds = 0;
	for (; goesOn(rounds); rounds++) {
		const own = (seed + rounds) >>> 0;
		try {
			round(new Random(mix(own)));
		} catch (error) {
			throw new Finding(name, own, error);
		}
	}
	return rounds;
}

/** The finalizer of MurmurHash3: a bijection of 32-bit integers. */
function mix(seed: number): number {
	let bits = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return bits ^ (bits >>> 16);
}

/** One of `items`. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
	return items[random.below(items.length)];
}

/** True once in `count` times. */
export const once = (random: Random, count: number): boolean => random.below(count) === 0;

/** Throws with `what` unless `holds`. */
export function demand(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(what);
}
