// Draws what each switch's row says of it: its state, its last change, how often it has changed, and its last minutes, of
// which the moment under the pointer is said in words.

import { count, duration } from "./format.js";
import { timeOfDay } from "./status.js";
import { write } from "./statusview.js";
import { stripOf, stripTime, summaryOf, wordAt } from "./strip.js";
import { switchWord } from "./switches.js";

/** What happened longer ago has the date as well, in ms. */
const day = 86_400_000;

export class RowView {
	#rows;
	#tip;
	#shift;
	#now = 0;
	/** @type {import("./strip.js").Span[][]} */
	#spans = [];

	/** @param {Document} document @param {() => number} shift to the computer's time, in ms */
	constructor(document, shift) {
		this.#rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("tbody tr"));
		this.#tip = /** @type {HTMLElement} */ (document.querySelector("#tip"));
		this.#shift = shift;
		for (const [index, row] of this.#rows.entries()) {
			const strip = /** @type {HTMLElement} */ (row.querySelector(".strip"));
			strip.addEventListener("pointermove", ({ clientX }) => this.#point(index, strip, clientX));
			strip.addEventListener("pointerleave", () => {
				this.#tip.hidden = true;
			});
		}
	}

	/**
	 * @param {number | undefined} byte undefined: not known
	 * @param {import("./record.js").Recorder} recorder
	 * @param {number} now in ms
	 * @param {number} seenAt when the board was there last, in ms
	 */
	draw(byte, recorder, now, seenAt) {
		if (byte === undefined) return;
		const { spans, away } = recorder.history(now);
		[this.#spans, this.#now] = [spans, now];
		for (const [index, row] of this.#rows.entries()) {
			const latest = recorder.latest[index];
			const word = switchWord(byte, index);
			row.dataset.state = word;
			write(row.querySelector(".word"), word);
			write(row.querySelector(".since"), latest ? since(latest, seenAt, this.#shift()) : "");
			write(row.querySelector(".count"), latest?.count === undefined ? "" : count(latest.count));
			row.querySelector("svg")?.setAttribute("aria-label", summaryOf(spans[index], now));
			for (const [part, path] of Object.entries(stripOf(spans[index], away, now)))
				row.querySelector(`.${part}`)?.setAttribute("d", path);
		}
	}

	/** @param {number} index @param {HTMLElement} strip @param {number} clientX */
	#point(index, strip, clientX) {
		const { left, right } = /** @type {Element} */ (strip.firstElementChild).getBoundingClientRect();
		const share = Math.min(1, Math.max(0, (clientX - left) / (right - left)));
		const at = this.#now - (1 - share) * stripTime;
		write(this.#tip, `${timeOfDay(at + this.#shift())} · ${wordAt(this.#spans[index] ?? [], at)}`);
		this.#tip.style.setProperty("--at", String(share));
		strip.append(this.#tip);
		this.#tip.hidden = false;
	}
}

/** @param {import("./record.js").Entry} entry @param {number} seenAt @param {number} shift in ms */
function since({ at, event }, seenAt, shift) {
	if (event === "start") return "not yet";
	if (event !== "change") return "";
	const ago = seenAt - at;
	const date = ago < day ? "" : `${new Date(at + shift).toLocaleDateString()} `;
	return `${duration(ago)} ago\nat ${date}${timeOfDay(at + shift)}`;
}
