// Draws the names, each in the field in which it is edited: Enter and leaving the field keep it, Escape puts it back.
//
// Strategy: a field that is being edited is left alone. Until the board has told the names they can only be read.

export class NameView {
	#fields;

	/**
	 * @param {Document} document
	 * @param {(edit: (names: import("./names.js").Names, now: number) => void) => void} onEdit
	 */
	constructor(document, onEdit) {
		this.#fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".name input"));
		for (const [index, field] of this.#fields.entries()) {
			field.addEventListener("focus", () => onEdit((names) => names.edit(index)));
			field.addEventListener("input", () => onEdit((names) => names.edit(index, field.value)));
			field.addEventListener("blur", () => onEdit((names, now) => names.commit(now, true)));
			field.addEventListener("keydown", ({ key, isComposing }) => {
				if (isComposing) return;
				if (key === "Enter") onEdit((names, now) => names.commit(now, false));
				if (key === "Escape") onEdit((names) => names.cancel());
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
