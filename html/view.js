// Draws: puts the switches and the status into the elements of index.html, and nothing else.
//
// Strategy: the page's whole structure and look is in the HTML and the CSS; this sets texts and data attributes. An
// unchanged text is not written again, so that screen readers speak only about changes.

import { switchCount, switchWord } from "./switches.js";

export class View {
	#document;
	/** @type {number | undefined} */
	#byte;

	/** @param {Document} document */
	constructor(document) {
		this.#document = document;
	}

	/** @param {number | undefined} byte undefined: not known */
	drawSwitches(byte) {
		const before = this.#byte;
		this.#byte = byte;
		const positions = this.#all(".position");
		const states = this.#all(".states li");
		const changes = [];
		for (let index = 0; index < switchCount; index++) {
			const word = switchWord(byte, index);
			positions[index].dataset.state = states[index].dataset.state = word;
			write(states[index].querySelector(".word"), word);
			if (word !== switchWord(before, index)) changes.push(`Switch ${index + 1} ${word}`);
		}
		if (before !== undefined && changes.length) this.#write("#changes", changes.join(", "));
		const binary = byte?.toString(2).padStart(8, "0") ?? "????????";
		this.#write("#binary", `${binary.slice(0, 4)} ${binary.slice(4)}`);
		this.#write("#decimal", byte?.toString() ?? "?");
		this.#write("#hexadecimal", `0x${byte?.toString(16).toUpperCase().padStart(2, "0") ?? "??"}`);
	}

	/** @param {import("./status.js").Status} status */
	drawStatus({ freshness, word, detail, notice, badge }) {
		this.#document.documentElement.dataset.freshness = freshness;
		this.#write("#word", word);
		this.#write("#detail", detail);
		this.#write("#notice", notice);
		for (const element of this.#all(".badge")) write(element, badge);
	}

	/** @param {string} selector @returns {NodeListOf<HTMLElement>} */
	#all(selector) {
		return this.#document.querySelectorAll(selector);
	}

	/** @param {string} selector @param {string} text */
	#write(selector, text) {
		write(this.#document.querySelector(selector), text);
	}
}

/** @param {Element | null} element @param {string} text */
export function write(element, text) {
	if (element && element.textContent !== text) element.textContent = text;
}
