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

/** Those that will fire. */
const armed = new Set<Schedule>();

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
	disarm(entry);
	entry.repeat = delay === undefined ? -1 : interval | 0;
	if (delay === undefined) return;
	entry.due = performance.now() + (delay | 0);
	arm(timer, entry);
}

function clear(timer: Timer | undefined | null): void {
	if (!timer) return;
	const entry = schedules.get(timer);
	if (entry) disarm(entry);
	schedules.delete(timer);
}

function disarm(entry: Schedule): void {
	clearTimeout(entry.handle);
	armed.delete(entry);
}

function arm(timer: Timer, entry: Schedule): void {
	armed.add(entry);
	entry.handle = setTimeout(() => fire(timer, entry), Math.max(0, Math.ceil(entry.due - performance.now())));
}

function fire(timer: Timer, entry: Schedule): void {
	// Node rounds to whole milliseconds and may be early by a part of one.
	if (performance.now() < entry.due) {
		arm(timer, entry);
		return;
	}
	armed.delete(entry);
	if (entry.repeat > 0) {
		entry.due = Math.max(entry.due + entry.repeat, performance.now());
		arm(timer, entry);
	}
	entry.callback.call(globalThis, timer);
	if (entry.repeat === 0) clear(timer);
}

/** For the desktop, not the firmware: until all that now waits to fire once, within `limit` ms, has fired or will not. */
export async function settled(limit: number): Promise<void> {
	const end = performance.now() + limit;
	const waiting = [...armed].filter(({ repeat, due }) => repeat === 0 && due <= end);
	const step = 5;
	while (waiting.some((entry) => armed.has(entry) && entry.due <= end))
		await new Promise((resolve) => setTimeout(resolve, step));
}

export default Object.freeze({ set, repeat, schedule, clear });
