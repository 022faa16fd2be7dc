// What has happened to the switches since this page was opened, as far as the board tells: for the strips and the export.
//
// Strategy: a list of entries in the order in which they became known, each with its time. A board that tells how long ago
// a switch changed is believed: the entry has that time, be it before the page was opened or while it was away. So a time
// without the board is known in hindsight for the switches that did not change in it. A board that does not tell that is
// only known from what is seen. Only the newest entries are kept; what the others come to is kept by switch. A page that is
// left can hand its record on to the next one, which has been away in between.

import { isNumber } from "./message.js";
import { switchCount } from "./switches.js";

export const capacity = 2_000;

const places = [...new Array(switchCount).keys()];

/**
 * @typedef {object} Entry
 * @property {number} at in ms
 * @property {"change" | "start" | "seen" | "online" | "offline"} event start: the board's; seen: for the first time
 * @property {number} [index] of the switch, from 0
 * @property {boolean} [on]
 * @property {number} [count] of its changes since the board started, if the board tells
 */

/** A time in which a switch was known to be On, or Off. @typedef {{ from: number, to: number, on: boolean }} Span */

/** How far a switch is known: On or Off since when, and since when nobody has watched. */
/** @typedef {{ on?: boolean, since: number, lost?: number }} Cursor */

export class Recorder {
	/** @type {Entry[]} */
	entries = [];
	/** How many older ones are gone. */
	dropped = 0;
	/** By switch. @type {(Entry | null)[]} */
	latest = new Array(switchCount).fill(null);
	/** When the board has restarted, as far as this page knows. @type {number | undefined} */
	restartedAt;
	/** When the board was lost; undefined while it is there. @type {number | undefined} */
	#lostAt = Number.NEGATIVE_INFINITY;
	/** What the dropped entries come to. @type {Cursor[]} */
	#base = this.latest.map(() => ({ since: 0 }));

	/** The board has told its state. @param {import("./message.js").State} state @param {number} now in ms */
	tell({ switches, changes, ages }, now) {
		/** @type {Entry[]} */
		const news = [];
		for (let index = 0; index < switchCount; index++) {
			const at = now - (ages?.[index] ?? 0);
			const on = (switches & (1 << index)) !== 0;
			const entry = { at, event: this.#event(changes?.[index], !!ages), index, on, count: changes?.[index] };
			if (!this.#knows(entry, !!ages)) news.push(entry);
		}
		news.sort((a, b) => a.at - b.at);
		if (news.some((entry) => this.#tellsRestart(entry))) this.restartedAt = news[0].at;
		for (const entry of news) this.#add(entry);
		if (this.#lostAt !== undefined) this.#add({ at: now, event: "online" });
		this.#lostAt = undefined;
	}

	/** The board is not there any more. @param {number} at since when, in ms */
	lose(at) {
		if (this.#lostAt !== undefined) return;
		this.#lostAt = at;
		this.#add({ at, event: "offline" });
	}

	/**
	 * Everything as text, for another page; times are moved, and the board is lost.
	 * @param {number} now in ms
	 * @param {number} shift from this page's clock to the computer's, in ms
	 */
	save(now, shift) {
		this.lose(now);
		const record = [this.entries, this.dropped, this.#base, this.latest];
		return JSON.stringify(record, (key, value) =>
			typeof value === "number" && ["at", "since", "lost"].includes(key) ? value + shift : value,
		);
	}

	/** Begins with what another page has saved. Throws, and has not begun, if that is anything else. @param {string} text */
	restore(text) {
		const [entries, dropped, base, latest] = JSON.parse(text);
		const isWhole = entries.length <= capacity && base.length === switchCount && latest.length === switchCount;
		/** @param {Entry | null} entry @param {number} index */
		const isLatest = (entry, index) => entry === null || (entry.index === index && isEntry(entry));
		if (
			!isWhole ||
			!isNumber(dropped) ||
			![entries.every(isEntry), base.every(isCursor), latest.every(isLatest)].every(Boolean)
		)
			throw new TypeError("no record");
		[this.entries, this.dropped, this.#base, this.latest] = [entries, dropped, base, latest];
		this.#lostAt = entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
	}

	/** @param {number} now in ms @returns {{ spans: Span[][], away: { from: number, to: number }[] }} spans by switch */
	history(now) {
		const cursors = this.#base.map((cursor) => ({ ...cursor }));
		/** @type {Span[][]} */
		const spans = cursors.map(() => []);
		const away = [];
		let lost = this.#base[0].lost;
		for (const entry of this.entries) {
			if (entry.event === "offline") lost = entry.at;
			if (entry.event === "online" && lost !== undefined) {
				away.push({ from: lost, to: entry.at });
				lost = undefined;
			}
			follow(cursors, entry, (index, span) => spans[index].push(span));
		}
		if (lost !== undefined) away.push({ from: lost, to: now });
		for (const [index, { on, since, lost }] of cursors.entries())
			if (on !== undefined) spans[index].push({ from: since, to: lost ?? now, on });
		return { spans, away };
	}

	/** @param {number | undefined} count @param {boolean} timed @returns {Entry["event"]} */
	#event(count, timed) {
		if (count === 0) return "start";
		return timed || this.#lostAt === undefined ? "change" : "seen";
	}

	/** Whether it is of a board that has begun anew. @param {Entry} entry */
	#tellsRestart({ index = 0, event, count = Number.POSITIVE_INFINITY }) {
		const latest = this.latest[index];
		return latest !== null && (event === "start" || count < (latest.count ?? 0));
	}

	/** Whether it is no news. @param {Entry} entry @param {boolean} timed whether the board tells its time */
	#knows({ index = 0, on, count, at }, timed) {
		const latest = this.latest[index];
		if (latest?.on !== on || latest?.count !== count) return false;
		// A board that has started again may count to the same number.
		return this.#lostAt === undefined || (timed && at < this.#lostAt);
	}

	/** @param {Entry} entry */
	#add(entry) {
		if (entry.index !== undefined) this.latest[entry.index] = entry;
		this.entries.push(entry);
		if (this.entries.length <= capacity) return;
		this.dropped++;
		follow(this.#base, /** @type {Entry} */ (this.entries.shift()), () => {});
	}
}

/** In ms, far within what a date can say. */
const latestTime = 4e15;

/** @param {Entry} entry as some page may have saved it */
const isEntry = ({ at, event, index, on, count = 0 }) =>
	isNumber(at, latestTime) &&
	["change", "start", "seen", "online", "offline"].includes(event) &&
	(index === undefined || (places.includes(index) && typeof on === "boolean" && isNumber(count)));

/** @param {Cursor} cursor as some page may have saved it */
const isCursor = ({ on = false, since, lost = 0 }) =>
	typeof on === "boolean" && isNumber(since, latestTime) && isNumber(lost, latestTime);

/**
 * Moves the cursors past an entry.
 * @param {Cursor[]} cursors
 * @param {Entry} entry
 * @param {(index: number, span: Span) => void} onSpan has ended
 */
function follow(cursors, { index, at, event, on }, onSpan) {
	for (const [place, cursor] of cursors.entries()) {
		if (place === index) {
			const { on: before, since, lost = at } = cursor;
			const to = Math.min(lost, at);
			if (before !== undefined && to > since) onSpan(place, { from: since, to, on: before });
			cursor.since = Math.max(since, at);
			cursor.on = on;
			cursor.lost = undefined;
		} else if (event === "offline") cursor.lost = at;
		else if (event === "online") cursor.lost = undefined;
	}
}
