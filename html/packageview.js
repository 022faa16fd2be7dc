// Draws the switches as a whole: the package, and the byte in three notations; and says what changed.

import { write } from "./statusview.js";
import { switchCount, switchWord } from "./switches.js";

/** As wide as any digit, so that nothing moves. */
const blank = "\u2007";

export class PackageView {
	#document;
	/** @type {number | undefined} */
	#byte;

	/** @param {Document} document */
	constructor(document) {
		this.#document = document;
	}

	/**
	 * @param {number | undefined} byte undefined: not known
	 * @param {import("./names.js").Names} names
	 * @param {import("./announcer.js").Announcer} announcer
	 */
	draw(byte, names, announcer) {
		const before = this.#byte;
		this.#byte = byte;
		if (byte === undefined) return;
		const positions = /** @type {NodeListOf<SVGElement>} */ (this.#document.querySelectorAll(".position"));
		const changes = [];
		for (let index = 0; index < switchCount; index++) {
			const word = switchWord(byte, index);
			positions[index].dataset.state = word;
			if (word === switchWord(before, index)) continue;
			changes.push(["Switch", index + 1, names.latest(index), word].filter(Boolean).join(" "));
		}
		if (before !== undefined) announcer.say(changes.join(", "));
		const binary = byte.toString(2).padStart(8, "0");
		this.#write("#binary", `${binary.slice(0, 4)} ${binary.slice(4)}`);
		this.#write("#decimal", byte.toString().padStart(3, blank));
		this.#write("#hexadecimal", `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`);
	}

	/** @param {string} selector @param {string} text */
	#write(selector, text) {
		write(this.#document.querySelector(selector), text);
	}
}
