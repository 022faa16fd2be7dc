import { decodeTrial, encodeTrial, failureOf, Stage } from "../../src/update/trial.js";
import { equal, test } from "../harness.js";

test("what is kept is read again", () => {
	for (const stage of Object.values(Stage)) {
		const trial = { stage, text: "0.2.0 (6d0e38a-dirty)" };
		equal(decodeTrial(encodeTrial(trial)), trial);
	}
});

test("what another version or anything else has kept counts as nothing", () => {
	for (const kept of [
		undefined,
		5,
		true,
		"",
		"started",
		"waiting 0.2.0",
		"confirmed",
		` started 1`,
		`started ${"x".repeat(200)}`,
	])
		equal(decodeTrial(kept), undefined, String(kept));
});

test("why a version was rolled back", () => {
	const text = "0.2.0";
	const cases: readonly (readonly [Stage, string | undefined, boolean, string])[] = [
		[Stage.installed, "crash", true, "Version 0.2.0 was rolled back: it crashed before it could start."],
		[Stage.started, "crash", true, "Version 0.2.0 was rolled back: it crashed before it had an IP address."],
		[Stage.online, "crash", true, "Version 0.2.0 was rolled back: it crashed before anybody had reached it."],
		[Stage.started, "interrupt watchdog", true, "Version 0.2.0 was rolled back: it hung before it had an IP address."],
		[Stage.installed, "watchdog", true, "Version 0.2.0 was rolled back: it hung before it could start."],
		[Stage.online, "power on", true, "Version 0.2.0 was rolled back: the power went before anybody had reached it."],
		[Stage.online, "brownout", true, "Version 0.2.0 was rolled back: the power went before anybody had reached it."],
		[
			Stage.started,
			"reset pin",
			true,
			"Version 0.2.0 was rolled back: the board was reset before it had an IP address.",
		],
		[
			Stage.installed,
			"restarted by the firmware",
			true,
			"Version 0.2.0 was rolled back: it stopped with an error before it could start.",
		],
		[Stage.started, undefined, true, "Version 0.2.0 was rolled back: it restarted before it had an IP address."],
		[Stage.offline, "restarted by the firmware", true, "Version 0.2.0 was rolled back: it got no IP address in time."],
		[Stage.unreached, "restarted by the firmware", true, "Version 0.2.0 was rolled back: nobody reached it in time."],
		[Stage.installed, "power on", false, "Version 0.2.0 was not activated: the power went before that."],
	];
	for (const [stage, reset, tried, sentence] of cases) equal(failureOf({ stage, text }, reset, tried), sentence);
});
