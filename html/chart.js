// A chart of the last minutes as path data for SVG; the newest at the right.
//
// Strategy: the scale ends at round numbers around all that is shown, at least a tenth of it apart, so that noise looks like noise; the
// time grows with the points to its limit. A value that is not known is a gap in its line; one that is known alone is a dot.

import { seriesTime } from "./series.js";

/** The size of the drawing, which is stretched to whatever room there is. */
const width = 300;
const height = 100;

/** In ms. */
const shortest = 60_000;

/** @typedef {import("./series.js").Point} Point */
/** What is seen. @typedef {{ low: number, high: number, start: number, now: number }} Frame */

/** @param {readonly number[]} values to be shown @param {boolean} fromZero */
export function scaleOf(values, fromZero) {
	const least = fromZero ? 0 : Math.min(...values);
	const most = Math.max(...values);
	const step = roundUp(Math.max((most - least) / 4, Math.abs(most) / 20) || 0.5);
	const low = Math.floor(least / step) * step;
	return { low, high: Math.max(Math.ceil(most / step) * step, low + 2 * step) };
}

/** @param {readonly (readonly Point[])[]} lines @param {number} now in ms */
export function timeOf(lines, now) {
	const first = Math.min(...lines.map(([point]) => point?.at ?? now));
	return { start: now - Math.min(seriesTime, Math.max(shortest, now - first)), now };
}

/** @param {number} number above 0 @returns {number} the next of 1, 2, 5, 10, 20 … */
function roundUp(number) {
	const power = 10 ** Math.floor(Math.log10(number));
	return power * ([1, 2, 5].find((digit) => digit * power >= number) ?? 10);
}

/** @param {readonly Point[]} points @param {Frame} frame @returns {string} */
export function lineOf(points, frame) {
	const { start, now } = frame;
	let path = "";
	let isBroken = true;
	for (const { at, value } of points) {
		const x = round(((at - start) / (now - start)) * width);
		if (value !== undefined) path += isBroken ? `M${x} ${y(value, frame)}h0` : `L${x} ${y(value, frame)}`;
		isBroken = value === undefined;
	}
	return path;
}

/** A line across. @param {number} value @param {Frame} frame */
export const levelOf = (value, frame) => `M0 ${y(value, frame)}H${width}`;

/** @param {number} value @param {Frame} frame */
const y = (value, { low, high }) => round((1 - (value - low) / (high - low)) * height);

/** @param {number} number */
const round = (number) => Math.round(number * 100) / 100;
