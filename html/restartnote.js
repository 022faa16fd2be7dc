// Says once that the board has restarted, until that is dismissed.

import { restarted } from "./status.js";

export class RestartNote {
	/** @type {number | undefined} */
	#at;
	message = "";

	/**
	 * @param {number | undefined} at when it last did, in ms; undefined when it has not
	 * @param {number} shift to the computer's time, in ms
	 * @param {unknown} [cause]
	 */
	tell(at, shift, cause) {
		if (at === this.#at) return;
		this.#at = at;
		this.message = restarted(at, shift, cause);
	}

	dismiss() {
		this.message = "";
	}
}
