// The page's clock: goes forward evenly, whatever is done to the computer's.
//
// Strategy: the ticks since the page was opened never leap, but stand still in some browsers while the computer sleeps; the
// computer's clock goes on in its sleep, but may be set. So the ticks count, and where the computer's clock leaps ahead of
// them, that time has passed as well. Limit: a clock that is set forward cannot be told from a sleep.

/** Leaps up to this many ms are a clock being corrected. */
const correction = 2_000;

/**
 * @param {() => number} wall the computer's clock, in ms
 * @param {() => number} ticks in ms, since whenever
 * @returns {() => number} the time in ms, as `wall` had it at first; to be asked for often
 */
export function steadyClock(wall, ticks) {
	let apart = wall() - ticks();
	let offset = apart;
	return () => {
		const tick = ticks();
		const leap = wall() - tick - apart;
		apart += leap;
		if (leap > correction) offset += leap;
		return tick + offset;
	};
}

/**
 * @param {() => number} wall the computer's clock, in ms
 * @param {() => number} now the page's
 * @returns {() => number} how far the computer's clock is ahead, in ms: the same until it leaps, so that what has been said
 * of a time stays
 */
export function shiftOf(wall, now) {
	let shift = 0;
	return () => {
		const apart = Math.round(wall() - now());
		if (Math.abs(apart - shift) > correction) shift = apart;
		return shift;
	};
}
