// Asking for the board's token: whether and why, and what came of the answer.
//
// Strategy: there is one question at most, however often the board refuses, and it stands until the board takes the token,
// lets this page in without it (another tab may have logged in), or the person leaves it. Whoever has left the question for
// watching is not asked again by the next attempt to connect, only by a press. The token only passes through; what stays is
// the cookie. Limit: a browser that keeps no cookies is asked again and again, and told so.

/** @typedef {"watch" | "command"} Purpose what the token is needed for */

/** @type {Record<string, string>} */
const failures = {
	wrong: "That is not this board’s token.",
	refused: "The board cannot check a token right now. Please try again.",
	unreachable: "The board does not answer. Please try again.",
};

export class Token {
	#options;
	#wasRight = false;
	#isLeft = false;

	/** @type {Purpose | undefined} undefined: there is no question */
	purpose;
	checking = false;
	message = "";

	/**
	 * @param {{
	 *   login: (token: string) => Promise<"right" | "wrong" | "refused" | "unreachable">,
	 *   onChange: () => void,
	 *   onRight: (purpose: Purpose | undefined) => void,
	 * }} options
	 */
	constructor(options) {
		this.#options = options;
	}

	/** @param {Purpose} purpose */
	ask(purpose) {
		if (purpose === "watch" && this.#isLeft) return;
		if (this.purpose === undefined)
			this.message = this.#wasRight
				? "Please enter it again: the token has changed, or this browser keeps no cookies."
				: "";
		this.purpose = purpose;
	}

	/** The board lets this page watch: a question about that is settled. */
	admit() {
		this.#isLeft = false;
		if (this.purpose === "watch") this.purpose = undefined;
	}

	/** The person does not answer. */
	leave() {
		this.#isLeft = this.purpose === "watch";
		this.purpose = undefined;
		this.message = "";
	}

	/** The person has thought better of it. */
	reopen() {
		this.#isLeft = false;
		this.ask("watch");
	}

	/** @param {string} token as it was typed */
	async answer(token) {
		if (this.checking) return;
		this.checking = true;
		this.message = "";
		this.#options.onChange();
		const outcome = await this.#options.login(token.trim());
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
