// Draws the names, each in the field in which it is edited: Enter and leaving the field keep it, Escape puts it back.
//
// Strategy: a name wraps where there is no room, so its field is a textarea, but one without line ends. A field that is
// being edited is left alone. Until the board has told the names they can only be read.

export class NameView {
	#fields;

	/**
	 * @param {Document} document
	 * @param {(edit: (names: import("./names.js").Names, now: number) => void) => void} onEdit
	 */
	constructor(document, onEdit) {
		this.#fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll(".name textarea"));
		for (const [index, field] of this.#fields.entries()) {
			field.addEventListener("focus", () => onEdit((names) => names.edit(index)));
			field.addEventListener("input", () => onEdit((names) => names.edit(index, field.value.replaceAll("\n", " "))));
			field.addEventListener("blur", () => onEdit((names, now) => names.commit(now, true)));
			field.addEventListener("keydown", (event) => {
				if (event.isComposing) return;
				if (event.key === "Escape") onEdit((names) => names.cancel());
				if (event.key !== "Enter") return;
				event.preventDefault();
				onEdit((names, now) => names.commit(now, false));
			});
		}
	}

	/** @param {import("./names.js").Names} names */
	draw(names) {
		for (const [index, field] of this.#fields.entries()) {
			const isEdited = names.isEdited(index);
			const name = names.latest(index) ?? "";
			if (!isEdited && field.value !== name) field.value = name;
			field.readOnly = !names.live;
			field.setAttribute("aria-invalid", String(isEdited && names.problem !== ""));
			field.setAttribute("aria-busy", String(names.all?.[index].wish !== undefined));
		}
	}
}
