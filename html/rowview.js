// Draws what each switch's row says of it: its state, since when, how often it has changed, and its last minutes.

import { count, duration } from "./format.js";
import { write } from "./statusview.js";
import { stripOf } from "./strip.js";
import { switchWord } from "./switches.js";

export class RowView {
	#rows;

	/** @param {Document} document */
	constructor(document) {
		this.#rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("tbody tr"));
	}

	/**
	 * @param {number | undefined} byte undefined: not known
	 * @param {import("./record.js").Recorder} recorder
	 * @param {number} now in ms
	 * @param {number} seenAt when the board was there last, in ms
	 */
	draw(byte, recorder, now, seenAt) {
		const { spans, away } = recorder.history(now);
		for (const [index, row] of this.#rows.entries()) {
			const word = switchWord(byte, index);
			const latest = byte === undefined ? null : recorder.latest[index];
			row.dataset.state = word;
			write(row.querySelector(".word"), word);
			write(row.querySelector(".since"), latest ? since(latest, seenAt) : "");
			write(row.querySelector(".count"), latest?.count === undefined ? "" : count(latest.count));
			for (const [part, path] of Object.entries(stripOf(spans[index], away, now)))
				row.querySelector(`.${part}`)?.setAttribute("d", path);
		}
	}
}

/** @param {import("./record.js").Entry} entry @param {number} seenAt in ms */
function since({ at, event }, seenAt) {
	if (event === "start") return "not yet";
	return event === "change" ? `${duration(seenAt - at)} ago` : "";
}
