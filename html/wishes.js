// What the board has told of some numbered things, and what this page wishes of them: pure, time and socket are passed in.
//
// Strategy: a wish is sent as a command. It never changes what a thing is said to be, only the board does. The commands for a
// thing wait in a row, and what the board tells confirms the first of the row only: so somebody else's message that happens
// to agree with a later wish does not confirm it. When the board has said nothing for `patience`, what it told last decides.
// A wish that has not come true is kept with the reason, for the message and for another try, until it is true after all,
// wished anew, or dismissed. A refusal does not say which command it answers, so it ends every wish.

/** How long a wish waits for the board, in ms. */
export const patience = 3_000;

/**
 * @template T
 * @typedef {object} Thing
 * @property {T} told by the board, last
 * @property {T} [wish] what was commanded and is not confirmed yet
 */

/** Why a wish has not come true: what stands around the names of the things, and stays true when the board is back. @type {Record<string, [string, string]>} */
const reasons = {
	silent: ["The board did not confirm ", "."],
	lost: ["The connection was lost before the board confirmed ", "."],
	offline: ["Without a connection the page could not change ", "."],
};

const list = new Intl.ListFormat("en-GB");

/** @template T */
export class Wishes {
	#send;
	#command;
	#title;
	/** @type {T[] | undefined} */
	#told;
	/** By index. @type {Map<number, { values: T[], until: number }>} */
	#wishes = new Map();
	/** What has not come true, by index. @type {Map<number, { value: T, reason: string }>} */
	#failed = new Map();

	/** Whether the board is there and has told: only then something can be wished. */
	live = false;

	/** A sentence that is not about a wish that waits: a refusal, or what is wrong with a wish before it is one. */
	sentence = "";

	/**
	 * @param {(text: string) => boolean} send says whether the text was sent
	 * @param {(index: number, value: T) => string} command that the board is sent
	 * @param {string} title of a thing, to be followed by its number
	 */
	constructor(send, command, title) {
		this.#send = send;
		this.#command = command;
		this.#title = title;
	}

	/** @returns {Thing<T>[] | undefined} undefined when the board has not told yet */
	get all() {
		return this.#told?.map((told, index) => ({ told, wish: this.#wishes.get(index)?.values.at(-1) }));
	}

	/** What to say about the latest commands; empty when all is well. */
	get message() {
		if (this.sentence) return this.sentence;
		const said = [];
		for (const [reason, [before, after]] of Object.entries(reasons)) {
			const things = [...this.#failed].filter(([, failed]) => failed.reason === reason);
			const names = list.format(things.map(([index]) => `${this.#title} ${index + 1}`));
			if (names) said.push(before + names + after);
		}
		return said.join(" ");
	}

	/** Whether another try makes sense. */
	get canRetry() {
		return this.live && this.#failed.size > 0;
	}

	/** @param {number} index from 0 @returns {T | undefined} what was wished or else told last */
	latest(index) {
		return this.#wishes.get(index)?.values.at(-1) ?? this.#told?.[index];
	}

	/** The board has told. @param {T[]} values */
	tell(values) {
		this.live = true;
		this.#told = values;
		for (const [index, { values: wished }] of this.#wishes) {
			if (wished[0] === values[index]) wished.shift();
			if (wished.length === 0) this.#wishes.delete(index);
		}
		for (const [index, { value }] of this.#failed) if (value === values[index]) this.#failed.delete(index);
	}

	/** @param {number} index from 0 @param {T} value @param {number} now in ms */
	wish(index, value, now) {
		if (this.sentence) this.dismiss();
		this.#failed.delete(index);
		if (this.live && this.#send(this.#command(index, value))) {
			const { values = [] } = this.#wishes.get(index) ?? {};
			this.#wishes.set(index, { values: [...values, value], until: now + patience });
		} else if (this.#told) this.#failed.set(index, { value, reason: "offline" });
	}

	/** The board has refused a command. @param {string} error its sentence */
	refuse(error) {
		this.#fail(() => true, "refused");
		this.sentence = error;
	}

	/** The connection is lost. What is the case is not known until the board tells again. */
	lose() {
		this.live = false;
		this.#fail(() => true, "lost");
	}

	/** Gives up the wishes that have waited too long. @param {number} now in ms */
	expire(now) {
		this.#fail(({ until }) => now >= until, "silent");
	}

	/** What has not come true is wished again. @param {number} now in ms */
	retry(now) {
		for (const [index, { value }] of [...this.#failed]) this.wish(index, value, now);
	}

	/** What has not come true is forgotten. */
	dismiss() {
		this.sentence = "";
		this.#failed.clear();
	}

	/** @param {(wish: { until: number }) => boolean} doomed @param {string} reason */
	#fail(doomed, reason) {
		for (const [index, wish] of this.#wishes) {
			if (!doomed(wish)) continue;
			const value = /** @type {T} */ (wish.values.at(-1));
			this.#wishes.delete(index);
			if (reason !== "silent" || value !== this.#told?.[index]) this.#failed.set(index, { value, reason });
		}
	}
}
