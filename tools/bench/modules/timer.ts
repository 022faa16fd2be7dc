/*
	Stand-in for the SDK's "timer": fires when the bench lets time pass. On the device the schedule lies outside XS's heap; so
	all records are made at the start, and a timer costs nothing here (there: two slots).
*/

interface Schedule {
	callback: ((timer: object) => void) | undefined;
	due: number;
	interval: number;
}

const schedules: Schedule[] = [];
for (let i = 0; i < 64; i++) schedules.push({ callback: undefined, due: 0, interval: 0 });

let elapsed = 0;

export const time = (): number => elapsed;

function set(callback: (timer: object) => void, delay = 0, interval = 0): object {
	const schedule = schedules.find((other) => !other.callback);
	if (!schedule) throw new Error("too many timers");
	schedule.callback = callback;
	schedule.due = elapsed + delay;
	schedule.interval = interval;
	return schedule;
}

/** Lets `duration` ms pass. */
export function pass(duration: number): void {
	for (const end = elapsed + duration; elapsed < end; ) {
		elapsed++;
		for (let i = 0; i < schedules.length; i++) {
			const schedule = schedules[i];
			const { callback } = schedule;
			if (!callback || schedule.due > elapsed) continue;
			schedule.due = elapsed + schedule.interval;
			if (!schedule.interval) schedule.callback = undefined;
			callback(schedule);
		}
	}
}

export default Object.freeze({
	set,
	repeat: (callback: () => void, interval: number) => set(callback, interval, interval),
	clear(timer: Schedule | undefined) {
		if (timer) timer.callback = undefined;
	},
	schedule(timer: Schedule, delay: number, interval = 0) {
		timer.due = elapsed + delay;
		timer.interval = interval;
	},
});
