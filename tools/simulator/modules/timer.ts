// Stand-in for Moddable's "timer", as on the ESP32.
//
// Strategy: a timer is an opaque object; its schedule is kept aside and follows modules/base/timer/mc/timer.c. Repeats
// do not drift. The quirk worth knowing: after its callback a timer without a repeat is dead, even if the callback
// rescheduled it (unless with a repeat); a dead timer may be cleared, and throws when it is scheduled.
// Limit: a delay of 0 takes a millisecond; repeats missed while the machine slept are told once.

/** What `set` returns; it has no content of its own. */
class Timer {}

export type Callback = (timer: Timer) => void;

interface Schedule {
	readonly callback: Callback;
	handle: NodeJS.Timeout | undefined;
	/** When the timer fires next, in ms of performance.now(). */
	due: number;
	/** Interval between repeats in ms; 0 = none, and the timer dies with its callback. */
	repeat: number;
}

const schedules = new WeakMap<Timer, Schedule>();

/** Calls back after `delay` ms, then every `interval` ms unless that is 0. */
function set(callback: Callback, delay = 0, interval = 0): Timer {
	if (typeof callback !== "function") throw new TypeError("callback is no function");
	const timer = new Timer();
	schedules.set(timer, { callback, handle: undefined, due: 0, repeat: 0 });
	schedule(timer, delay, interval);
	return timer;
}

function repeat(callback: Callback, interval: number): Timer {
	return set(callback, interval, interval);
}

/** Gives a timer new times; without any it pauses until it is scheduled again. */
function schedule(timer: Timer, delay?: number, interval = 0): void {
	const entry = schedules.get(timer);
	if (entry === undefined) throw new Error("no timer");
	clearTimeout(entry.handle);
	entry.repeat = delay === undefined ? -1 : interval | 0;
	if (delay === undefined) return;
	entry.due = performance.now() + (delay | 0);
	arm(timer, entry);
}

function clear(timer: Timer | undefined | null): void {
	if (!timer) return;
	clearTimeout(schedules.get(timer)?.handle);
	schedules.delete(timer);
}

function arm(timer: Timer, entry: Schedule): void {
	entry.handle = setTimeout(() => fire(timer, entry), Math.max(0, Math.ceil(entry.due - performance.now())));
}

function fire(timer: Timer, entry: Schedule): void {
	// Node rounds to whole milliseconds and may be early by a part of one.
	if (performance.now() < entry.due) {
		arm(timer, entry);
		return;
	}
	if (entry.repeat > 0) {
		entry.due = Math.max(entry.due + entry.repeat, performance.now());
		arm(timer, entry);
	}
	entry.callback.call(globalThis, timer);
	if (entry.repeat === 0) clear(timer);
}

export default Object.freeze({ set, repeat, schedule, clear });
