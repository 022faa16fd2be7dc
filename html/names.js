// The switches' names, and the one that is being edited: pure.
//
// Strategy: while a name is edited its draft is apart from what the board tells, so that nobody else's renaming disturbs
// it. A draft that says something new, and could be a name by the board's rules, becomes a wish; any other is dropped.
// Spaces at the ends are not part of a name, and the board would refuse them.

import { writeName } from "./message.js";
import { Wishes } from "./wishes.js";

/** In UTF-16 units. */
const longest = 24;

/** What is invisible wherever it stands. The board also knows where joiners and accents are out of place, and says so. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00a0\u2800]|(?!\u200c|\u200d|\ufe0f)\p{Default_Ignorable_Code_Point}/u;

/**
 * @param {string} name
 * @returns {string} what the board would refuse it for, as a sentence; empty for a name it would probably take
 */
export function problemWith(name) {
	if (name.length > longest) return `A name has at most ${longest} characters.`;
	return unseen.test(name) ? "This name has an invisible character. Remove it." : "";
}

/** @extends {Wishes<string>} */
export class Names extends Wishes {
	/** @type {{ index: number, before: string, text: string } | undefined} */
	#draft;

	/** @param {(text: string) => boolean} send says whether the text was sent */
	constructor(send) {
		super(send, writeName, "the name of switch");
	}

	/** @param {number} index @returns {boolean} whether this name is being edited */
	isEdited(index) {
		return this.#draft?.index === index;
	}

	/** What is wrong with the draft, as a sentence; empty when nothing is. */
	get problem() {
		return this.#draft ? problemWith(this.#draft.text.trim()) : "";
	}

	/** Editing begins, or goes on. @param {number} index from 0 @param {string} [text] as it is now */
	edit(index, text) {
		if (!this.live) return;
		const before = this.isEdited(index) ? this.#draft?.before : this.latest(index);
		this.#draft = { index, before: before ?? "", text: text ?? before ?? "" };
		if (text !== undefined) this.sentence = this.problem;
	}

	/** @param {number} now in ms @param {boolean} final whether what could not be a name is dropped now */
	commit(now, final) {
		if (!this.#draft) return;
		const { index, before, text } = this.#draft;
		const name = text.trim();
		if (problemWith(name) && !final) return;
		this.#draft = undefined;
		if (name === before || problemWith(name)) return;
		this.wish(index, name, now);
	}

	/** The draft is dropped. */
	cancel() {
		if (this.#draft) this.sentence = "";
		this.#draft = undefined;
	}
}
