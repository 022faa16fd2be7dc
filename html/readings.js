// What the board says of itself, as the page has it: the latest values, the last minutes of some, and its restarts.
//
// Strategy: a message is one flat record, "heap.free" and so on. A key that is absent, or has not the type that it should
// have, is not known; keys that are not known are left alone. An uptime or a counter that has gone back is a board that has restarted.
// Limit: one that is up for longer than when it was seen last, and has had more to do, has not restarted as far as that tells.

import { isNumber, parseObject } from "./message.js";
import { Rate, Series } from "./series.js";

/** @typedef {{ [key: string]: string | number | undefined }} Values */

const texts = [
	...["name", "board", "version", "build", "address", "host", "reset", "mqtt", "update.outcome", "update.note"],
	...["tls.fingerprint", "tls.from", "tls.until"],
];
const measures = ["heap.free", "clients.now", "signal"];
const counters = ["messages.in", "messages.out", "bytes.in", "bytes.out"];

/**
 * @param {unknown} data a message's data as the socket hands it over
 * @returns {Values | undefined}
 */
export function readValues(data) {
	const { device } = parseObject(data);
	if (typeof device !== "object" || device === null) return undefined;
	/** @type {Values} */
	const values = {};
	/** @param {string} key @param {unknown} value */
	const take = (key, value) => {
		if (texts.includes(key) ? typeof value === "string" && value : isNumber(value) && (value >= 0 || key === "signal"))
			values[key] = /** @type {string | number} */ (value);
	};
	for (const [key, value] of Object.entries(device))
		if (typeof value !== "object") take(key, value);
		else for (const [part, inner] of Object.entries(value ?? {})) take(`${key}.${part}`, inner);
	return values;
}

export class Readings {
	/** The latest. @type {Values} */
	values = {};
	/** By key: values, and of counters what they come to per second. @type {{ [key: string]: Series }} */
	series = {};
	/** When the board has restarted, if this page was watching. @type {number | undefined} */
	restartedAt;
	#rates = counters.map(() => new Rate());

	constructor() {
		for (const key of [...measures, ...counters]) this.series[key] = new Series();
	}

	/** @param {Values} values @param {number} now in ms */
	tell(values, now) {
		const uptime = number(values.uptime);
		const isBack = (/** @type {string} */ key) => Number(values[key]) < Number(this.values[key]);
		if (uptime !== undefined && ["uptime", ...counters].some(isBack)) this.#restart(now, uptime);
		this.values = values;
		for (const key of measures) this.series[key].add(now, number(values[key]));
		for (const [index, key] of counters.entries())
			this.series[key].add(now, this.#rates[index].next(uptime ?? now, number(values[key])));
	}

	/** The board is not there any more. @param {number} at since when, in ms */
	lose(at) {
		for (const series of Object.values(this.series)) series.add(at, undefined);
		for (const rate of this.#rates) rate.reset();
	}

	/** @param {number} now @param {number} uptime in ms */
	#restart(now, uptime) {
		this.restartedAt = now - uptime;
		this.lose(now);
	}
}

/** @param {string | number | undefined} value */
const number = (value) => (typeof value === "number" ? value : undefined);
