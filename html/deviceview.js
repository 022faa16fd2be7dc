// Draws what the board says of itself: texts where device.html has a data-key, and charts where it has a data-chart.
//
// Strategy: what is not known is an empty element, and the style sheet leaves out its row. A chart has its place as soon as
// its values are known, and is seen once they have moved: a straight line says nothing.

import { levelOf, lineOf, scaleOf, timeOf } from "./chart.js";
import { bytes, count, duration, signal } from "./format.js";
import { write } from "./statusview.js";

/** @typedef {import("./readings.js").Readings} Readings */

/** How numbers are said, by key; all others are counted. @type {{ [key: string]: (value: number) => string }} */
const words = {
	uptime: (value) => duration(value, true),
	signal,
	"update.space": bytes,
	"bytes.in": bytes,
	"bytes.out": bytes,
	"heap.free": bytes,
	"heap.least": bytes,
	"chunks.used": bytes,
	"chunks.size": bytes,
};

/** Those that are a share of another. @type {{ [key: string]: string }} */
const wholes = { "slots.used": "slots.size", "chunks.used": "chunks.size" };

/** @param {(value: number) => string} put @returns {(value: number) => string} to two places: a rate is not known better */
const perSecond = (put) => (value) => `${put(Number(value.toPrecision(2)))}/s`;

/**
 * Lines; `mark` is drawn across and `top` belongs to the scale, too, where they are known.
 * @type {{ [name: string]: {
 *   lines: string[], fromZero: boolean, mark?: string, top?: string, say: (value: number) => string
 * } }}
 */
const charts = {
	heap: { lines: ["heap.free"], fromZero: false, mark: "heap.least", say: bytes },
	clients: { lines: ["clients.now"], fromZero: true, top: "clients.limit", say: count },
	signal: { lines: ["signal"], fromZero: false, say: (value) => `${value} dBm` },
	messages: { lines: ["messages.in", "messages.out"], fromZero: true, say: perSecond(count) },
	bytes: { lines: ["bytes.in", "bytes.out"], fromZero: true, say: perSecond(bytes) },
};

export class DeviceView {
	#document;

	/** @param {Document} document */
	constructor(document) {
		this.#document = document;
	}

	/** @param {Readings} readings @param {number} now in ms */
	draw(readings, now) {
		const { values } = readings;
		for (const element of this.#all("[data-key]")) write(element, say(values, element.dataset.key ?? ""));
		for (const figure of this.#all("[data-chart]")) drawChart(figure, readings, now);
	}

	/** @param {string} selector @returns {NodeListOf<HTMLElement>} */
	#all(selector) {
		return this.#document.querySelectorAll(selector);
	}
}

/** @param {import("./readings.js").Values} values @param {string} key @returns {string} empty when it is not known */
function say(values, key) {
	const value = values[key];
	if (typeof value !== "number") return value ?? "";
	const put = words[key] ?? count;
	const whole = values[wholes[key]];
	return typeof whole === "number" ? `${put(value)} of ${put(whole)}` : put(value);
}

/** @param {HTMLElement} figure @param {Readings} readings @param {number} now in ms */
function drawChart(figure, { values, series }, now) {
	const { lines, fromZero, mark = "", top = "", say } = charts[figure.dataset.chart ?? ""];
	const shown = lines.map((key) => series[key].points);
	const level = values[mark];
	const known = [...shown.flat().map(({ value }) => value), level, values[top]].filter(
		(value) => typeof value === "number",
	);
	figure.hidden = lines.every((key) => values[key] === undefined);
	figure.classList.toggle("still", !lines.some((key) => series[key].moves));
	if (!known.length) return;
	const frame = { ...scaleOf(known, fromZero), ...timeOf(shown, now) };
	const paths = [
		...shown.map((points) => lineOf(points, frame)),
		...(typeof level === "number" ? [levelOf(level, frame)] : []),
	];
	for (const [index, path] of figure.querySelectorAll("path").entries()) path.setAttribute("d", paths[index] ?? "");
	for (const [index, element] of figure.querySelectorAll(".value").entries()) {
		const value = shown[index].at(-1)?.value;
		write(element, value === undefined ? "" : say(value));
	}
	write(figure.querySelector(".high"), say(frame.high));
	write(figure.querySelector(".low"), say(frame.low));
	write(figure.querySelector(".time"), `last ${duration(frame.now - frame.start)}`);
}
