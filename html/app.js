// The page's composition root: makes the parts and connects them.
//
// Strategy: two facts are kept here, the latest switches and whether they came through the socket that is open now; each
// change of them or of the link is drawn, and the words about time once a second. From disk there is no board to connect
// to, and the page keeps saying what index.html says.

import { Attention } from "./attention.js";
import { Link } from "./link.js";
import { probe } from "./probe.js";
import { describe } from "./status.js";
import { parseSwitches } from "./switches.js";
import { View } from "./view.js";

const path = "/ws";

function start() {
	const view = new View(document);
	/** @type {import("./link.js").LinkState} */
	let state = { phase: "connecting" };
	/** @type {number | undefined} */
	let byte;
	let fresh = false;

	const draw = () => view.drawStatus(describe(state, { known: byte !== undefined, fresh }, Date.now()));

	const link = new Link({
		url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`,
		WebSocket,
		probe: () => probe(path, (address, options) => fetch(address, options)),
		now: () => Date.now(),
		presentAt: () => attention.presentAt,
		random: () => Math.random(),
		setTimeout: (action, ms) => window.setTimeout(action, ms),
		clearTimeout: (timer) => window.clearTimeout(timer),
		onState(next) {
			state = next;
			if (state.phase !== "open") fresh = false;
			draw();
		},
		onMessage(message) {
			const next = parseSwitches(message);
			if (next === undefined) return;
			byte = next;
			fresh = true;
			view.drawSwitches(byte);
			draw();
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
