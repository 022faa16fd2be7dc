// The one place that speaks to screen readers: whatever has changed in a frame is said as one sentence after another.
//
// Strategy: parts hand in what they have to say, with a key when it is a state that is said only when it changes. A live
// region speaks when its text changes, so the same words said twice differ in a space at the end.

export class Announcer {
	#region;
	/** @type {string[]} */
	#waiting = [];
	/** What was said last, by key. @type {Map<string, string>} */
	#states = new Map();

	/** @param {{ textContent: string | null } | null} region */
	constructor(region) {
		this.#region = region;
	}

	/** @param {string} text */
	say(text) {
		if (text) this.#waiting.push(text);
	}

	/** Says how something is, if that is new; how it is at first is no news. @param {string} key @param {string} text */
	tell(key, text) {
		const before = this.#states.get(key);
		this.#states.set(key, text);
		if (before !== undefined && before !== text) this.say(text);
	}

	/** Speaks. */
	flush() {
		const text = this.#waiting.splice(0).join(". ").replaceAll("..", ".");
		if (!text || !this.#region) return;
		this.#region.textContent = this.#region.textContent === text ? `${text}\u00a0` : text;
	}
}
