import { longestRecord, StoredSettings, secretKeys, storedKeys } from "../../src/device/stored.js";
import { FakePreferences } from "../fakes/preferences.js";
import { config } from "../fakes/server.js";
import { text } from "../fakes/text.js";
import { equal, test, throws } from "../harness.js";

function storedOf(preferences = new FakePreferences(), changes: Readonly<Record<string, unknown>> = {}) {
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const stored = new StoredSettings({ preferences, config: { ...config, ...changes }, text, log });
	/** What another start with the same flash reads. */
	const read = () => {
		const { name, ssid, password, token } = stored.read();
		return [name, ssid, password, token.value].join();
	};
	return { stored, read, preferences, lines };
}

const record = (change: unknown, rest: string): string => `{"record":"1","change":"${change}"${rest && `,${rest}`}}`;

test("without a record the settings are the manifest's, and nothing is written", () => {
	const { read, preferences, lines } = storedOf(undefined, { ssid: "built in", password: "secret" });
	equal([read(), preferences.writes, lines], ["board,built in,secret,", [], []]);
});

test("a change is laid over the manifest's settings, in the other slot than the one before", () => {
	const { stored, read, preferences } = storedOf();
	const net: readonly [string, string][] = [
		["ssid", "My net"],
		["password", 'quo"te\\'],
	];
	equal(stored.change(net), true);
	equal(read(), 'board,My net,quo"te\\,');
	equal(stored.change([["name", "pump"]]), true);
	equal(stored.change([["token", "0123456789"]]), true);
	equal(read(), 'pump,My net,quo"te\\,0123456789');
	equal(
		preferences.writes.map((write) => write.slice(0, 41)),
		[
			'settings0={"record":"1","change":"1","ssi',
			'settings1={"record":"1","change":"2","ssi',
			'settings0={"record":"1","change":"3","ssi',
		],
	);
	equal([stored.textOf("ssid"), stored.textOf("tokenFor")], ["My net", "control"]);
});

test("what is so already, and what the manifest says, is not written", () => {
	const { stored, read, preferences } = storedOf(undefined, { ssid: "net" });
	stored.change([["name", "board"]]);
	stored.change([["ssid", "net"]]);
	equal(preferences.writes, []);
	stored.change([["ssid", "other"]]);
	stored.change([["ssid", "other"]]);
	equal([preferences.writes.length, read()], [1, "board,other,,"]);
	stored.change([["ssid", undefined]]);
	equal([preferences.writes.length, read(), stored.change([["ssid", undefined]])], [2, "board,net,,", false]);
});

test("another network or broker forgets the password of the one before, unless it brings its own", () => {
	const { stored } = storedOf(undefined, { ssid: "built in", password: "builtinsecret", mqttUser: "u" });
	const secrets = () => [stored.textOf("password"), stored.textOf("mqttPassword")];
	stored.change([["mqtt", "mqtt://one"]]);
	stored.change([["mqttPassword", "brokersecret"]]);
	equal(secrets(), ["builtinsecret", "brokersecret"]);
	stored.change([["name", "pump"]]);
	equal(secrets(), ["builtinsecret", "brokersecret"]);
	stored.change([
		["ssid", "other"],
		["mqtt", "mqtt://two"],
	]);
	equal(secrets(), ["", ""]);
	stored.change([
		["mqttPassword", "another"],
		["mqtt", "mqtt://three"],
	]);
	equal(secrets(), ["", "another"]);
	stored.change([["ssid", "built in"]]);
	equal(secrets(), ["builtinsecret", "another"], "back to what the manifest says");
	stored.change([["mqtt", ""]]);
	equal(secrets(), ["builtinsecret", ""]);
});

test("a wrong change changes nothing, and says why", () => {
	const { stored, read, preferences } = storedOf();
	const wrong: readonly (readonly [string, string, string])[] = [
		["name", "a b", "config name: expected 1 to 32 letters"],
		["ssid", "x".repeat(33), "config ssid: expected a text of at most 32 bytes"],
		["ssid", "\x1b[31mRED", "config ssid: expected a text without control characters"],
		["password", "12345678\0", "config password: expected a text without control characters"],
		["mqttUser", "\0", "config mqttUser: expected a text without control characters"],
		["mqttPassword", "secret", "config mqttPassword: a password needs mqttUser"],
		["token", "short", "config token: expected 8 to 64 letters"],
		["tokenFor", "all", "config tokenFor: all needs a token"],
		["port", "81", "There is no setting port that can be changed here."],
		["__proto__", "x", "There is no setting __proto__"],
		["toString", "x", "There is no setting toString"],
	];
	for (const [key, value, why] of wrong) {
		const changes: readonly [string, string][] = [
			["ssid", "net"],
			[key, value],
		];
		equal(stored.faultOf(changes)?.slice(0, why.length), why);
		throws(() => stored.change(changes), why);
	}
	equal([preferences.writes, read()], [[], "board,,,"]);
	equal(
		stored.change([
			["tokenFor", "all"],
			["token", "0123456789"],
		]),
		true,
	);
	equal(stored.faultOf([["token", ""]]), "config tokenFor: all needs a token");
	equal(stored.faultOf([["token", "9876543210"]]), undefined);
});

test("a record that would be too long is refused", () => {
	const { stored, preferences } = storedOf();
	preferences.kept.set("settings0", record(1, `"later":"${"x".repeat(longestRecord - 60)}"`));
	throws(
		() => stored.change([["ssid", "x".repeat(32)]]),
		`All settings together are more than ${longestRecord} bytes.`,
	);
	preferences.kept.set("settings0", record(1, `"later":"${"x".repeat(longestRecord)}"`));
	equal(stored.change([["ssid", "net"]]), true);
});

test("of a record that was tampered with, only what is wrong is dropped", () => {
	const { read, preferences, lines } = storedOf();
	preferences.kept.set(
		"settings0",
		record(
			7,
			'"ssid":"net","name":"not a name","token":5,"tokenFor":"all","port":"99999","x":{"y":"z"},"password":"p"',
		),
	);
	equal(read(), "board,net,p,");
	equal(lines, [
		'settings: name as stored is dropped: config name: expected 1 to 32 letters, digits and inner hyphens, got "not a name"',
		"settings: tokenFor as stored is dropped: config tokenFor: all needs a token",
	]);
});

test("what another firmware stored is kept for it", () => {
	const { stored, preferences } = storedOf();
	preferences.kept.set("settings1", '{"record":"9","change":"41","later":"kept","ssid":"net"}');
	equal(stored.textOf("ssid"), "net");
	stored.change([["ssid", "other"]]);
	equal(preferences.kept.get("settings0"), record(42, '"later":"kept","ssid":"other"'));
});

test("what is no record is passed over, and the older one counts", () => {
	const good = record(4, '"ssid":"old"');
	const bad: readonly unknown[] = [
		5,
		"",
		"{}",
		"[]",
		"x",
		record("x", '"ssid":"new"'),
		record(4_294_967_301, '"ssid":"new"'),
		record("Infinity", '"ssid":"new"'),
		'{"change":"5","record":"1","ssid":"new"}',
		'{"record":"0","change":"5","ssid":"new"}',
		'{"record":{},"change":"5","ssid":"new"}',
		record(5, '"ssid":"new"').slice(0, -1),
		record(5, `"ssid":"new","x":"${"y".repeat(longestRecord)}"`),
	];
	for (const value of bad) {
		const { read, preferences, lines } = storedOf();
		preferences.kept.set("settings0", good).set("settings1", value);
		equal([read(), lines], ["board,old,,", ["settings: settings1 is no record, and is passed over"]], String(value));
	}
});

test("the count of changes wraps", () => {
	const { stored, read, preferences } = storedOf();
	preferences.kept.set("settings0", record(0x7fff_ffff, '"ssid":"old"'));
	stored.change([["ssid", "new"]]);
	equal([preferences.kept.get("settings1"), read()], [record(-0x8000_0000, '"ssid":"new"'), "board,new,,"]);
});

test("power lost at any byte of a write leaves the old settings or the new ones", () => {
	const { stored, preferences } = storedOf();
	stored.change([["ssid", "first"]]);
	stored.change([["ssid", "old"]]);
	const before = new Map(preferences.kept);
	stored.change([["ssid", "new"]]);
	const written = String(preferences.kept.get("settings0"));
	for (let length = -1; length <= written.length; length++) {
		const after = storedOf();
		for (const [key, value] of before) after.preferences.kept.set(key, value);
		// The SDK erases what there was before it writes.
		if (length < 0) after.preferences.kept.delete("settings0");
		else after.preferences.kept.set("settings0", written.slice(0, length));
		equal(after.read(), length === written.length ? "board,new,," : "board,old,,", `${length} bytes`);
		equal(after.stored.change([["ssid", "next"]]), true);
		equal(after.read(), "board,next,,");
	}
});

test("a flash that does not take it says so; one that cannot be read leaves the manifest's settings", () => {
	const { stored, read, preferences, lines } = storedOf(undefined, { ssid: "built in" });
	preferences.full = true;
	throws(() => stored.change([["ssid", "net"]]), "nvs set fail");
	preferences.unreadable = true;
	equal(
		[read(), lines.length, lines[0]],
		["board,built in,,", 2, "settings: settings0 cannot be read: Error: nvs get fail"],
	);
});

test("a wrong configuration is refused whatever is stored, and logged", () => {
	const { stored, preferences, lines } = storedOf(undefined, { port: "http" });
	preferences.kept.set("settings0", record(1, '"ssid":"net"'));
	throws(() => stored.read(), "config port");
	equal(lines.length, 1);
});

test("everything can be forgotten", () => {
	const { stored, read, preferences } = storedOf();
	stored.change([["ssid", "net"]]);
	stored.change([["ssid", "other"]]);
	stored.forget();
	equal([read(), preferences.kept.size], ["board,,,", 0]);
});

test("every key that can be stored is one of the configuration, and secrets are among them", () => {
	for (const key of storedKeys) equal(config[key] !== undefined, true, key);
	for (const key of secretKeys) equal(storedKeys.includes(key), true, key);
});
