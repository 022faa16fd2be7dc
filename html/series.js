// Measured values over the last minutes, and what the board's counters come to per second.
//
// Strategy: points in the order of time; those that are older than `seriesTime` go. A value that is not known, and a loss
// of the board, leave a gap. A rate is the difference of a counter by the difference of the board's own time.

/** In ms. */
export const seriesTime = 300_000;

/** A value is undefined where nothing is known. @typedef {{ at: number, value: number | undefined }} Point */

export class Series {
	/** @type {Point[]} */
	points = [];

	/** Whether it has changed in the time that it tells of. */
	get moves() {
		const values = this.points.flatMap(({ value }) => (value === undefined ? [] : [value]));
		return values.some((value) => value !== values[0]);
	}

	/** @param {number} at in ms @param {number | undefined} value */
	add(at, value) {
		const last = this.points.at(-1);
		if (value === undefined && last?.value === undefined) return;
		this.points.push({ at, value });
		// One that is too old stays, for the line that comes in from it.
		while (this.points.length > 2 && this.points[1].at < at - seriesTime) this.points.shift();
	}
}

export class Rate {
	/** @type {{ time: number, counter: number } | undefined} */
	#before;

	/**
	 * @param {number | undefined} time of the board, in ms
	 * @param {number | undefined} counter
	 * @returns {number | undefined} per second since the last time; undefined for the first, and when the board has restarted
	 */
	next(time, counter) {
		const before = this.#before;
		this.#before = time === undefined || counter === undefined ? undefined : { time, counter };
		if (!before || !this.#before) return undefined;
		const [passed, counted] = [this.#before.time - before.time, this.#before.counter - before.counter];
		return passed > 0 && counted >= 0 ? (counted * 1000) / passed : undefined;
	}

	/** What was counted until now is over. */
	reset() {
		this.#before = undefined;
	}
}
