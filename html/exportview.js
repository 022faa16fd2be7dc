// Draws how much is recorded, and hands it over as a file.

import { count } from "./format.js";
import { write } from "./statusview.js";

export class ExportView {
	#words;

	/** @param {Document} document @param {() => { csv: string, name: string }} write the file's text, and the device's name */
	constructor(document, write) {
		this.#words = document.querySelector("#recorded");
		document.querySelector("#export")?.addEventListener("click", () => {
			const { csv, name } = write();
			const link = document.createElement("a");
			link.download = `${name}-${new Date().toISOString().replaceAll(":", "")}.csv`;
			link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
			link.click();
			// The download has begun when the browser is idle again; the text is not kept for ever.
			setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
		});
	}

	/** @param {import("./record.js").Recorder} recorder */
	draw({ entries, dropped, changes }) {
		const kept = entries.filter(({ event }) => event === "change").length;
		const all = changes === 1 ? "1 change recorded" : `${changes ? count(changes) : "No"} changes recorded`;
		write(this.#words, dropped ? `${all}; the newest ${count(kept)} are kept` : all);
	}
}
