// Draws the question for the token: one dialog, the same on both pages.
//
// Strategy: a modal dialog keeps the focus in and gives it back, and leaves the page where it is scrolled to. Escape, and
// the button that says so, leave the question. The field is emptied as soon as the token was right.

import { write } from "./statusview.js";

const markup = `<form>
<h2 id=token-title>Unlock this board</h2>
<p id=token-note></p>
<input autocomplete=username value=dipsocket hidden>
<label for=token-field>Token</label>
<input id=token-field type=password autocomplete=current-password required aria-describedby="token-note token-problem">
<p id=token-problem role=alert></p>
<div><button type=button class=quiet>Cancel</button><button>Unlock</button></div>
</form>`;

const prompts = {
	watch: "Its switches are shown only to those who know its token.",
	command: "Only those who know its token can switch its LEDs and name its switches.",
};

export class TokenView {
	#dialog;
	#field;

	/** @param {Document} document @param {{ onAnswer: (token: string) => void, onLeave: () => void }} options */
	constructor(document, { onAnswer, onLeave }) {
		const dialog = document.createElement("dialog");
		dialog.setAttribute("aria-labelledby", "token-title");
		dialog.innerHTML = markup;
		document.body.append(dialog);
		this.#dialog = dialog;
		this.#field = /** @type {HTMLInputElement} */ (document.querySelector("#token-field"));
		dialog.addEventListener("submit", (event) => {
			event.preventDefault();
			onAnswer(this.#field.value);
			this.#field.select();
			this.#field.focus();
		});
		dialog.addEventListener("cancel", onLeave);
		dialog.querySelector(".quiet")?.addEventListener("click", onLeave);
	}

	/** @param {import("./token.js").Token} token */
	draw({ purpose, checking, message }) {
		if (purpose) write(this.#dialog.querySelector("#token-note"), prompts[purpose]);
		write(this.#dialog.querySelector("#token-problem"), message);
		write(this.#dialog.querySelector("button:not(.quiet)"), checking ? "Checking…" : "Unlock");
		if (this.#dialog.open === (purpose !== undefined)) return;
		this.#field.value = "";
		if (purpose) this.#dialog.showModal();
		else this.#dialog.close();
	}
}
