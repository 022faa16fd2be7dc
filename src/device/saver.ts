/*
	When something is saved in the board's flash: a second after the first change, together with whatever has changed by then,
	and again and again while it fails.

	Flash wears out, so saving is limited to `burst` times within `span`. Limit: what has not been saved when the power goes is
	lost.
*/

import type { Clock } from "../server/ports.js";

/** How long after the first change it is saved, in ms. */
export const writeDelay = 1000;

/** At most so many times within a span of so many ms. */
export const burst = 20;
export const span = 600_000;

/** How long after a failure it is saved again, in ms. */
export const retryDelay = 30_000;

export class Saver {
	private readonly clock: Clock;
	private readonly save: () => boolean;
	private waiting = false;
	/** When the present span began, in the clock's ms, and how often has been saved in it. */
	private begun = 0;
	private times = 0;

	/** `save` writes whatever has changed, and returns whether all of it is saved. */
	constructor(clock: Clock, save: () => boolean) {
		this.clock = clock;
		this.save = save;
	}

	/** Something has changed. */
	changed(): void {
		this.wait(this.nextDelay());
	}

	/** For how many ms the next time has to wait. */
	private nextDelay(): number {
		const left = this.leftOfSpan();
		return this.times < burst || left <= 0 ? writeDelay : left;
	}

	/** How many ms of the present span are to come; 0 or less when it is over. A clock that was set back ends it. */
	private leftOfSpan(): number {
		const passed = (this.clock.now() - this.begun) | 0;
		return passed < 0 ? 0 : span - passed;
	}

	private wait(delay: number): void {
		if (this.waiting) return;
		this.waiting = true;
		this.clock.after(delay, () => this.write());
	}

	private write(): void {
		this.waiting = false;
		if (this.times === 0 || this.leftOfSpan() <= 0) {
			this.begun = this.clock.now();
			this.times = 0;
		}
		this.times++;
		if (!this.save()) this.wait(retryDelay);
	}
}
