// The composition root of the switches' page: makes its parts and connects them.
//
// Strategy: what the board tells goes into the parts that know what it means, and they are drawn.

import { writeCsv } from "./csv.js";
import { ExportView } from "./exportview.js";
import { Leds } from "./leds.js";
import { LedView } from "./ledview.js";
import { readMessage } from "./message.js";
import { Names } from "./names.js";
import { NameView } from "./nameview.js";
import { Recorder } from "./record.js";
import { RowView } from "./rowview.js";
import { restarted } from "./status.js";
import { write } from "./statusview.js";
import { View } from "./view.js";
import { watch } from "./watching.js";
import { patience } from "./wishes.js";

export function startSwitches() {
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
		writeCsv(recorder.entries, names.all?.map(({ told }) => told) ?? [], shift()),
	);

	/** @param {() => void} action that may leave a wish, which is looked at again when it has waited too long */
	const wished = (action) => {
		action();
		window.setTimeout(redraw, patience);
		redraw();
	};

	const { link, secret, now, shift, redraw } = watch({
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
			return restarted(recorder.restartedAt, shift());
		},
	});

	window.addEventListener("pagehide", () => save(recorder.save(now(), shift())));
}

const storageKey = "record";

/** What happened is not forgotten when this tab goes to another page, or loads this one again. @param {Recorder} recorder */
function restore(recorder) {
	try {
		recorder.restore(sessionStorage.getItem(storageKey) ?? "");
	} catch {
		// There is none, or not one that this page has written: the record begins here.
		save("");
	}
}

/** @param {string} text */
function save(text) {
	try {
		sessionStorage.setItem(storageKey, text);
	} catch {
		// This browser keeps nothing, or has no room for it.
	}
}
