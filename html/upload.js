// Sends an image to the board, never further ahead than it allows, and says how that goes.
//
// Strategy: one WebSocket for one attempt. What the board refuses is final; a link that is lost is made again, and the board says
// where to go on. After the last byte the board restarts, and what it then says of itself is the outcome. Limit: a page that is
// closed meanwhile ends the sending, and the board forgets it.

import { headLength, missing, piece } from "./image.js";
import { parseObject } from "./message.js";

/** In ms, and how often. */
const pause = 2_000;
const attempts = 15;

export class Upload {
	#options;
	#left = 0;
	/** @type {WebSocket | undefined} */
	#socket;

	/** @type {import("./image.js").Image | undefined} */
	image;
	/** 0 to 1 while it is sent. @type {number | undefined} */
	progress;
	message = "";
	/** The board restarts with it. */
	restarts = false;

	/**
	 * @param {{
	 *   url: string,
	 *   WebSocket: new (url: string) => WebSocket,
	 *   setTimeout: (action: () => void, ms: number) => unknown,
	 *   onChange: () => void,
	 *   onLocked: () => void,
	 * }} options onLocked: the token is needed
	 */
	constructor(options) {
		this.#options = options;
	}

	/** @param {import("./image.js").Image | undefined} image @param {{ [key: string]: unknown }} values as the board says them */
	choose(image, values) {
		const { board, "update.space": space } = values;
		this.image = undefined;
		this.restarts = false;
		if (!image) this.message = "This is no image for a board.";
		else if (missing(image)) this.message = "This file is not whole.";
		else if (board && image.board !== board)
			this.message = `This is for the board ${image.board}, and this is ${board}.`;
		else if (Number(space) < image.size) this.message = "This image does not fit.";
		else {
			this.image = image;
			this.message = `Version ${image.version} for ${image.board}`;
		}
		this.#options.onChange();
	}

	start() {
		if (!this.image || this.progress !== undefined) return;
		this.progress = 0;
		this.restarts = false;
		this.message = "Sending…";
		this.#left = attempts;
		this.#open(this.image);
	}

	/** @param {import("./image.js").Image} image */
	#open(image) {
		const socket = new this.#options.WebSocket(this.#options.url);
		this.#socket = socket;
		let sent = 0;
		let chunk = 0;
		let window = 0;
		socket.onopen = () => socket.send(image.bytes.subarray(0, headLength));
		socket.onmessage = ({ data }) => {
			const { error, token, update } = parseObject(data);
			if (typeof error === "string") {
				this.#end(error);
				if (token) this.#options.onLocked();
			} else if (typeof update === "object" && update !== null) {
				const { received = 0, restarts = false, ...begun } = /** @type {Record<string, number>} */ (update);
				if (begun.chunk) {
					({ chunk, window } = begun);
					sent = received;
					if (begun.older) this.message = "Sending an older version than the one that runs…";
				}
				this.progress = received / image.size;
				for (; sent < image.size && sent - received < window; sent += chunk) socket.send(piece(image, sent, chunk));
				if (restarts) {
					this.restarts = true;
					this.#end("The board restarts…");
				}
			}
			this.#options.onChange();
		};
		socket.onclose = () => {
			if (socket !== this.#socket) return;
			if (--this.#left) this.#options.setTimeout(() => this.#open(image), pause);
			else this.#end("The board does not take it.");
			this.#options.onChange();
		};
	}

	/** @param {string} message */
	#end(message) {
		const socket = this.#socket;
		this.#socket = undefined;
		this.progress = undefined;
		this.message = message;
		socket?.close();
	}
}

/** @param {{ [key: string]: unknown }} values @returns {string} what has become of an update, as the board says it */
export function outcomeOf({ version, "update.outcome": outcome, "update.note": note }) {
	if (outcome === "trial") return `Version ${version} is on trial.`;
	if (outcome === "confirmed") return `Version ${version} runs and is confirmed.`;
	return String(note ?? "");
}
