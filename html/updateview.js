// The card for updates: draws an Upload, and hands on what the person does.

import { readImage } from "./image.js";
import { write } from "./statusview.js";
import { outcomeOf } from "./upload.js";

export class UpdateView {
	#form;
	#file;
	#bar;
	#button;
	#word;

	/**
	 * @param {Document} document
	 * @param {{ onChoose: (image: import("./image.js").Image | undefined) => void, onSend: () => void }} options
	 */
	constructor(document, { onChoose, onSend }) {
		this.#form = /** @type {HTMLFormElement} */ (document.querySelector("#update"));
		this.#file = /** @type {HTMLInputElement} */ (this.#form.querySelector("input"));
		this.#bar = /** @type {HTMLProgressElement} */ (this.#form.querySelector("progress"));
		this.#button = /** @type {HTMLButtonElement} */ (this.#form.querySelector("button"));
		this.#word = this.#form.querySelector("[role]");
		this.#file.onchange = async () => {
			const file = this.#file.files?.[0];
			if (file) onChoose(readImage(await file.arrayBuffer()));
		};
		this.#form.onsubmit = (event) => {
			event.preventDefault();
			onSend();
		};
	}

	/** @param {import("./upload.js").Upload} upload @param {{ [key: string]: string | number | undefined }} values @param {boolean} told since it restarted */
	draw({ image, progress, message, restarts }, values, told) {
		const isSending = progress !== undefined;
		this.#form.hidden = !values["update.space"];
		this.#file.disabled = isSending;
		this.#button.disabled = !image || isSending || (restarts && !told);
		this.#bar.hidden = !isSending;
		this.#bar.value = progress ?? 0;
		write(this.#word, (restarts && told && outcomeOf(values)) || message);
	}
}
