// Draws how much is recorded, and hands it over as a file.

import { count } from "./format.js";
import { write } from "./statusview.js";

export class ExportView {
	#words;
	#button;

	/** @param {Document} document @param {() => string} write the file's text */
	constructor(document, write) {
		this.#words = document.querySelector("#recorded");
		this.#button = document.querySelector("#export");
		this.#button?.addEventListener("click", () => {
			const link = document.createElement("a");
			link.download = `dipsocket-${new Date().toISOString().replaceAll(":", "")}.csv`;
			link.href = URL.createObjectURL(new Blob([write()], { type: "text/csv" }));
			link.click();
			// The download has begun when the browser is idle again; the text is not kept for ever.
			setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
		});
	}

	/** @param {import("./record.js").Recorder} recorder */
	draw({ entries, dropped }) {
		const gone = dropped ? `; ${count(dropped)} older entries dropped` : "";
		write(this.#words, `Changes recorded: ${count(entries.filter(({ event }) => event === "change").length)}${gone}`);
	}
}
