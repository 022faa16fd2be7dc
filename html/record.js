// What has happened to the switches, as far as the board tells: for the strips and the export.
//
// Strategy: a list of entries in the order in which they became known. What identifies a change is which start of the board
// it belongs to, its switch and its count, never a time: so nothing is recorded twice, however often it is told, and a
// restart is announced only when something proves it. A change has the board's time (its uptime), which is mapped to this
// page's by the least delayed message so far: a message that arrives late, or is looked at late, changes nothing. Clocks
// drift, so that mapping may creep up by 100 ppm. For half a minute a better one also corrects what is recorded already,
// unless it has been exported.
//   What the board vouches for is known, also of a time in which this page was away: a switch whose count did not grow, and
// one whose every change the board still remembers. A board without uptime is taken at its ages, one without counts is only
// known from what is seen. The newest entries are kept, and of the dropped ones what they come to. A page that is left hands
// its record on to the next one.

import { isNumber } from "./message.js";
import { switchCount } from "./switches.js";

export const capacity = 2_000;

const drift = 1e-4;
const settling = 30_000;
/** By how many ms the page's and the board's clock may disagree about an absence, plus twice the drift. */
const tolerance = 1_000;
/** A mapping that is wrong by more than this is of a clock that has been set. */
const leap = 60_000;

const places = [...new Array(switchCount).keys()];

/**
 * @typedef {object} Entry
 * @property {number} at in ms
 * @property {"change" | "start" | "seen" | "online" | "offline"} event start: the board's; seen: for the first time
 * @property {number} [index] of the switch, from 0
 * @property {boolean} [on]
 * @property {number} [count] of its changes since the board started, if the board tells
 * @property {number} [time] of the board's uptime, in ms, if the board tells
 * @property {number} [boot] which start of the board it belongs to
 */

/** A time in which a switch was known to be On, or Off. @typedef {{ from: number, to: number, on: boolean }} Span */

/** How far a switch is known: On or Off since when, and since when nobody has watched. */
/** @typedef {{ on?: boolean, since: number, lost?: number, count?: number, boot?: number }} Cursor */

/** When the board started, and what it said last and when, in ms. @typedef {{ at: number, since: number, uptime: number }} Start */

export class Recorder {
	/** @type {Entry[]} */
	entries = [];
	/** How many older ones are gone, and how many changes there were in all. */
	dropped = 0;
	changes = 0;
	/** By switch. @type {(Entry | null)[]} */
	latest = new Array(switchCount).fill(null);
	/** When the board has restarted, as far as this page knows. @type {number | undefined} */
	restartedAt;
	/** When the board was lost; undefined while it is there. @type {number | undefined} */
	#lostAt = Number.NEGATIVE_INFINITY;
	/** What the dropped entries come to. @type {Cursor[]} */
	#base = places.map(() => ({ since: 0 }));
	#boot = 0;
	/** @type {Start | undefined} */
	#start;
	/** Entries that a better mapping still corrects, and until when. @type {Entry[]} */
	#young = [];
	#youngUntil = Number.POSITIVE_INFINITY;
	/** @type {import("./message.js").Past | undefined} */
	#past;

	/** The board has told what was before; used with the state that follows. @param {import("./message.js").Past} past */
	recall(past) {
		this.#past = past;
	}

	/**
	 * The board has told its state.
	 * @param {import("./message.js").State} state
	 * @param {number} now in ms
	 * @param {number} since when the connection was begun, in ms: no message on it is older
	 */
	tell(state, now, since = now) {
		const { switches, changes, ages, uptime } = state;
		const hasRestarted = this.#tellsRestart(state, now, since);
		if (hasRestarted) this.#restart();
		if (uptime !== undefined) this.#map(uptime, now);
		/** @type {Entry[]} */
		const news = this.#past ? this.#remember(this.#past) : [];
		this.#past = undefined;
		for (const index of places) {
			const count = changes?.[index];
			const on = (switches & (1 << index)) !== 0;
			const time = uptime === undefined ? undefined : uptime - (ages?.[index] ?? 0);
			const at = time === undefined ? now - (ages?.[index] ?? 0) : this.#at(time);
			news.push({ at, event: this.#event(count, !!ages), index, on, count, time, boot: this.#boot });
		}
		news.sort((a, b) => a.at - b.at);
		if (hasRestarted) this.restartedAt = this.#start?.at ?? news[0].at;
		for (const entry of news) if (this.#isNews(entry)) this.#add(entry);
		if (this.#lostAt !== undefined) this.#add({ at: now, event: "online" });
		this.#lostAt = undefined;
	}

	/** The board is not there any more. @param {number} at since when, in ms */
	lose(at) {
		this.#past = undefined;
		if (this.#lostAt !== undefined) return;
		this.#lostAt = at;
		this.#add({ at, event: "offline" });
	}

	/** What is recorded is given away: its times stay as they are. */
	settle() {
		this.#young = [];
	}

	/**
	 * Everything as text, for another page; times are moved, and the board is lost.
	 * @param {number} now in ms
	 * @param {number} shift from this page's clock to the computer's, in ms
	 */
	save(now, shift) {
		this.lose(now);
		const record = [this.entries, this.dropped, this.#base, this.latest, this.changes, this.#boot, this.#start];
		return JSON.stringify(record, (key, value) =>
			typeof value === "number" && ["at", "since", "lost"].includes(key) ? value + shift : value,
		);
	}

	/** Begins with what another page has saved. Throws, and has not begun, if that is anything else. @param {string} text */
	restore(text) {
		const [entries, dropped, base, latest, changes, boot, start] = JSON.parse(text);
		const isWhole = entries.length <= capacity && base.length === switchCount && latest.length === switchCount;
		/** @param {Entry | null} entry @param {number} index */
		const isLatest = (entry, index) => entry === null || (entry.index === index && isEntry(entry));
		if (
			!isWhole ||
			![dropped, changes, boot].every((number) => isNumber(number)) ||
			!(start === null || [start.at, start.since, start.uptime].every((time) => isNumber(time, latestTime))) ||
			![entries.every(isEntry), base.every(isCursor), latest.every(isLatest)].every(Boolean)
		)
			throw new TypeError("no record");
		[this.entries, this.dropped, this.#base, this.latest] = [entries, dropped, base, latest];
		[this.changes, this.#boot, this.#start] = [changes, boot, start ?? undefined];
		this.#youngUntil = Number.NEGATIVE_INFINITY;
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

	/** @param {number} time of the board @returns {number} the page's */
	#at(time) {
		return (this.#start?.at ?? 0) + time;
	}

	/** A message of this `uptime` has come: it was under way for some time, but not for less than none. */
	/** @param {number} uptime @param {number} now */
	#map(uptime, now) {
		const start = this.#start;
		const sample = now - uptime;
		if (!start) this.#youngUntil = Math.min(this.#youngUntil, now + settling);
		const crept = start ? start.at + (now - start.since) * drift : sample;
		const isSet = this.#lostAt !== undefined && sample - crept > leap;
		const at = isSet ? sample : Math.min(crept, sample);
		this.#start = { at, since: now, uptime };
		if (now > this.#youngUntil) this.#young = [];
		else if (start && at < start.at) for (const entry of this.#young) entry.at = at + (entry.time ?? 0);
	}

	/**
	 * Whether a state is of another start of the board than what is known. Counts and times that contradict what is known
	 * prove it, a change that is known disproves it; else the uptime decides, if there is one.
	 * @param {import("./message.js").State} state @param {number} now @param {number} since
	 */
	#tellsRestart({ switches, changes, ages, uptime }, now, since) {
		if (!changes) return false;
		let isSame = false;
		for (const index of places) {
			const { count: before, time, on, boot } = this.latest[index] ?? {};
			if (before === undefined || boot !== this.#boot) continue;
			const count = changes[index];
			const grown = count - before;
			if (grown < 0 || (grown === 0 && ((switches >> index) & 1) !== Number(on))) return true;
			if (uptime === undefined || !ages || time === undefined || count === 0) continue;
			const passed = uptime - ages[index] - time;
			if (grown ? passed < 0 : passed !== 0) return true;
			isSame ||= grown === 0;
		}
		const start = this.#start;
		if (isSame || !start || uptime === undefined) return false;
		const least = since - start.at - tolerance - (now - start.since) * 2 * drift;
		return uptime < start.uptime || uptime < least;
	}

	/** The board has begun anew. */
	#restart() {
		this.#boot++;
		this.#start = undefined;
		this.#young = [];
		this.#youngUntil = Number.POSITIVE_INFINITY;
		this.latest = this.latest.map(() => null);
	}

	/**
	 * The changes that the board remembers, with their counts, and what was before them.
	 * @param {import("./message.js").Past} past @returns {Entry[]}
	 */
	#remember({ moves, ages, changes, uptime }) {
		const counts = [...changes];
		const boot = this.#boot;
		/** @type {Entry[]} */
		const entries = [];
		for (let i = moves.length - 1; i >= 0; i--) {
			const index = Math.abs(moves[i]) - 1;
			const time = uptime - ages[i];
			entries.push({
				at: this.#at(time),
				event: "change",
				index,
				on: moves[i] > 0,
				count: counts[index]--,
				time,
				boot,
			});
		}
		entries.reverse();
		const isWhole = counts.every((count) => count === 0);
		for (const index of places) {
			const first = entries.find((entry) => entry.index === index);
			if (this.latest[index] || !first || counts[index] < 0) continue;
			const on = !first.on;
			if (isWhole) entries.push({ at: this.#at(0), event: "start", index, on, count: 0, time: 0, boot });
			else if (!this.entries.length) this.#base[index] = { on, since: entries[0].at, count: counts[index], boot };
		}
		return entries;
	}

	/** @param {number | undefined} count @param {boolean} timed @returns {Entry["event"]} */
	#event(count, timed) {
		if (count === 0) return "start";
		return timed || this.#lostAt === undefined ? "change" : "seen";
	}

	/** @param {Entry} entry */
	#isNews({ index = 0, on, count }) {
		const latest = this.latest[index];
		if (count === undefined || latest?.count === undefined) return latest?.on !== on || this.#lostAt !== undefined;
		return count > latest.count;
	}

	/** @param {Entry} entry */
	#add(entry) {
		if (entry.index !== undefined) this.latest[entry.index] = entry;
		if (entry.event === "change") this.changes++;
		if (entry.time !== undefined) this.#young.push(entry);
		this.entries.push(entry);
		if (this.entries.length <= capacity) return;
		this.dropped++;
		follow(this.#base, /** @type {Entry} */ (this.entries.shift()), () => {});
	}
}

/** In ms, far within what a date can say. */
const latestTime = 4e15;

/** @param {Entry} entry as some page may have saved it */
const isEntry = ({ at, event, index, on, count = 0, time = 0, boot = 0 }) =>
	isNumber(at, latestTime) &&
	["change", "start", "seen", "online", "offline"].includes(event) &&
	[count, time, boot].every((number) => isNumber(number)) &&
	(index === undefined || (places.includes(index) && typeof on === "boolean"));

/** @param {Cursor} cursor as some page may have saved it */
const isCursor = ({ on = false, since, lost = 0, count = 0, boot = 0 }) =>
	typeof on === "boolean" && [since, lost, count, boot].every((number) => isNumber(number, latestTime));

/**
 * Moves the cursors past an entry. A change that follows the last known one leaves nothing unknown between them.
 * @param {Cursor[]} cursors
 * @param {Entry} entry
 * @param {(index: number, span: Span) => void} onSpan has ended
 */
function follow(cursors, { index, at, event, on, count, boot }, onSpan) {
	for (const [place, cursor] of cursors.entries()) {
		if (place === index) {
			const isNext = cursor.boot === boot && count !== undefined && count === Number(cursor.count) + 1;
			const { on: before, since, lost = at } = cursor;
			const to = isNext ? at : Math.min(lost, at);
			if (before !== undefined && to > since) onSpan(place, { from: since, to, on: before });
			Object.assign(cursor, { since: Math.max(since, at), on, count, boot, lost: undefined });
		} else if (event === "offline") cursor.lost = at;
		else if (event === "online") cursor.lost = undefined;
	}
}
