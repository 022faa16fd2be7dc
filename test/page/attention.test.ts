// Hidden, offline, asleep: when the page is back, and since when it was away.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Attention } from "./modules.js";

const second = 1000;

function page() {
	let heartbeat = () => {};
	const window = Object.assign(new EventTarget(), {
		navigator: { onLine: true },
		setInterval(action: () => void) {
			heartbeat = action;
		},
	});
	const document = Object.assign(new EventTarget(), { hidden: false });
	const absences: number[] = [];
	let now = 0;
	const attention = new Attention({
		window,
		document,
		now: () => now,
		onBack: (awaySince) => absences.push(now - awaySince),
	});
	return {
		attention,
		absences,
		run(seconds: number) {
			for (let i = 0; i < seconds; i++) {
				now += second;
				heartbeat();
			}
		},
		sleep(seconds: number) {
			now += seconds * second;
			heartbeat();
		},
		hide(hidden: boolean) {
			document.hidden = hidden;
			document.dispatchEvent(new Event("visibilitychange"));
		},
		goOnline(online: boolean) {
			window.navigator.onLine = online;
			window.dispatchEvent(new Event(online ? "online" : "offline"));
		},
	};
}

test("a page that is watched is never away", () => {
	const { run, absences, attention } = page();
	run(100);
	assert.deepEqual([absences, attention.presentAt], [[], 100 * second]);
});

test("a page that becomes visible was away since it was hidden", () => {
	const { run, hide, absences, attention } = page();
	run(5);
	hide(true);
	run(30);
	assert.equal(attention.presentAt, 5 * second);
	hide(false);
	run(30);
	assert.deepEqual(absences, [30 * second]);
});

test("coming back counts however short the absence", () => {
	const { run, hide, absences } = page();
	hide(true);
	run(2);
	hide(false);
	assert.deepEqual(absences, [2 * second]);
});

test("a page that is online again was away since it was offline", () => {
	const { run, goOnline, absences } = page();
	goOnline(false);
	run(20);
	goOnline(true);
	assert.deepEqual(absences, [20 * second]);
});

test("online again while hidden waits until the page is seen", () => {
	const { run, hide, goOnline, absences } = page();
	hide(true);
	goOnline(false);
	run(20);
	goOnline(true);
	assert.deepEqual(absences, []);
	hide(false);
	assert.deepEqual(absences, [20 * second]);
});

test("a visible page whose seconds have a gap was asleep", () => {
	const { run, sleep, absences } = page();
	run(3);
	sleep(3600);
	run(3);
	assert.deepEqual(absences, [3600 * second]);
});

test("a few late seconds are no sleep", () => {
	const { sleep, absences } = page();
	sleep(9);
	assert.deepEqual(absences, []);
});
