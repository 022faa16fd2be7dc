// Which board this is: the name that it says, or said the last time, or else the one that it was asked for by.
//
// Limit: a browser that keeps nothing shows the address's name for a moment.

const key = "name";

export class DeviceName {
	#storage;

	/** What to call the board. */
	text;

	/** @param {Location} location @param {() => Pick<Storage, "getItem" | "setItem">} storage */
	constructor({ hostname }, storage) {
		this.#storage = storage;
		const first = hostname.split(".")[0];
		this.text = attempt(() => storage().getItem(key)) || (/^[a-z][\w-]*$/i.test(first) ? first : "Dipsocket");
	}

	/** @param {unknown} name as the board says it */
	tell(name) {
		if (typeof name !== "string" || !name || name === this.text) return;
		this.text = name;
		attempt(() => this.#storage().setItem(key, name));
	}
}

/** @template T @param {() => T} action that a browser may forbid @returns {T | undefined} */
function attempt(action) {
	try {
		return action();
	} catch {
		return undefined;
	}
}
