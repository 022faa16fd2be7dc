/*
	The SDK's timers and its steady millisecond counter. An exception in a timer callback would abort the app: it is logged.
*/

import Time from "time";
import Timer from "timer";
import type { Clock, Log } from "../server/ports.js";

export function openClock(log: Log): Clock {
	const guarded = (callback: () => void) => () => {
		try {
			callback();
		} catch (error) {
			log(`timer: ${error}`);
		}
	};
	return {
		now: () => Time.ticks,
		after: (delay, callback) => Timer.set(guarded(callback), delay) as object,
		cancel: (waiting) => Timer.clear(waiting as Timer),
		every: (interval, callback) => Timer.repeat(guarded(callback), interval) as object,
	};
}
