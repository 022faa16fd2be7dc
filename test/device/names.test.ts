import { SwitchNames } from "../../src/device/names.js";
import { burst, retryDelay, span, writeDelay } from "../../src/device/saver.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { equal, test } from "../harness.js";

function namesOf(preferences = new FakePreferences(), clock = new FakeClock()) {
	const lines: string[] = [];
	const told: string[] = [];
	const names = new SwitchNames({ preferences, clock, log: (line) => lines.push(line) });
	names.onChange = () => told.push(names.message) > 0;
	/** Gives names to the first switches; undefined leaves one alone. */
	const rename = (...some: (string | undefined)[]) => names.rename(some);
	return { names, rename, preferences, clock, lines, told };
}

const shown = (message: string): string => Object.values(JSON.parse(message).names).join();

test("without anything kept there are no names, and nothing is written", () => {
	const { names, preferences, clock, lines } = namesOf();
	equal(shown(names.message), ",,,,,,,");
	clock.advance(100_000);
	equal([preferences.writes, lines], [[], []]);
});

test("a name is told at once and kept a second later; the others are left alone", () => {
	const { rename, preferences, clock, told } = namesOf();
	rename(undefined, "Pump");
	equal(told.map(shown), [",Pump,,,,,,"]);
	clock.advance(writeDelay - 1);
	equal(preferences.writes, []);
	clock.advance(1);
	equal(preferences.writes, ["dip2=Pump"]);
	rename("Lamp", undefined, "Fan");
	clock.advance(writeDelay);
	equal([preferences.writes, told.map(shown).at(-1)], [["dip2=Pump", "dip1=Lamp", "dip3=Fan"], "Lamp,Pump,Fan,,,,,"]);
});

test("what changes within a second is written together, as it is then, and nothing puts it off", () => {
	const { rename, preferences, clock, told } = namesOf();
	for (const name of ["P", "Pu", "Pum", "Pump"]) {
		rename(name, "Fan");
		clock.advance(300);
	}
	equal([preferences.writes, told.length], [["dip1=Pump", "dip2=Fan"], 4]);
	clock.advance(100_000);
	equal(preferences.writes.length, 2);
});

test("whoever renames without end does not wear the flash out, and the last name is kept", () => {
	const { rename, preferences, clock, told } = namesOf();
	const end = 10 * span;
	for (let time = 0; time < end; time += 500) {
		rename(`Pump ${time}`);
		clock.advance(500);
		told.length = 0;
	}
	const { length } = preferences.writes;
	equal(length > 9 * burst && length <= 10 * burst, true, `${length} writes`);
	clock.advance(span);
	equal(preferences.writes.at(-1), `dip1=Pump ${end - 500}`);
	clock.advance(span);
	rename("Fan");
	clock.advance(writeDelay);
	equal(preferences.writes.at(-1), "dip1=Fan");
});

test("what is in the flash already is not written again", () => {
	const { rename, preferences, clock, told } = namesOf();
	rename("Pump");
	clock.advance(writeDelay);
	rename("Fan");
	rename("Pump");
	rename("Pump");
	clock.advance(100_000);
	equal([preferences.writes, told.length], [["dip1=Pump"], 4]);
});

test("a name that is taken away is deleted", () => {
	const { rename, preferences, clock, names } = namesOf();
	rename("Pump");
	clock.advance(writeDelay);
	rename("");
	clock.advance(writeDelay);
	equal([preferences.writes, preferences.kept.size, shown(names.message)], [["dip1=Pump", "-dip1"], 0, ",,,,,,,"]);
});

test("after a restart the names are there again", () => {
	const { rename, preferences, clock } = namesOf();
	rename("Pump", "", "水泵");
	clock.advance(writeDelay);
	const { names, lines } = namesOf(preferences);
	equal([shown(names.message), lines], ["Pump,,水泵,,,,,", []]);
});

test("a bad stored value is dropped and reported, and deleted with the next write", () => {
	const preferences = new FakePreferences();
	preferences.kept.set("dip1", 5).set("dip2", "x".repeat(25)).set("dip3", "Pump").set("dip4", "");
	const { names, rename, clock, lines } = namesOf(preferences);
	equal(shown(names.message), ",,Pump,,,,,");
	equal(lines, [
		"names: dip1 as stored is not a text, and is dropped",
		"names: dip2 as stored is longer than 24 characters, and is dropped",
	]);
	clock.advance(100_000);
	equal(preferences.writes, [], "nothing is written for that alone");
	rename(undefined, "Fan");
	clock.advance(writeDelay);
	equal(preferences.writes, ["-dip1", "dip2=Fan"]);
});

test("what cannot be read is no name, and is not deleted", () => {
	const preferences = new FakePreferences();
	preferences.kept.set("dip1", "Pump");
	preferences.unreadable = true;
	const { names, rename, clock, lines } = namesOf(preferences);
	equal(
		[shown(names.message), lines.length, lines[0]],
		[",,,,,,,", 8, "names: dip1 cannot be read: Error: nvs get fail"],
	);
	rename(undefined, "Fan");
	clock.advance(writeDelay);
	equal([preferences.writes, preferences.kept.get("dip1")], [["dip2=Fan"], "Pump"]);
});

test("a write that fails is reported and tried again until it is done, with the newest name", () => {
	const { names, rename, preferences, clock, lines } = namesOf();
	preferences.full = true;
	rename("Pump");
	clock.advance(writeDelay);
	equal(lines.splice(0), ["names: dip1 cannot be written: Error: nvs set fail"]);
	clock.advance(retryDelay - 1);
	equal(lines, []);
	clock.advance(1);
	equal(lines.splice(0).length, 1);
	rename("Fan");
	equal(shown(names.message), "Fan,,,,,,,");
	preferences.full = false;
	clock.advance(retryDelay);
	equal([preferences.writes, lines], [["dip1=Fan"], []]);
	clock.advance(10 * retryDelay);
	equal(preferences.writes.length, 1);
});

test("one name that cannot be written does not hold up the others", () => {
	const { rename, preferences, clock } = namesOf();
	const { set } = preferences;
	preferences.set = (key, value) => {
		if (key === "dip1" && value === "Pump") throw new Error("broken");
		set.call(preferences, key, value);
	};
	rename("Pump", "Fan");
	clock.advance(writeDelay);
	equal(preferences.writes, ["dip2=Fan"]);
});

test("written in time when the clock wraps, and not for ever when it is set back", () => {
	const wrapping = namesOf(undefined, new FakeClock(0x7fff_ffff));
	wrapping.rename("Pump");
	wrapping.clock.advance(writeDelay);
	equal(wrapping.preferences.writes, ["dip1=Pump"]);
	const back = namesOf(undefined, new FakeClock(1_000_000));
	back.rename("Pump");
	back.clock.jump(0);
	back.clock.advance(writeDelay);
	equal(back.preferences.writes, ["dip1=Pump"]);
});
