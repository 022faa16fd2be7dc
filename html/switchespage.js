// The composition root of the switches' page: makes its parts and connects them.
//
// Strategy: what the board tells goes into the parts that know what it means, and they are drawn.

import { writeCsv } from "./csv.js";
import { ExportView } from "./exportview.js";
import { Leds } from "./leds.js";
import { LedView } from "./ledview.js";
import { LogView } from "./logview.js";
import { readMessage } from "./message.js";
import { Names } from "./names.js";
import { NameView } from "./nameview.js";
import { PackageView } from "./packageview.js";
import { Recorder } from "./record.js";
import { RestartNote } from "./restartnote.js";
import { RowView } from "./rowview.js";
import { watch } from "./watching.js";
import { patience } from "./wishes.js";

export function startSwitches() {
	/** @type {number | undefined} */
	let switches;
	/** Whether what was refused for want of the token is done as soon as the board is back. */
	let isUnlocked = false;
	const recorder = new Recorder();
	restore(recorder);
	const leds = new Leds((text) => link.send(text));
	const names = new Names((text) => link.send(text));
	const restart = new RestartNote();

	const packageView = new PackageView(document);
	const rowView = new RowView(document, () => shift());
	const ledView = new LedView(document, (index) => wished(() => leds.press(index, now())));
	const logView = new LogView(document);
	const nameView = new NameView(document, (edit) => wished(() => edit(names, now())));
	const exportView = new ExportView(document, () => {
		recorder.settle();
		const csv = writeCsv(recorder.entries, names.all?.map(({ told }) => told) ?? [], shift());
		return { csv, name: name.text };
	});

	/** @param {() => void} action that may leave a wish, which is looked at again when it is late, and too late */
	const wished = (action) => {
		action();
		for (const time of [1_000, patience]) window.setTimeout(redraw, time);
		redraw();
	};

	const { link, token, name, now, shift, redraw } = watch({
		path: "/ws",
		quiet: 20_000,
		question: "{}",
		speakers: [names, leds, restart],
		onMessage(data, now, since) {
			const message = readMessage(data);
			const { state, names: told, past, refusal } = message;
			name.tell(message.name);
			if (past) recorder.recall(past);
			if (state) {
				switches = state.switches;
				leds.tell(state.leds);
				recorder.tell(state, now, since);
			}
			if (told) names.tell(told);
			if (refusal) {
				// What the token is needed for is not explained but asked.
				const sentence = refusal.token ? "" : refusal.error;
				if (refusal.command !== "names") leds.refuse(sentence);
				if (refusal.command !== "leds") names.refuse(sentence);
				if (refusal.token) token.ask("command");
			}
			if (state && isUnlocked) {
				isUnlocked = false;
				leds.retry(now);
				names.retry(now);
			}
			return state !== undefined;
		},
		onLost(at) {
			leds.lose();
			names.lose();
			recorder.lose(at);
		},
		onUnlocked() {
			isUnlocked = true;
		},
		onLeft() {
			leds.dismiss();
			names.dismiss();
		},
		draw(now, seenAt, announcer) {
			leds.expire(now);
			names.expire(now);
			restart.tell(recorder.restartedAt, shift());
			packageView.draw(switches, names, announcer);
			rowView.draw(switches, recorder, now, seenAt);
			ledView.draw(leds, announcer);
			nameView.draw(names);
			exportView.draw(recorder);
			logView.draw(recorder, names, shift());
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
