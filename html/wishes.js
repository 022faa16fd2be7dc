// What the board has told of some numbered things, and what this page wishes of them: pure, time and socket are passed in.
//
// Strategy: a wish is sent as a command. It never changes what a thing is said to be, only the board does; it stands beside
// that until what the board tells agrees with it, and is dropped, with a message, when the board refuses, says nothing for
// `patience`, or is gone. The last wish for a thing counts. A refusal does not say which command it answers, so it drops
// every wish; what the board tells next is right all the same.

/** How long a wish waits for the board, in ms. */
export const patience = 3_000;

/**
 * @template T
 * @typedef {object} Thing
 * @property {T} told by the board, last
 * @property {T} [wish] what was commanded and is not confirmed yet
 */

/** @template T */
export class Wishes {
	#send;
	#command;
	#title;
	/** @type {T[] | undefined} */
	#told;
	/** By index. @type {Map<number, { value: T, until: number }>} */
	#wishes = new Map();

	/** Whether the board is there and has told: only then something can be wished. */
	live = false;

	/** What to say about the latest command; empty when all is well. */
	message = "";

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
		return this.#told?.map((told, index) => ({ told, wish: this.#wishes.get(index)?.value }));
	}

	/** @param {number} index from 0 @returns {T | undefined} what was wished or else told last */
	latest(index) {
		return this.#wishes.get(index)?.value ?? this.#told?.[index];
	}

	/** The board has told, and so confirms the wishes that agree with it. @param {T[]} values */
	tell(values) {
		this.live = true;
		this.#told = values;
		for (const [index, { value }] of this.#wishes) if (value === values[index]) this.#wishes.delete(index);
	}

	/** @param {number} index from 0 @param {T} value @param {number} now in ms */
	wish(index, value, now) {
		if (!this.live) return;
		this.message = "";
		this.#wishes.set(index, { value, until: now + patience });
		if (!this.#send(this.#command(index, value))) this.lose();
	}

	/** The board has refused a command. @param {string} error its sentence */
	refuse(error) {
		this.#wishes.clear();
		this.message = error;
	}

	/** The connection is lost. What is the case is not known until the board tells again. */
	lose() {
		this.live = false;
		this.#drop(() => true, "The connection was lost before the board confirmed");
	}

	/** Drops the wishes that have waited too long. @param {number} now in ms */
	expire(now) {
		this.#drop(({ until }) => now >= until, "The board did not confirm");
	}

	/** @param {(wish: { until: number }) => boolean} doomed @param {string} reason */
	#drop(doomed, reason) {
		const dropped = [...this.#wishes].filter(([, wish]) => doomed(wish)).map(([index]) => index);
		if (dropped.length === 0) return;
		for (const index of dropped) this.#wishes.delete(index);
		this.message = `${reason} ${dropped.map((index) => `${this.#title} ${index + 1}`).join(", ")}.`;
	}
}
