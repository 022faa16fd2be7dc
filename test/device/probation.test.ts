import { beatInterval, hangTime, Probation, trialKey } from "../../src/device/probation.js";
import { FakeClock } from "../fakes/clock.js";
import { FakeFirmware } from "../fakes/firmware.js";
import { FakePreferences } from "../fakes/preferences.js";
import { equal, test } from "../harness.js";
import { board, install, makeFile, makeImage, receiverFor } from "../update/images.js";

const confirmWithin = 180_000;

/** A board that has started with what is in `flash`, and why. */
function start(flash = board(), preferences = new FakePreferences(), reset?: string) {
	const firmware = new FakeFirmware(flash);
	const clock = new FakeClock(0x7fff_ff00);
	const network: { address: string | undefined } = { address: undefined };
	const traffic = { bytesOut: 0 };
	const log: string[] = [];
	const version = flash.running ? "0.2.0" : "0.1.0";
	const probation = new Probation({
		settings: { version, build: "", confirmWithin },
		firmware,
		vitals: { reset },
		preferences,
		network,
		traffic,
		clock,
		log: (line) => void log.push(line),
	});
	return { firmware, clock, network, traffic, log, probation, preferences, flash };
}

/** A board whose new version has just started, on trial. */
function onTrial() {
	const preferences = new FakePreferences();
	preferences.set(trialKey, "installed 0.2.0");
	const flash = board();
	install(receiverFor(flash), makeFile(makeImage(700, 4)));
	flash.start();
	return start(flash, preferences);
}

/** The same board after another start, for whatever reason. */
function again({ flash, preferences }: ReturnType<typeof start>, reset: string) {
	flash.start();
	return start(flash, preferences, reset);
}

test("without a trial nothing runs, is kept or told", () => {
	const { firmware, clock, probation, preferences } = start();
	clock.advance(10 * confirmWithin);
	equal([firmware.done, preferences.writes], [[], []]);
	equal(probation.report(), undefined);
	equal(probation.report({ space: 5, signed: true }), { space: 5, signed: true });
});

test("confirmed once there is an address and somebody was served; the watchdog ends", () => {
	const trial = onTrial();
	const { firmware, clock, network, traffic, probation, preferences } = trial;
	equal(probation.report(), { outcome: "trial" });
	network.address = "10.0.0.7";
	clock.advance(beatInterval);
	equal(probation.outcome, "trial");
	traffic.bytesOut = 100;
	clock.advance(beatInterval);
	equal(probation.report(), { outcome: "confirmed" });
	equal(firmware.done.slice(-2), ["confirm", "watch 0 0"]);
	equal(preferences.writes, [
		"update=installed 0.2.0",
		"update=started 0.2.0",
		"update=online 0.2.0",
		"update=confirmed 0.2.0",
	]);
	const { length } = firmware.done;
	clock.advance(10 * confirmWithin);
	equal(firmware.done.length, length, "nothing runs any more");
	const next = again(trial, "power on");
	equal([next.flash.running, next.probation.outcome, next.probation.note], [1, "confirmed", undefined]);
});

test("the watchdog is fed all the time", () => {
	const { firmware, clock } = onTrial();
	clock.advance(60_000);
	equal(firmware.done.length, 61);
	equal(new Set(firmware.done).size, 1);
	equal(firmware.done[0], `watch ${hangTime} ${confirmWithin + hangTime}`);
});

test("no address in time: rolled back, and the former version says why, for as long as nothing else has happened", () => {
	const trial = onTrial();
	trial.traffic.bytesOut = 100;
	trial.clock.advance(confirmWithin - 1);
	equal(trial.firmware.done.includes("restart"), false);
	trial.clock.advance(beatInterval);
	equal(trial.firmware.done.at(-1), "restart");
	const note = "Version 0.2.0 was rolled back: it got no IP address in time.";
	const former = again(trial, "restarted by the firmware");
	equal(former.flash.running, 0);
	equal(former.probation.report({ space: 5, signed: false }), { space: 5, signed: false, outcome: "failed", note });
	equal(again(former, "power on").probation.note, note);
});

test("nobody reached it in time", () => {
	const trial = onTrial();
	trial.network.address = "10.0.0.7";
	trial.clock.advance(confirmWithin);
	const former = again(trial, "restarted by the firmware");
	equal(former.probation.note, "Version 0.2.0 was rolled back: nobody reached it in time.");
});

test("a crash, a hang and a power cut are told apart", () => {
	const reasons = [
		["crash", "it crashed"],
		["interrupt watchdog", "it hung"],
		["power on", "the power went"],
	];
	for (const [reset, words] of reasons) {
		const { probation, flash } = again(onTrial(), reset);
		equal(flash.running, 0);
		equal(probation.note, `Version 0.2.0 was rolled back: ${words} before it had an IP address.`);
	}
});

test("a version that has never run any of this, and power that went before the choice was written", () => {
	const preferences = new FakePreferences();
	preferences.set(trialKey, "installed 0.2.0");
	const flash = board();
	equal(
		start(flash, preferences, "power on").probation.note,
		"Version 0.2.0 was not activated: the power went before that.",
	);
	preferences.set(trialKey, "installed 0.2.0");
	install(receiverFor(flash), makeFile(makeImage(700, 4)));
	flash.start();
	flash.start();
	equal(
		start(flash, preferences, "crash").probation.note,
		"Version 0.2.0 was rolled back: it crashed before it could start.",
	);
});

test("a flash that does not take the confirmation is asked again, within the time", () => {
	const { firmware, clock, network, traffic, probation, log } = onTrial();
	firmware.stuck = true;
	network.address = "10.0.0.7";
	traffic.bytesOut = 1;
	clock.advance(5000);
	equal(probation.outcome, "trial");
	firmware.stuck = false;
	clock.advance(beatInterval);
	equal(probation.outcome, "confirmed");
	equal(log.includes("update: Error: the flash is worn"), true);
});

test("a flash that keeps no words costs the words alone", () => {
	const trial = onTrial();
	trial.preferences.full = true;
	trial.clock.advance(confirmWithin);
	equal(trial.firmware.done.at(-1), "restart");
	trial.preferences.unreadable = true;
	equal(again(trial, "crash").probation.note, undefined);
});

test("what another version has kept, or none has, is no trial", () => {
	for (const kept of ["", "resting 5", 12]) {
		const preferences = new FakePreferences();
		preferences.kept.set(trialKey, kept);
		equal(start(board(), preferences).probation.outcome, undefined);
	}
});
