// What every page does: keeps the connection to one address of the board, says how it stands, and asks for the secret.
//
// Strategy: one fact is kept here, whether what is shown came through the socket that is open now. Every change is drawn
// with the next frame, however many there are before it, and all of it once a second, for the words about time. A hidden
// page has no frames, and so costs nothing but its memory.

import { Attention } from "./attention.js";
import { shiftOf, steadyClock } from "./clock.js";
import { Link } from "./link.js";
import { login } from "./login.js";
import { probe } from "./probe.js";
import { Secret } from "./secret.js";
import { SecretView } from "./secretview.js";
import { describe } from "./status.js";
import { drawStatus } from "./statusview.js";

/** @param {string} address @param {RequestInit} options */
const ask = (address, options) => fetch(address, options);

/**
 * @param {{
 *   path: string,
 *   quiet: number,
 *   question: string,
 *   onMessage: (data: unknown, now: number) => boolean,
 *   onLost: (at: number) => void,
 *   onUnlocked: () => void,
 *   draw: (now: number, seenAt: number) => string,
 * }} options quiet: for how many ms the board may say nothing; question: what it is asked then, "" for one that speaks all
 * the time; onMessage returns whether the board has told how things are; seenAt: when that was so;
 * draw returns what the page has to say itself, "" for nothing
 */
export function watch({ path, quiet, question, onMessage, onLost, onUnlocked, draw }) {
	/** @type {import("./link.js").LinkState} */
	let linkState = { phase: "connecting" };
	let known = false;
	let fresh = false;
	let isDrawn = true;

	const wall = () => Date.now();
	const now = steadyClock(wall, () => performance.now());
	const shift = shiftOf(wall, now);

	const drawAll = () => {
		isDrawn = true;
		const time = now();
		const news = draw(time, fresh ? time : (linkState.trustedUntil ?? time));
		drawStatus(document, describe(linkState, { known, fresh }, time), news);
		secretView.draw(secret);
	};

	const redraw = () => {
		if (isDrawn) requestAnimationFrame(drawAll);
		isDrawn = false;
	};

	const link = new Link({
		url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`,
		WebSocket,
		probe: () => probe(path, ask),
		quiet,
		question,
		now,
		presentAt: () => attention.presentAt,
		random: () => Math.random(),
		setTimeout: (action, ms) => window.setTimeout(action, ms),
		clearTimeout: (timer) => window.clearTimeout(timer),
		onState(next) {
			linkState = next;
			if (next.phase !== "open") {
				onLost(next.trustedUntil ?? now());
				fresh = false;
			}
			if (next.phase === "waiting" && next.cause === "locked") secret.ask("watch");
			redraw();
		},
		onMessage(data) {
			if (onMessage(data, now())) {
				known = fresh = true;
				secret.admit();
			}
			redraw();
		},
	});

	const secret = new Secret({
		login: (text) => login(text, ask),
		onChange: redraw,
		onRight(purpose) {
			if (purpose === "command") onUnlocked();
			link.reconnect();
		},
	});
	const secretView = new SecretView(document, (text) => secret.answer(text));

	const attention = new Attention({ window, document, now, onBack: (awaySince) => link.resume(awaySince) });

	window.setInterval(redraw, 1_000);
	redraw();
	return { link, secret, now, shift, redraw };
}
