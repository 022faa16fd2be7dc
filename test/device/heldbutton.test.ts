import { brokerKeys } from "../../src/device/brokeraddress.js";
import { blinks, blinkTime, resetToFactory } from "../../src/device/factoryreset.js";
import { HeldButton, resetHold, setUpHold } from "../../src/device/heldbutton.js";
import type { ButtonEvents } from "../../src/device/ports.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { equal, test } from "../harness.js";

function buttonOf(isHeld = false) {
	const clock = new FakeClock();
	const events: string[] = [];
	const button: { isHeld: boolean; events: ButtonEvents | undefined } = { isHeld, events: undefined };
	const mode = { open: () => void events.push("set-up"), reset: () => void events.push("reset") };
	new HeldButton({ button, clock, mode });
	const hold = (held: boolean) => {
		button.isHeld = held;
		button.events?.onChange();
	};
	return { clock, hold, happened: () => events.splice(0) };
}

test("held for 5 s it opens set-up mode, for 15 s it resets", () => {
	const { clock, hold, happened } = buttonOf();
	hold(true);
	clock.advance(setUpHold - 1);
	equal(happened(), []);
	clock.advance(1);
	equal(happened(), ["set-up"]);
	clock.advance(resetHold - setUpHold);
	equal(happened(), ["reset"]);
	clock.advance(100_000);
	equal(happened(), []);
});

test("let go in between, or bouncing, it begins anew", () => {
	const { clock, hold, happened } = buttonOf();
	for (let i = 0; i < 10; i++) {
		hold(true);
		clock.advance(setUpHold - 1);
		hold(false);
	}
	clock.advance(100_000);
	equal(happened(), []);
	hold(true);
	clock.advance(1000);
	hold(true);
	clock.advance(setUpHold);
	equal(happened(), ["set-up"]);
	hold(false);
	clock.advance(resetHold);
	equal(happened(), []);
});

test("what is held at the start counts from then", () => {
	const { clock, happened } = buttonOf(true);
	clock.advance(setUpHold);
	equal(happened(), ["set-up"]);
});

test("a factory reset forgets, blinks and restarts; one that cannot forget does not", () => {
	for (const full of [false, true]) {
		const clock = new FakeClock();
		const preferences = new FakePreferences();
		preferences.kept
			.set("dip1", "Pump")
			.set("leds", "5")
			.set("mdns", "board-2")
			.set("spot", "6 x Home")
			.set("settings0", "x");
		for (const key of brokerKeys) preferences.kept.set(key, "x");
		preferences.full = full;
		const shown: number[] = [];
		const lines: string[] = [];
		let restarts = 0;
		resetToFactory({
			stored: { forget: () => preferences.delete("settings0") },
			preferences,
			leds: { count: 8, write: (leds) => shown.push(leds) },
			clock,
			log: (line) => lines.push(line),
			restart: () => restarts++,
		});
		clock.advance(2 * blinks * blinkTime);
		equal([preferences.kept.size, restarts, lines.length], full ? [7, 0, 1] : [0, 1, 1]);
		equal(shown, full ? [] : [255, 0, 255, 0, 255, 0]);
	}
});
