/*
	Deadlines by a clock that wraps: only differences of its times count (ports.ts).
*/

import type { Clock } from "./ports.js";

/** The time `delay` ms from now; undefined, which never comes, for a delay of 0. */
export const deadlineIn = (clock: Clock, delay: number): number | undefined =>
	delay ? (clock.now() + delay) | 0 : undefined;

export const isPast = (deadline: number | undefined, now: number): boolean =>
	deadline !== undefined && ((now - deadline) | 0) >= 0;
