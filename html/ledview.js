// Draws the LEDs: toggles whose light is what the board told and whose position is what was wished.
//
// Strategy: index.html has a toggle for each of the eight LEDs that a board can have; those that it does not have are
// hidden, and without any their whole column is. A toggle that cannot be pressed is aria-disabled and not disabled, so
// that a short loss of the connection does not take the focus away.

import { write } from "./statusview.js";

export class LedView {
	#cells;
	#toggles;
	#changes;
	/** @type {boolean[] | undefined} */
	#told;

	/** @param {Document} document @param {(index: number) => void} onPress */
	constructor(document, onPress) {
		this.#cells = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".led"));
		this.#toggles = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".led button"));
		this.#changes = document.querySelector("#changes");
		for (const [index, toggle] of this.#toggles.entries()) toggle.addEventListener("click", () => onPress(index));
	}

	/** @param {import("./leds.js").Leds} leds */
	draw({ all, live }) {
		for (const toggle of this.#toggles) toggle.setAttribute("aria-disabled", String(!live));
		if (!all) return;
		for (const cell of this.#cells) cell.hidden = all.length === 0;
		for (const [index, toggle] of this.#toggles.entries()) drawToggle(toggle, all[index]);
		this.#announce(all.map(({ told }) => told));
	}

	/** Says what has changed; a toggle that has the focus speaks for itself. @param {boolean[]} told */
	#announce(told) {
		const changes = [];
		for (const [index, on] of told.entries()) {
			const changed = this.#told?.[index] === !on;
			if (changed && !this.#toggles[index].matches(":focus")) changes.push(`LED ${index + 1} ${word(on)}`);
		}
		this.#told = told;
		if (changes.length) write(this.#changes, changes.join(", "));
	}
}

/**
 * @param {HTMLButtonElement} toggle
 * @param {import("./wishes.js").Thing<boolean> | undefined} led undefined: the board has no such LED
 */
function drawToggle(toggle, led) {
	toggle.hidden = !led;
	if (!led) return;
	const { told, wish = told } = led;
	toggle.setAttribute("role", "switch");
	toggle.setAttribute("aria-checked", String(told));
	toggle.setAttribute("aria-busy", String(led.wish !== undefined));
	toggle.dataset.state = word(told);
	toggle.dataset.wish = word(wish);
	write(toggle.querySelector(".lit"), led.wish === undefined ? word(told) : `${word(wish)}…`);
}

/** @param {boolean} on */
const word = (on) => (on ? "On" : "Off");
