// The LEDs as the board tells them, and what this page wishes of them: pure, time and socket are passed in.
//
// Strategy: a press becomes a wish and a command. A wish never changes what an LED is said to be, only the board does; it
// stands beside that until the board's state agrees with it, and is dropped, with a message, when the board refuses, says
// nothing for `patience`, or is gone. Pressed again before that, an LED gets the opposite wish: the last one counts.
// A refusal does not say which command it answers, so it drops every wish; the state tells what was done all the same.

import { writeCommand } from "./message.js";

/** How long a wish waits for the board's state, in ms. */
export const patience = 3_000;

/**
 * @typedef {object} Led
 * @property {boolean} on as the board told it last
 * @property {boolean} [wish] what was commanded and is not confirmed yet
 */

export class Leds {
	#send;
	/** @type {boolean[] | undefined} */
	#told;
	/** By index. @type {Map<number, { on: boolean, until: number }>} */
	#wishes = new Map();

	/** Whether the board is there and its state is known: only then LEDs can be pressed. */
	live = false;

	/** What to say about the latest command; empty when all is well. */
	message = "";

	/** @param {(text: string) => boolean} send says whether the text was sent */
	constructor(send) {
		this.#send = send;
	}

	/** @returns {Led[] | undefined} as many as the board has; undefined when it has not told yet */
	get all() {
		return this.#told?.map((on, index) => ({ on, wish: this.#wishes.get(index)?.on }));
	}

	/** The board has told its state, and so confirms the wishes that agree with it. @param {boolean[]} leds */
	tell(leds) {
		this.live = true;
		this.#told = leds;
		for (const [index, { on }] of this.#wishes) if (on === leds[index]) this.#wishes.delete(index);
	}

	/** @param {number} index from 0 @param {number} now in ms */
	press(index, now) {
		if (!this.live) return;
		const on = !(this.#wishes.get(index)?.on ?? this.#told?.[index]);
		this.message = "";
		this.#wishes.set(index, { on, until: now + patience });
		if (!this.#send(writeCommand(index, on))) this.lose();
	}

	/** The board has refused a command. @param {string} error its sentence */
	refuse(error) {
		this.#wishes.clear();
		this.message = error;
	}

	/** The connection is lost. What the LEDs are is not known until the board tells again. */
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
		this.message = `${reason} ${dropped.map((index) => `LED ${index + 1}`).join(", ")}.`;
	}
}
