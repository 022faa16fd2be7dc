// The last minutes of a switch as a strip: what was when, as path data for SVG; the newest at the right.
//
// Strategy: each part is a row of boxes. What is not known is in none of them, and the time in which this page had no
// board is a part of its own, drawn over whatever the board told of it afterwards.

/** The time that a strip shows, in ms. */
export const stripTime = 300_000;

/** The size of the drawing, which is stretched to whatever room there is. */
const width = 300;
const height = 10;

/** @typedef {{ from: number, to: number }} Time */

/**
 * @param {readonly (Time & { on: boolean })[]} spans in which the switch was known
 * @param {readonly Time[]} away
 * @param {number} now in ms
 * @returns {{ known: string, on: string, off: string, away: string }}
 */
export function stripOf(spans, away, now) {
	const start = now - stripTime;
	/** @param {readonly Time[]} times @param {number} top @param {number} bottom */
	const boxes = (times, top, bottom) => {
		let path = "";
		for (const { from, to } of times) {
			if (to <= start) continue;
			const [left, right] = [from, to].map((time) => place(Math.max(time, start), start));
			path += `M${left} ${top}H${right}V${bottom}H${left}z`;
		}
		return path;
	};
	const lit = spans.filter(({ on }) => on);
	const dark = spans.filter(({ on }) => !on);
	return {
		known: boxes(spans, 0, height),
		on: boxes(lit, 1.5, height),
		off: boxes(dark, height - 0.5, height),
		away: boxes(away, 0, height),
	};
}

/** @param {number} time @param {number} start in ms */
const place = (time, start) => Math.round(((time - start) / stripTime) * width * 100) / 100;
