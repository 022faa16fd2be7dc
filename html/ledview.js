// Draws the LEDs: toggles whose light is what the board told and whose position is what was wished.
//
// Strategy: as view.js does, this sets texts and attributes of index.html, which has a toggle for each of the eight LEDs
// that a board can have; those that it does not have are hidden, and without any the whole card is. A toggle that cannot
// be pressed is aria-disabled and not disabled, so that a short loss of the connection does not take the focus away.

import { write } from "./view.js";

export class LedView {
	#card;
	#toggles;
	#message;
	#changes;
	/** @type {boolean[] | undefined} */
	#told;

	/** @param {Document} document @param {(index: number) => void} onPress */
	constructor(document, onPress) {
		this.#card = /** @type {HTMLElement} */ (document.querySelector("#leds"));
		this.#toggles = this.#card.querySelectorAll("button");
		this.#message = this.#card.querySelector(".message");
		this.#changes = document.querySelector("#changes");
		for (const [index, toggle] of this.#toggles.entries()) toggle.addEventListener("click", () => onPress(index));
	}

	/** @param {import("./leds.js").Leds} leds */
	draw({ all, live, message }) {
		write(this.#message, message);
		for (const toggle of this.#toggles) toggle.setAttribute("aria-disabled", String(!live));
		if (!all) return;
		this.#card.hidden = all.length === 0;
		for (const [index, toggle] of this.#toggles.entries()) drawToggle(toggle, all[index]);
		this.#announce(all.map(({ on }) => on));
	}

	/** Says what has changed; a toggle that has the focus speaks for itself. @param {boolean[]} told */
	#announce(told) {
		const changes = [];
		for (const [index, on] of told.entries()) {
			const changed = this.#told?.[index] === !on;
			if (changed && !this.#toggles[index]?.matches(":focus")) changes.push(`LED ${index + 1} ${word(on)}`);
		}
		this.#told = told;
		if (changes.length) write(this.#changes, changes.join(", "));
	}
}

/** @param {HTMLButtonElement} toggle @param {import("./leds.js").Led | undefined} led undefined: the board has no such LED */
function drawToggle(toggle, led) {
	/** @type {HTMLElement} */ (toggle.parentElement).hidden = !led;
	if (!led) return;
	const { on, wish = on } = led;
	toggle.setAttribute("role", "switch");
	toggle.setAttribute("aria-checked", String(on));
	toggle.setAttribute("aria-busy", String(led.wish !== undefined));
	toggle.dataset.state = word(on);
	toggle.dataset.wish = word(wish);
	write(toggle.querySelector(".word"), led.wish === undefined ? word(on) : `${word(wish)}…`);
}

/** @param {boolean} on */
const word = (on) => (on ? "On" : "Off");
