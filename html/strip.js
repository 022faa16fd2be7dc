// The last minutes of a switch as a strip: what was when, as path data for SVG, the newest at the right; and in words.
//
// Strategy: the strip is cut into seconds, and each is as high as the share of it that was On: what was On for half of the
// time is seen as half, however fast it changed. Seconds begin where the clock's do, so that a shape keeps its form as it
// moves on. What is not known is in none of the parts, and so shows the time away, which is drawn below them.

import { duration } from "./format.js";

/** The time that a strip shows, in ms. */
export const stripTime = 300_000;

/** The size of the drawing, which is stretched to whatever room there is: a unit of width is a second. */
const second = 1_000;
const width = stripTime / second;
const height = 10;
/** Of what was On all the time. */
const most = 8.5;

/** @typedef {{ from: number, to: number }} Time */
/** @typedef {Time & { on: boolean }} Span in which the switch was known */

/**
 * @param {readonly Span[]} spans
 * @param {readonly Time[]} away
 * @param {number} now in ms
 * @returns {{ known: string, on: string, off: string, away: string }}
 */
export function stripOf(spans, away, now) {
	const start = now - stripTime;
	/** @param {readonly Time[]} times @param {number} top */
	const boxes = (times, top) => {
		let path = "";
		for (const { from, to } of times) {
			if (to <= start) continue;
			const [left, right] = [from, to].map((time) => place(Math.max(time, start), start));
			path += `M${left} ${top}H${right}V${height}H${left}z`;
		}
		return path;
	};
	return {
		known: boxes(spans, 0),
		on: sharesOf(spans, start, now),
		off: boxes(
			spans.filter(({ on }) => !on),
			height - 0.5,
		),
		away: boxes(away, 0),
	};
}

/** @param {readonly Span[]} spans @param {number} start @param {number} now */
function sharesOf(spans, start, now) {
	const first = Math.floor(start / second);
	const shares = new Float64Array(width + 1);
	for (const { from, to, on } of spans) {
		if (!on || to <= start) continue;
		for (let time = Math.max(from, start); time < to; ) {
			const column = Math.floor(time / second);
			const end = Math.min((column + 1) * second, to);
			shares[column - first] += (end - time) / second;
			time = end;
		}
	}
	let path = "";
	for (let i = 0; i <= width; i++) {
		let next = i + 1;
		while (next <= width && Math.abs(shares[next] - shares[i]) < 1e-9) next++;
		const [left, right] = [i, next].map((column) =>
			place(Math.min(now, Math.max(start, (first + column) * second)), start),
		);
		if (shares[i] && right > left) path += `M${left} ${round(height - most * shares[i])}H${right}V${height}H${left}z`;
		i = next - 1;
	}
	return path;
}

/**
 * What the strip says, for those who do not see it.
 * @param {readonly Span[]} spans @param {number} now in ms @returns {string}
 */
export function summaryOf(spans, now) {
	const start = now - stripTime;
	let [lit, known, changes] = [0, 0, 0];
	for (const [i, { from, to, on }] of spans.entries()) {
		if (to <= start) continue;
		const length = to - Math.max(from, start);
		known += length;
		if (on) lit += length;
		if (from > start && spans[i - 1]?.to === from) changes++;
	}
	if (!known) return "Last 5 minutes: not known";
	const unknown = stripTime - known < second ? "" : `, not known for ${duration(stripTime - known)}`;
	return `Last 5 minutes: On for ${duration(lit)}, ${changes} ${changes === 1 ? "change" : "changes"}${unknown}`;
}

/**
 * @param {readonly Span[]} spans @param {number} at in ms
 * @returns {"On" | "Off" | "Not known"} what was the case then
 */
export function wordAt(spans, at) {
	const span = spans.find(({ from, to }) => from <= at && at < to);
	if (!span) return "Not known";
	return span.on ? "On" : "Off";
}

/** @param {number} time @param {number} start in ms */
const place = (time, start) => round(((time - start) / stripTime) * width);

/** @param {number} number */
const round = (number) => Math.round(number * 100) / 100;
