// What the page has to say about what was done: refusals, wishes that have not come true, restarts. At one place within
// reach of a thumb, until it is no longer true, tried again, or dismissed.
//
// Strategy: the page hands over those who may have something to say; the toast holds nothing of its own.

import { write } from "./statusview.js";

/**
 * @typedef {object} Speaker
 * @property {string} message empty when there is nothing to say
 * @property {boolean} [canRetry]
 * @property {(now: number) => void} [retry]
 * @property {() => void} dismiss
 */

export class Toast {
	#toast;
	#retry;

	/** @param {Document} document @param {readonly Speaker[]} speakers @param {(action: (now: number) => void) => void} act */
	constructor(document, speakers, act) {
		this.#toast = /** @type {HTMLElement} */ (document.querySelector("#toast"));
		this.#retry = /** @type {HTMLElement} */ (document.querySelector("#retry"));
		this.#retry.addEventListener("click", () =>
			act((now) => {
				for (const speaker of speakers) if (speaker.message && speaker.canRetry) speaker.retry?.(now);
			}),
		);
		document.querySelector("#dismiss")?.addEventListener("click", () =>
			act(() => {
				for (const speaker of speakers) speaker.dismiss();
			}),
		);
	}

	/** @param {readonly Speaker[]} speakers @param {import("./announcer.js").Announcer} announcer */
	draw(speakers, announcer) {
		const said = speakers.filter(({ message }) => message);
		const text = said.map(({ message }) => message).join(" ");
		if (text) write(this.#toast.querySelector("p"), text);
		this.#toast.hidden = !text;
		this.#retry.hidden = !said.some(({ canRetry }) => canRetry);
		announcer.tell("toast", text);
	}
}
