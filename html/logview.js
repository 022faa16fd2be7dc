// Draws the latest of what is recorded, the newest first, where a window has room for it.
//
// Strategy: the lines are made once and written anew in their places, so nothing moves when something happens.

import { timeOfDay } from "./status.js";
import { write } from "./statusview.js";

/** More than fit under the package on any screen. */
const lines = 24;

/** What else is worth a line. @type {{ [event: string]: string }} */
const words = { offline: "Connection lost", online: "Connected" };

export class LogView {
	#lines;

	/** @param {Document} document */
	constructor(document) {
		const list = /** @type {HTMLElement} */ (document.querySelector("#log"));
		this.#lines = Array.from({ length: lines }, () => list.appendChild(document.createElement("li")));
	}

	/** @param {import("./record.js").Recorder} recorder @param {import("./names.js").Names} names @param {number} shift in ms */
	draw({ entries }, names, shift) {
		let i = entries.length;
		for (const line of this.#lines) {
			let text = "";
			while (!text && i-- > 0) text = sentence(entries[i], names, shift);
			write(line, text);
		}
	}
}

/**
 * @param {import("./record.js").Entry} entry @param {import("./names.js").Names} names @param {number} shift in ms
 * @returns {string} empty when it is not worth a line
 */
function sentence({ at, event, index, on }, names, shift) {
	const change = index === undefined ? "" : `${names.latest(index) || `Switch ${index + 1}`} ${on ? "On" : "Off"}`;
	const what = event === "change" ? change : words[event];
	return what ? `${timeOfDay(at + shift)} · ${what}` : "";
}
