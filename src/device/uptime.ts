/*
	The time since the start, from a clock that wraps: accumulates clock differences. They are right as long as they are taken
	at least every 24 days, half the clock's range; a timer sees to that.
	A clock that was set back counts as one that stood still.
*/

import type { Clock } from "../server/ports.js";

/** How often the clock is read at least, in ms. */
const oneWeek = 604_800_000;

export class Uptime {
	private readonly clock: Clock;
	private last: number;
	private passed = 0;

	constructor(clock: Clock) {
		this.clock = clock;
		this.last = clock.now();
		clock.every(oneWeek, () => this.look());
	}

	/** Milliseconds since this was made. Never wraps, never falls. */
	get ms(): number {
		this.look();
		return this.passed;
	}

	private look(): void {
		const now = this.clock.now();
		this.passed += Math.max(0, (now - this.last) | 0);
		this.last = now;
	}
}
