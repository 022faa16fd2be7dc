// The page's composition root: makes the parts and connects them.
//
// Strategy: two facts are kept here, the latest switches and whether they came through the socket that is open now; the
// LEDs and the question for the secret keep their own. Each change of any of them is drawn, and all of it once a second,
// for the words about time. From disk there is no board to connect to, and the page keeps saying what index.html says.

import { Attention } from "./attention.js";
import { Leds, patience } from "./leds.js";
import { LedView } from "./ledview.js";
import { Link } from "./link.js";
import { login } from "./login.js";
import { readMessage } from "./message.js";
import { probe } from "./probe.js";
import { Secret } from "./secret.js";
import { SecretView } from "./secretview.js";
import { describe } from "./status.js";
import { View } from "./view.js";

const path = "/ws";

/** @param {string} address @param {RequestInit} options */
const ask = (address, options) => fetch(address, options);

function start() {
	/** @type {import("./link.js").LinkState} */
	let linkState = { phase: "connecting" };
	/** @type {number | undefined} */
	let switches;
	let fresh = false;

	const view = new View(document);
	const ledView = new LedView(document, (index) => {
		leds.press(index, Date.now());
		window.setTimeout(draw, patience);
		draw();
	});
	const secretView = new SecretView(document, (text) => secret.answer(text));

	const draw = () => {
		const now = Date.now();
		leds.expire(now);
		view.drawSwitches(switches);
		view.drawStatus(describe(linkState, { known: switches !== undefined, fresh }, now));
		ledView.draw(leds);
		secretView.draw(secret);
	};

	const link = new Link({
		url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`,
		WebSocket,
		probe: () => probe(path, ask),
		now: () => Date.now(),
		presentAt: () => attention.presentAt,
		random: () => Math.random(),
		setTimeout: (action, ms) => window.setTimeout(action, ms),
		clearTimeout: (timer) => window.clearTimeout(timer),
		onState(next) {
			linkState = next;
			if (next.phase !== "open") {
				fresh = false;
				leds.lose();
			}
			if (next.phase === "waiting" && next.cause === "locked") secret.ask("watch");
			draw();
		},
		onMessage(data) {
			const { state, refusal } = readMessage(data);
			if (state) {
				switches = state.switches;
				fresh = true;
				leds.tell(state.leds);
				secret.admit();
			}
			if (refusal) leds.refuse(refusal.error);
			if (refusal?.secret) secret.ask("command");
			draw();
		},
	});

	const leds = new Leds((text) => link.send(text));

	const secret = new Secret({
		login: (text) => login(text, ask),
		onChange: draw,
		onRight(purpose) {
			leds.message = purpose === "command" ? "Unlocked: press again." : "";
			link.reconnect();
		},
	});

	const attention = new Attention({
		window,
		document,
		now: () => Date.now(),
		onBack: (awaySince) => link.resume(awaySince),
	});

	window.setInterval(draw, 1_000);
	draw();
}

if (location.protocol !== "file:") start();
