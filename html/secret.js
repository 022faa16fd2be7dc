// Asking for the board's secret: whether and why, and what came of the answer.
//
// Strategy: there is one question at most, however often the board refuses, and it stands until the board takes the
// secret or lets this page in without it (another tab may have logged in). The secret only passes through; what stays is
// the cookie. Limit: a browser that keeps no cookies is asked again and again, which is said.

/** @typedef {"watch" | "command"} Purpose what the secret is needed for */

/** @type {Record<string, string>} */
const failures = {
	wrong: "That is not the secret of this board.",
	refused: "The board answers, but cannot check a secret now. Try again.",
	unreachable: "The board does not answer. Try again.",
};

export class Secret {
	#options;
	#wasRight = false;

	/** @type {Purpose | undefined} undefined: there is no question */
	purpose;
	checking = false;
	message = "";

	/**
	 * @param {{
	 *   login: (secret: string) => Promise<"right" | "wrong" | "refused" | "unreachable">,
	 *   onChange: () => void,
	 *   onRight: (purpose: Purpose | undefined) => void,
	 * }} options
	 */
	constructor(options) {
		this.#options = options;
	}

	/** @param {Purpose} purpose */
	ask(purpose) {
		if (this.purpose === undefined)
			this.message = this.#wasRight ? "Once more: the secret has changed, or this browser keeps no cookies." : "";
		this.purpose = purpose;
	}

	/** The board lets this page watch: a question about that is settled. */
	admit() {
		if (this.purpose === "watch") this.purpose = undefined;
	}

	/** @param {string} secret as it was typed */
	async answer(secret) {
		if (this.checking) return;
		this.checking = true;
		this.message = "";
		this.#options.onChange();
		const outcome = await this.#options.login(secret.trim());
		this.checking = false;
		if (outcome === "right") this.#settle();
		else this.message = failures[outcome];
		this.#options.onChange();
	}

	#settle() {
		const { purpose } = this;
		this.#wasRight = true;
		this.purpose = undefined;
		this.#options.onRight(purpose);
	}
}
