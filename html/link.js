// The socket that reconnects: a WebSocket to the board that is replaced whenever it ends.
//
// Strategy: three phases, one socket and one timer at most.
//   connecting  a socket is on its way, for a limited time; if it fails, `probe` tells the cause before the pause begins
//   open        messages flow
//   waiting     no socket; the timer ends the pause
// JavaScript sees neither pings nor a peer that vanished without a word, so after a long absence an open socket is not
// trusted but replaced, and one that has been quiet for long is asked a question, to which anything is an answer. Whatever
// is sent is such a question, so a command that nothing answers is a doubt at once. Nothing is queued: what is sent without an open socket is not sent. Everything that touches the world is passed in; no callback
// is called from inside a call.

import { pauseBefore } from "./backoff.js";

const connectLimit = 5_000;
const trustedAbsence = 10_000;
const steadyAfter = 5_000;
const answerLimit = 5_000;

/** WebSocket.OPEN: a socket that is closing is not told apart by its events. */
const openState = 1;

/** @typedef {import("./probe.js").Cause} Cause */

/**
 * @typedef {object} LinkState
 * @property {"connecting" | "open" | "waiting"} phase
 * @property {Cause} [cause] why the latest attempt failed
 * @property {number} [retryAt] when the pause ends, in ms
 * @property {number} [trustedUntil] until when the latest open socket was certainly alive, in ms
 * @property {number} [askedAt] since when an open socket owes an answer, in ms
 */

/**
 * @typedef {object} LinkOptions
 * @property {string} url
 * @property {new (url: string) => WebSocket} WebSocket
 * @property {() => Promise<Cause>} probe
 * @property {number} quiet for how long an open socket may say nothing, in ms
 * @property {string} question what to ask it then; "" for one that speaks all the time, and so is lost when it is quiet
 * @property {() => number} now
 * @property {() => number} presentAt when the page was last known to be awake and shown, in ms
 * @property {() => number} random
 * @property {(action: () => void, ms: number) => number} setTimeout
 * @property {(timer: number | undefined) => void} clearTimeout
 * @property {(state: LinkState) => void} onState
 * @property {(message: unknown, since: number) => void} onMessage since: when its connection was begun, in ms
 */

export class Link {
	#options;
	#attempt = 0;
	#begunAt = 0;
	#openedAt = 0;
	#heardAt = 0;
	/** @type {WebSocket | undefined} */
	#socket;
	/** @type {number | undefined} */
	#timer;
	/** @type {LinkState} */
	#state = { phase: "waiting" };

	/** @param {LinkOptions} options */
	constructor(options) {
		this.#options = options;
		this.#startTimer(0, () => this.#connect());
	}

	/**
	 * The page is back: a pause ends now, and an open socket is replaced if the absence was long.
	 * @param {number} awaySince in ms
	 */
	resume(awaySince) {
		const { phase } = this.#state;
		const doubtful = this.#options.now() - awaySince > trustedAbsence;
		if (phase === "connecting" || (phase === "open" && !doubtful)) return;
		this.#replace(awaySince);
	}

	/** Ends a pause. */
	hurry() {
		if (this.#state.phase === "waiting") this.#startTimer(0, () => this.#connect());
	}

	/** Connects anew at once: what the board decides when a socket is opened, it shall decide again. */
	reconnect() {
		this.#attempt = 0;
		this.#replace(this.#options.now());
	}

	/**
	 * @param {string} text
	 * @returns {boolean} whether it was sent; then it may still be lost
	 */
	send(text) {
		const socket = this.#socket;
		if (this.#state.phase !== "open" || socket?.readyState !== openState) return false;
		socket.send(text);
		this.#expect();
		return true;
	}

	#connect() {
		const { WebSocket, url, onMessage } = this.#options;
		this.#begunAt = this.#options.now();
		const socket = new WebSocket(url);
		socket.onopen = () => this.#opened();
		socket.onclose = () => this.#ended();
		socket.onmessage = ({ data }) => {
			this.#heardAt = this.#options.now();
			this.#listen();
			if (this.#state.askedAt !== undefined) this.#report({ ...this.#state, askedAt: undefined });
			onMessage(data, this.#begunAt);
		};
		this.#socket = socket;
		this.#startTimer(connectLimit, () => this.#fail("unreachable"));
		this.#report({ ...this.#state, phase: "connecting" });
	}

	#opened() {
		this.#openedAt = this.#options.now();
		this.#listen();
		this.#report({ phase: "open", trustedUntil: this.#state.trustedUntil });
	}

	#listen() {
		this.#startTimer(this.#options.quiet, () => this.#doubt());
	}

	#doubt() {
		const { question } = this.#options;
		if (!question || !this.send(question)) this.#miss(this.#openedAt);
	}

	/** Anything is to come within the limit. */
	#expect() {
		if (this.#state.askedAt !== undefined) return;
		this.#startTimer(answerLimit, () => this.#miss(this.#openedAt));
		this.#report({ ...this.#state, askedAt: this.#options.now() });
	}

	async #ended() {
		if (this.#state.phase === "open") this.#miss(this.#options.presentAt());
		else {
			this.#drop();
			const cause = await this.#options.probe();
			// While the cause was being asked, another attempt may have begun.
			if (this.#state.phase === "connecting" && !this.#socket) this.#fail(cause);
		}
	}

	/** @param {number} watchedUntil in ms */
	#replace(watchedUntil) {
		if (this.#state.phase === "open") this.#lose(watchedUntil);
		else {
			this.#drop();
			this.#state = { phase: "waiting", trustedUntil: this.#state.trustedUntil };
		}
		this.#startTimer(0, () => this.#connect());
	}

	/** @param {LinkState["cause"]} cause */
	#fail(cause) {
		this.#drop();
		this.#state = { ...this.#state, phase: "waiting", cause };
		this.#pause();
	}

	/**
	 * The open socket is gone. The board was certainly there when it was heard last, and while the page was watching.
	 * @param {number} watchedUntil in ms
	 */
	#lose(watchedUntil) {
		this.#drop();
		if (this.#options.now() - this.#openedAt > steadyAfter) this.#attempt = 0;
		this.#state = { phase: "waiting", trustedUntil: Math.max(watchedUntil, this.#heardAt) };
	}

	/** @param {number} watchedUntil in ms */
	#miss(watchedUntil) {
		this.#lose(watchedUntil);
		this.#pause();
	}

	#pause() {
		const pause = pauseBefore(this.#attempt++, this.#options.random());
		this.#startTimer(pause, () => this.#connect());
		this.#report({ ...this.#state, retryAt: this.#options.now() + pause });
	}

	#drop() {
		this.#options.clearTimeout(this.#timer);
		if (!this.#socket) return;
		this.#socket.onopen = this.#socket.onclose = this.#socket.onmessage = null;
		this.#socket.close();
		this.#socket = undefined;
	}

	/** @param {number} ms @param {() => void} action */
	#startTimer(ms, action) {
		this.#options.clearTimeout(this.#timer);
		this.#timer = this.#options.setTimeout(action, ms);
	}

	/** @param {LinkState} state */
	#report(state) {
		this.#state = state;
		this.#options.onState(state);
	}
}
