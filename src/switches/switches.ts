/*
	Eight switches as one byte (bit 0 = switch 1, 1 = On), with a settle time against contact bounce.

	Strategy: an edge only says that a switch has moved and starts its settle time again; the pins are read when a
	switch's time has passed without another edge, and what they say then is the state. So bounce is never seen, the last
	state always wins however many edges were lost on the way, and one chattering contact does not hold up the others.

	Pure: the time is passed in, in milliseconds of a 32-bit clock that may wrap; the caller owns the timer and the pins.
*/

export const switchCount = 8;

const allSettled = -1;

export class Switches {
	/** The settled state, a byte. */
	state: number;
	private readonly settle: number;
	/** The switches that have moved and not settled yet, and when each of them last moved. */
	private moving = 0;
	private readonly moved = new Int32Array(switchCount);

	/** `state` is read from the pins at the start; `settle` is the settle time in ms. */
	constructor(state: number, settle: number) {
		this.state = state;
		this.settle = settle;
	}

	/** The switches in `edges` (a byte) have moved at `now`. */
	edge(edges: number, now: number): void {
		this.moving |= edges;
		for (let i = 0; i < switchCount; i++) if (edges & (1 << i)) this.moved[i] = now;
	}

	/** The time in ms until `sample` is due, 0 when it is overdue, or -1 when every switch has settled. */
	due(now: number): number {
		let due = allSettled;
		for (let i = 0; i < switchCount; i++) {
			if (!(this.moving & (1 << i))) continue;
			const left = Math.max(0, this.left(i, now));
			if (due === allSettled || left < due) due = left;
		}
		return due;
	}

	/** `pins` (a byte) has been read at `now`: takes over the switches that have settled. Returns those that changed, a byte. */
	sample(pins: number, now: number): number {
		let settled = 0;
		for (let i = 0; i < switchCount; i++) if (this.moving & (1 << i) && this.left(i, now) <= 0) settled |= 1 << i;
		const former = this.state;
		this.moving &= ~settled;
		this.state = (former & ~settled) | (pins & settled);
		return this.state ^ former;
	}

	/** Those of `pins` (a byte) that differ from the settled state though nobody has said that they moved, a byte. */
	missed(pins: number): number {
		return (pins ^ this.state) & ~this.moving;
	}

	private left(i: number, now: number): number {
		const elapsed = (now - this.moved[i]) | 0;
		// A clock that was set back must not hold a switch for longer than its settle time.
		return elapsed < 0 ? 0 : this.settle - elapsed;
	}
}
