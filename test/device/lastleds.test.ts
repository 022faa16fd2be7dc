import { LastLeds } from "../../src/device/lastleds.js";
import { retryDelay, writeDelay } from "../../src/device/saver.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { equal, test } from "../harness.js";

function lastLeds(preferences = new FakePreferences()) {
	const clock = new FakeClock();
	const written: number[] = [];
	const lines: string[] = [];
	const leds = { count: 8, write: (byte: number) => void written.push(byte) };
	const last = new LastLeds({ leds, preferences, clock, log: (line) => lines.push(line) });
	return { last, clock, written, preferences, lines };
}

test("LEDs are lit at once, and kept a second later as they are then", () => {
	const { last, clock, written, preferences } = lastLeds();
	for (const byte of [1, 3, 7]) last.write(byte);
	equal([last.former, written, preferences.writes], [0, [1, 3, 7], []]);
	clock.advance(writeDelay);
	equal(preferences.writes, ["leds=7"]);
	equal(lastLeds(preferences).last.former, 7);
});

test("what is kept already is not written again", () => {
	const { last, clock, preferences } = lastLeds();
	last.write(5);
	last.write(0);
	last.write(0);
	clock.advance(100_000);
	equal(preferences.writes, []);
});

test("what is stored and no byte is all Off, and said", () => {
	for (const value of ["256", "-1", "x", "", 5, "1.5"]) {
		const preferences = new FakePreferences();
		preferences.kept.set("leds", value);
		const { last, lines } = lastLeds(preferences);
		equal([last.former, lines.length], [0, 1], String(value));
	}
	const preferences = new FakePreferences();
	preferences.unreadable = true;
	const { last, lines } = lastLeds(preferences);
	equal([last.former, lines.length], [0, 1]);
});

test("a write that fails is reported and tried again", () => {
	const { last, clock, preferences, lines } = lastLeds();
	preferences.full = true;
	last.write(9);
	clock.advance(writeDelay);
	equal([lines.length, preferences.writes], [1, []]);
	preferences.full = false;
	clock.advance(retryDelay);
	equal(preferences.writes, ["leds=9"]);
});
