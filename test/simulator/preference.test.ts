// The stand-in for "preference", and the file behind it.

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { host } from "../../tools/simulator/host.js";
import Preference from "../../tools/simulator/modules/preference.js";
import { PreferenceFile } from "../../tools/simulator/preferencefile.js";

/** A folder that is gone after the test, and the path of a file in it. */
function place(context: TestContext): { folder: string; file: string } {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => {
		chmodSync(folder, 0o700);
		rmSync(folder, { recursive: true });
	});
	return { folder, file: join(folder, "preferences.json") };
}

/** Has the module use a new file; returns its path. */
function opened(context: TestContext): string {
	const { file } = place(context);
	const { preferences } = host;
	context.after(() => {
		host.preferences = preferences;
	});
	host.preferences = new PreferenceFile(file);
	return file;
}

test("what is set is there, for whoever opens the file next, until it is deleted", (context) => {
	const file = opened(context);
	assert.equal(Preference.get("a", "key"), undefined);
	Preference.set("a", "key", "水泵 😀");
	Preference.set("a", "__proto__", "own");
	Preference.set("b", "key", 5);
	Preference.set("b", "yes", true);
	host.preferences = new PreferenceFile(file);
	assert.deepEqual(
		[Preference.get("a", "key"), Preference.get("b", "key"), Preference.get("b", "yes"), Preference.get("c", "key")],
		["水泵 😀", 5, true, undefined],
	);
	assert.equal(Preference.get("a", "toString"), undefined);
	Preference.delete("a", "key");
	Preference.delete("a", "key");
	Preference.delete("c", "key");
	host.preferences = new PreferenceFile(file);
	assert.deepEqual([Preference.get("a", "key"), Preference.get("b", "key")], [undefined, 5]);
});

test("reading and deleting nothing writes no file, and writing leaves no other behind", (context) => {
	const { folder, file } = place(context);
	const preferences = new PreferenceFile(file);
	preferences.get("a", "key");
	preferences.delete("a", "key");
	assert.deepEqual(readdirSync(folder), []);
	preferences.set("a", "key", "value");
	assert.deepEqual(readdirSync(folder), ["preferences.json"]);
	assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { a: { key: "value" } });
});

test("what NVS refuses is refused", (context) => {
	opened(context);
	assert.throws(() => Preference.set("a", "k".repeat(16), ""), RangeError);
	assert.throws(() => Preference.set("d".repeat(16), "key", ""), RangeError);
	assert.throws(() => Preference.set("a", "key", undefined as never), TypeError);
	Preference.set("d".repeat(15), "k".repeat(15), "");
});

test("a file that holds something else is never overwritten", (context) => {
	for (const content of ["{", "5", '"text"', "null", "[]", '{"a":5}', '{"a":{"key":{}}}', '{"a":[1]}']) {
		const { file } = place(context);
		writeFileSync(file, content);
		const preferences = new PreferenceFile(file);
		assert.throws(() => preferences.load(), /preferences\.json holds no preferences/, content);
		assert.throws(() => preferences.get("a", "key"), /holds no preferences/);
		assert.throws(() => preferences.set("a", "key", "value"), /holds no preferences/);
		assert.throws(() => preferences.delete("a", "key"), /holds no preferences/);
		assert.equal(readFileSync(file, "utf8"), content);
	}
});

test("a write that fails throws, and nothing has changed", (context) => {
	const { folder } = place(context);
	// A folder that is a file can hold nothing, whoever asks.
	writeFileSync(join(folder, "file"), "");
	const preferences = new PreferenceFile(join(folder, "new", "preferences.json"));
	preferences.set("a", "key", "old");
	rmSync(join(folder, "new"), { recursive: true });
	writeFileSync(join(folder, "new"), "");
	assert.throws(() => preferences.set("a", "key", "new"));
	assert.throws(() => preferences.delete("a", "key"));
	assert.equal(preferences.get("a", "key"), "old");
	rmSync(join(folder, "new"));
	preferences.set("a", "other", "new");
	assert.equal(preferences.get("a", "key"), "old");
});
