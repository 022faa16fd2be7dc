// Stand-in for Moddable's "time": milliseconds since the start, in 32 bits with a sign, as on the ESP32.
//
// Strategy: performance.now() never goes back. The ticks wrap after 2³² ms (49.7 days), negative from the 25th day on;
// `delta` is right across the wrap.
// Limits: no wall clock, no time zone.

const now = (): number => performance.now() | 0;

export default Object.freeze({
	get ticks(): number {
		return now();
	},

	/** From `start` to `end` in ms, both ticks. */
	delta(start: number, end = now()): number {
		return (end - start) | 0;
	},
});
