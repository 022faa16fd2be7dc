// Draws the LEDs: each one is the switch for itself. Its light is what the board told; its word is what was wished.
//
// Strategy: index.html has an LED for each of the eight that a board can have; those that it does not have are hidden. One
// that cannot be pressed now is aria-disabled and not disabled, so that a short loss of the connection does not take the
// focus away; pressed all the same, the page says why nothing happens.

import { write } from "./statusview.js";

export class LedView {
	#group;
	#leds;
	/** @type {boolean[] | undefined} */
	#told;

	/** @param {Document} document @param {(index: number) => void} onPress */
	constructor(document, onPress) {
		this.#group = /** @type {HTMLElement} */ (document.querySelector(".panel"));
		this.#leds = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".led"));
		for (const [index, led] of this.#leds.entries()) led.addEventListener("click", () => onPress(index));
	}

	/** @param {import("./leds.js").Leds} leds @param {import("./announcer.js").Announcer} announcer */
	draw({ all, live }, announcer) {
		for (const led of this.#leds) led.setAttribute("aria-disabled", String(!live));
		if (!all) return;
		this.#group.classList.toggle("without", all.length === 0);
		for (const [index, led] of this.#leds.entries()) drawLed(led, all[index]);
		this.#announce(
			all.map(({ told }) => told),
			announcer,
		);
	}

	/** Says what has changed; an LED that has the focus speaks for itself. */
	/** @param {boolean[]} told @param {import("./announcer.js").Announcer} announcer */
	#announce(told, announcer) {
		const changes = [];
		for (const [index, on] of told.entries()) {
			const changed = this.#told?.[index] === !on;
			if (changed && !this.#leds[index].matches(":focus")) changes.push(`LED ${index + 1} ${word(on)}`);
		}
		this.#told = told;
		announcer.say(changes.join(", "));
	}
}

/**
 * @param {HTMLButtonElement} element
 * @param {import("./wishes.js").Thing<boolean> | undefined} led undefined: the board has no such LED
 */
function drawLed(element, led) {
	element.hidden = !led;
	if (!led) return;
	const { told, wish = told } = led;
	const isBusy = led.wish !== undefined;
	element.setAttribute("aria-checked", String(told));
	element.setAttribute("aria-busy", String(isBusy));
	element.dataset.state = word(told);
	write(element.querySelector(".lit"), isBusy ? `${word(wish)}…` : word(told));
}

/** @param {boolean} on */
const word = (on) => (on ? "On" : "Off");
