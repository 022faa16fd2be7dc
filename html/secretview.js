// Draws the question for the secret: one form, with the focus in it when it appears.
//
// Strategy: every page has the same form, so it is written here and put below the page's notice. What had the focus before
// gets it back afterwards, so that a refused press needs nothing but another one. The field is emptied as soon as the
// secret was right.

import { write } from "./statusview.js";

const form = `<section id=secret class="card full" aria-labelledby=secret-title hidden>
<div class=title><h2 id=secret-title>Locked</h2><p class=message role=alert></p></div>
<form>
<input autocomplete=username value=dipsocket hidden>
<label for=secret-field>Secret of this board</label>
<input id=secret-field type=password autocomplete=current-password required aria-describedby=secret-note>
<button>Unlock</button>
<p id=secret-note class=note></p>
</form>
</section>`;

const prompts = {
	watch: "Only those who know its secret can watch this board.",
	command: "Only those who know its secret can command this board.",
};

export class SecretView {
	#document;
	#card;
	#field;
	/** @type {Element | null} */
	#before = null;

	/** @param {Document} document @param {(secret: string) => void} onAnswer */
	constructor(document, onAnswer) {
		this.#document = document;
		document.querySelector("#notice")?.insertAdjacentHTML("afterend", form);
		this.#card = /** @type {HTMLElement} */ (document.querySelector("#secret"));
		this.#field = /** @type {HTMLInputElement} */ (document.querySelector("#secret-field"));
		this.#card.addEventListener("submit", (event) => {
			event.preventDefault();
			onAnswer(this.#field.value);
			this.#field.select();
			this.#field.focus();
		});
	}

	/** @param {import("./secret.js").Secret} secret */
	draw({ purpose, checking, message }) {
		if (purpose) write(this.#card.querySelector(".note"), prompts[purpose]);
		write(this.#card.querySelector(".message"), message);
		write(this.#card.querySelector("button"), checking ? "Checking…" : "Unlock");
		if (this.#card.hidden === (purpose === undefined)) return;
		if (purpose) this.#show();
		else this.#hide();
	}

	#show() {
		this.#before = this.#document.activeElement;
		this.#card.hidden = false;
		this.#field.focus();
	}

	#hide() {
		const hadFocus = this.#card.contains(this.#document.activeElement);
		this.#field.value = "";
		this.#card.hidden = true;
		if (hadFocus && this.#before instanceof HTMLElement) this.#before.focus();
	}
}
