import { LastSpot, mostWrites, spotKey } from "../../src/device/spot.js";
import { FakePreferences } from "../fakes/preferences.js";
import { equal, test } from "../harness.js";

const at = { bssid: "02:00:5e:10:00:ff", channel: 6 };

function spotOf(preferences = new FakePreferences()) {
	const lines: string[] = [];
	return { spot: new LastSpot(preferences, (line) => lines.push(line)), preferences, lines };
}

test("where it was is kept by the network's name, whatever that is", () => {
	for (const ssid of ["Home", "two words", " ", "6 02:00:5e:10:00:ff Home", "Café ☕"]) {
		const { spot, preferences } = spotOf();
		spot.keep(ssid, at);
		equal(spotOf(preferences).spot.of(ssid), at);
		equal(spot.of(`${ssid}x`), undefined);
	}
});

test("only what has changed is written, and not for ever", () => {
	const { spot, preferences } = spotOf();
	for (let i = 0; i < 10; i++) spot.keep("Home", at);
	equal(preferences.writes.length, 1);
	for (let i = 0; i < 10; i++) spot.keep("Home", { ...at, channel: 1 + (i % 11) });
	equal(preferences.writes.length, mostWrites);
	spotOf(preferences).spot.keep("Home", undefined);
	equal(preferences.writes.length, mostWrites);
});

test("what is no record is none", () => {
	for (const kept of [
		"",
		"Home",
		"6",
		"6 02:00:5e:10:00:ff",
		"0 02:00:5e:10:00:ff Home",
		"15 02:00:5e:10:00:ff Home",
		"-1 02:00:5e:10:00:ff Home",
		"6 02:00:5e:10:00 Home",
		"6 02:00:5e:10:00:ff:00 Home",
		"6 02:00:5e:10:00:fg Home",
		"6 2:00:5e:10:00:ff0 Home",
		7,
	]) {
		const { spot, preferences } = spotOf();
		preferences.kept.set(spotKey, kept);
		equal(spot.of("Home"), undefined, String(kept));
	}
});

test("a flash that fails is logged, and costs the hint alone", () => {
	const preferences = new FakePreferences();
	preferences.unreadable = true;
	const { spot, lines } = spotOf(preferences);
	equal(spot.of("Home"), undefined);
	preferences.full = true;
	spot.keep("Home", at);
	equal(lines.length, 3);
});
