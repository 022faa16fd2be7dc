// The composition root of the switches' page: makes its parts and connects them.
//
// Strategy: what the board tells goes into the parts that know what it means, and they are drawn. From disk there is no
// board to connect to, and the page keeps saying what index.html says.

import { writeCsv } from "./csv.js";
import { ExportView } from "./exportview.js";
import { Leds } from "./leds.js";
import { LedView } from "./ledview.js";
import { readMessage } from "./message.js";
import { Names } from "./names.js";
import { NameView } from "./nameview.js";
import { Recorder } from "./record.js";
import { RowView } from "./rowview.js";
import { write } from "./statusview.js";
import { View } from "./view.js";
import { watch } from "./watching.js";
import { patience } from "./wishes.js";

function start() {
	/** @type {number | undefined} */
	let switches;
	const recorder = new Recorder();
	restore(recorder);
	const leds = new Leds((text) => link.send(text));
	const names = new Names((text) => link.send(text));

	const view = new View(document);
	const rowView = new RowView(document);
	const ledView = new LedView(document, (index) => wished(() => leds.press(index, now())));
	const nameView = new NameView(document, (edit) => wished(() => edit(names, now())));
	const exportView = new ExportView(document, () =>
		writeCsv(recorder.entries, names.all?.map(({ told }) => told) ?? [], Date.now() - now()),
	);

	/** @param {() => void} action that may leave a wish, which is looked at again when it has waited too long */
	const wished = (action) => {
		action();
		window.setTimeout(redraw, patience);
		redraw();
	};

	const { link, secret, now, redraw } = watch({
		path: "/ws",
		quiet: 20_000,
		question: "{}",
		onMessage(data, now) {
			const { state, names: told, refusal } = readMessage(data);
			if (state) {
				switches = state.switches;
				leds.tell(state.leds);
				recorder.tell(state, now);
			}
			if (told) names.tell(told);
			if (refusal) {
				if (refusal.command !== "names") leds.refuse(refusal.error);
				if (refusal.command !== "leds") names.refuse(refusal.error);
				if (refusal.secret) secret.ask("command");
			}
			return state !== undefined;
		},
		onLost(at) {
			leds.lose();
			names.lose();
			recorder.lose(at);
		},
		onUnlocked() {
			leds.message = "Unlocked: try again.";
			names.message = "";
		},
		draw(now, seenAt) {
			leds.expire(now);
			names.expire(now);
			view.draw(switches, names);
			rowView.draw(switches, recorder, now, seenAt);
			ledView.draw(leds);
			nameView.draw(names);
			exportView.draw(recorder);
			write(document.querySelector("#message"), [names.message, leds.message].join(" ").trim());
		},
	});

	window.addEventListener("pagehide", () => save(recorder, now()));
}

const storageKey = "record";

/** What happened is not forgotten when this tab goes to another page, or loads this one again. @param {Recorder} recorder */
function restore(recorder) {
	try {
		recorder.restore(sessionStorage.getItem(storageKey) ?? "");
	} catch {
		// There is nothing, or this browser keeps nothing: the record begins here.
	}
}

/** @param {Recorder} recorder @param {number} now in ms */
function save(recorder, now) {
	try {
		sessionStorage.setItem(storageKey, recorder.save(now, Date.now() - now));
	} catch {
		// This browser keeps nothing.
	}
}

if (location.protocol !== "file:") start();
