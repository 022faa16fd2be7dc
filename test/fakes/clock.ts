/*
	A clock that stands still until it is told to advance; callbacks come in the order of their times.
*/

import type { Clock } from "../../src/server/ports.js";

interface Due {
	time: number;
	readonly interval: number;
	readonly callback: () => void;
}

export class FakeClock implements Clock {
	private time: number;
	private readonly queue: Due[] = [];

	constructor(time = 0) {
		this.time = time;
	}

	now(): number {
		return this.time | 0;
	}

	/** How many callbacks are to come. */
	get waiting(): number {
		return this.queue.length;
	}

	after(delay: number, callback: () => void): object {
		const due = { time: this.time + delay, interval: 0, callback };
		this.queue.push(due);
		return due;
	}

	cancel(waiting: object): void {
		const i = this.queue.indexOf(waiting as Due);
		if (i < 0) throw new Error("cancelled, or over");
		this.queue.splice(i, 1);
	}

	every(interval: number, callback: () => void): object {
		const due = { time: this.time + interval, interval, callback };
		this.queue.push(due);
		return due;
	}

	/** Lets `duration` ms pass. */
	advance(duration: number): void {
		const end = this.time + duration;
		for (;;) {
			const next = this.queue.reduce<Due | undefined>(
				(first, due) => (first && first.time <= due.time ? first : due),
				undefined,
			);
			if (!next || next.time > end) break;
			this.time = next.time;
			if (next.interval) next.time += next.interval;
			else this.queue.splice(this.queue.indexOf(next), 1);
			next.callback();
		}
		// A callback may have taken time.
		this.time = Math.max(this.time, end);
	}

	/** Sets the clock without letting time pass: what is due later stays due as much later. */
	jump(time: number): void {
		for (const due of this.queue) due.time += time - this.time;
		this.time = time;
	}
}
