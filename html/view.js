// Draws the switches as a whole: the package, the byte in three notations, and in words, for screen readers, what changed.

import { write } from "./statusview.js";
import { switchCount, switchWord } from "./switches.js";

export class View {
	#document;
	/** @type {number | undefined} */
	#byte;

	/** @param {Document} document */
	constructor(document) {
		this.#document = document;
	}

	/** @param {number | undefined} byte undefined: not known @param {import("./names.js").Names} names */
	draw(byte, names) {
		const before = this.#byte;
		this.#byte = byte;
		const positions = /** @type {NodeListOf<SVGElement>} */ (this.#document.querySelectorAll(".position"));
		const changes = [];
		for (let index = 0; index < switchCount; index++) {
			const word = switchWord(byte, index);
			positions[index].dataset.state = word;
			if (word === switchWord(before, index)) continue;
			changes.push(["Switch", index + 1, names.latest(index), word].filter(Boolean).join(" "));
		}
		if (before !== undefined && changes.length) this.#write("#changes", changes.join(", "));
		const binary = byte?.toString(2).padStart(8, "0") ?? "????????";
		this.#write("#binary", `${binary.slice(0, 4)} ${binary.slice(4)}`);
		this.#write("#decimal", byte?.toString() ?? "?");
		this.#write("#hexadecimal", `0x${byte?.toString(16).toUpperCase().padStart(2, "0") ?? "??"}`);
	}

	/** @param {string} selector @param {string} text */
	#write(selector, text) {
		write(this.#document.querySelector(selector), text);
	}
}
