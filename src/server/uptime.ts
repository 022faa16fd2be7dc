/*
	The time since the start, from a clock that wraps: the differences between looks at it, added up. They are right as long
	as somebody looks more often than half the clock's range, 24 days; the hub does with each of its ticks.
	A clock that was set back counts as one that stood still.
*/

import type { Clock } from "./ports.js";

export class Uptime {
	private readonly clock: Clock;
	private last: number;
	private passed = 0;

	constructor(clock: Clock) {
		this.clock = clock;
		this.last = clock.now();
	}

	/** Milliseconds since this was made. Never wraps, never falls. */
	get ms(): number {
		this.look();
		return this.passed;
	}

	/** Looks at the clock. */
	look(): void {
		const now = this.clock.now();
		this.passed += Math.max(0, (now - this.last) | 0);
		this.last = now;
	}
}
