// What every page does: keeps the connection to one address of the board, says how it stands and which board it is, and
// asks for the token.
//
// Strategy: one fact is kept here, whether what is shown came through the socket that is open now. Every change is drawn
// with the next frame, however many there are before it, and all of it once a second, for the words about time. A hidden
// page has no frames, and so costs nothing but its memory.

import { Announcer } from "./announcer.js";
import { Attention } from "./attention.js";
import { shiftOf, steadyClock } from "./clock.js";
import { DeviceName } from "./devicename.js";
import { Link } from "./link.js";
import { login } from "./login.js";
import { probe } from "./probe.js";
import { describe } from "./status.js";
import { StatusView } from "./statusview.js";
import { Toast } from "./toast.js";
import { Token } from "./token.js";
import { TokenView } from "./tokenview.js";

/** @param {string} address @param {RequestInit} options */
const ask = (address, options) => fetch(address, options);

/**
 * @param {{
 *   path: string,
 *   quiet: number,
 *   question: string,
 *   speakers: readonly import("./toast.js").Speaker[],
 *   onMessage: (data: unknown, now: number, since: number) => boolean,
 *   onLost: (at: number) => void,
 *   onUnlocked: () => void,
 *   onLeft: () => void,
 *   draw: (now: number, seenAt: number, announcer: Announcer) => void,
 * }} options quiet: for how many ms the board may say nothing; question: what it is asked then, "" for one that speaks all
 * the time; speakers: who may have something to say to the person; onMessage returns whether the board has told how things
 * are, since: when its connection was begun; onUnlocked, onLeft: what came of a question for the token that a command
 * needed; seenAt: when the board was there last
 */
export function watch({ path, quiet, question, speakers, onMessage, onLost, onUnlocked, onLeft, draw }) {
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
		draw(time, fresh ? time : (linkState.trustedUntil ?? time), announcer);
		statusView.draw(describe(linkState, { known, fresh }, time, shift()), name.text, announcer);
		toast.draw(speakers, announcer);
		tokenView.draw(token);
		announcer.flush();
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
			if (next.phase === "waiting" && next.cause === "locked") token.ask("watch");
			redraw();
		},
		onMessage(data, since) {
			if (onMessage(data, now(), since)) {
				known = fresh = true;
				token.admit();
			}
			redraw();
		},
	});

	const token = new Token({
		login: (text) => login(text, ask),
		onChange: redraw,
		onRight(purpose) {
			if (purpose === "command") onUnlocked();
			link.reconnect();
		},
	});
	const announcer = new Announcer(document.querySelector("#live"));
	const name = new DeviceName(location, () => localStorage);
	const statusView = new StatusView(document, () => {
		if (linkState.cause === "locked") token.reopen();
		else link.hurry();
		redraw();
	});
	const toast = new Toast(document, speakers, (action) => {
		action(now());
		redraw();
	});
	const tokenView = new TokenView(document, {
		onAnswer: (text) => token.answer(text),
		onLeave() {
			token.leave();
			onLeft();
			redraw();
		},
	});

	const attention = new Attention({ window, document, now, onBack: (awaySince) => link.resume(awaySince) });

	window.setInterval(redraw, 1_000);
	redraw();
	return { link, token, name, now, shift, redraw };
}
