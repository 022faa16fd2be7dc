import type { FoundNetwork } from "../../src/device/ports.js";
import { restartDelay, SettingsResource } from "../../src/device/settingsresource.js";
import { Phase, type SetUp } from "../../src/device/setup.js";
import { setUpRoutes } from "../../src/device/setupsite.js";
import { StoredSettings } from "../../src/device/stored.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { config } from "../fakes/server.js";
import { asciiOf, text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function storedOf(preferences = new FakePreferences()) {
	return new StoredSettings({ preferences, config, text, log() {} });
}

function siteOf(state: Partial<SetUp> = {}) {
	const wishes: unknown[] = [];
	const setUp = {
		phase: Phase.open,
		ssid: "",
		problem: "",
		address: "",
		name: "board",
		left: 9,
		networks: [] as FoundNetwork[],
		visit() {},
		look: () => wishes.push("look"),
		join: (wish: unknown) => wishes.push(wish) > 0,
		...state,
	} as unknown as SetUp;
	const routes = setUpRoutes({ setUp, stored: storedOf(), text });
	const of = (path: string) => {
		const { resource } = routes.find((route) => route.path === path) ?? {};
		if (!resource) throw new Error(`no resource at ${path}`);
		return resource;
	};
	const send = (form: string) => {
		const answer = of("/setup").take?.(text.encode(form));
		return [answer?.status, asciiOf(answer?.body ?? new Uint8Array()), answer?.fields?.[0]?.[1]]
			.filter(Boolean)
			.join(" ");
	};
	return { send, wishes, said: asciiOf(of("/setup").represent()), page: asciiOf(of("/joining").represent()) };
}

test("the state as JSON", () => {
	const networks = [{ ssid: "Home", signal: -50, secured: true }];
	equal(
		siteOf({ networks }).said,
		'{"phase":"open","ssid":"","problem":"","address":"","name":"board","left":9,"networks":[{"ssid":"Home","signal":-50,"secured":true}]}',
	);
});

test("wishes that can be tried, and those that cannot", () => {
	const { send, wishes } = siteOf();
	equal(send("ssid=Home&password=open+sesame&name=pump"), "303 /joining");
	equal(send("ssid=Home"), "303 /joining");
	equal(send("look"), "202 The board looks for networks.");
	equal(wishes, [
		{ ssid: "Home", password: "open sesame", name: "pump" },
		{ ssid: "Home", password: "", name: "" },
		"look",
	]);
	for (const [form, why] of [
		["", "Which network?"],
		["ssid=%", "This is no form."],
		["password=12345678", "Which network?"],
		["ssid=Home&password=1234567", "A Wi-Fi password has at least 8 characters."],
		[`ssid=${"x".repeat(33)}`, "config ssid: expected a text of at most 32 bytes"],
		[`ssid=Home&password=${"x".repeat(65)}`, "config password: expected a text of at most 64 bytes"],
		["ssid=Home&name=-", "config name: expected 1 to 32 letters"],
	])
		equal(send(form).slice(0, why.length + 4), `400 ${why}`);
	equal(wishes.length, 3);
});

test("a wish while another one is tried is refused in words", () => {
	const { send } = siteOf({ phase: Phase.joining, join: () => false });
	equal(send("ssid=Other"), "409 The board is trying another network. Wait a moment.");
	equal(send("ssid="), "400 Which network?");
});

test("the page for browsers without script: what was named by strangers is text", () => {
	const ssid = `<b>"&'`;
	const shown = "&lt;b&gt;&quot;&amp;'";
	const joining = siteOf({ phase: Phase.joining, ssid }).page;
	equal([joining.includes("http-equiv=refresh"), joining.includes(shown)], [true, true]);
	const failed = siteOf({ problem: ssid }).page;
	equal(
		[failed.includes("http-equiv=refresh"), failed.includes(shown), failed.includes('href="setup.html"')],
		[false, true, true],
	);
	const joined = siteOf({ phase: Phase.joined, ssid, address: "10.0.0.5", name: "pump" }).page;
	equal([joined.includes('href="http://10.0.0.5/"'), joined.includes('href="http://pump.local/"')], [true, true]);
	equal(joined.includes("<b>"), false);
});

function settingsOf() {
	const clock = new FakeClock();
	const preferences = new FakePreferences();
	let restarts = 0;
	const stored = storedOf(preferences);
	const resource = new SettingsResource({ stored, clock, text, restart: () => restarts++ });
	const send = (form: string) => {
		const { status, body } = resource.take(text.encode(form));
		return `${status} ${asciiOf(body)}`;
	};
	const restarted = () => {
		clock.advance(restartDelay);
		return restarts;
	};
	return { resource, send, preferences, restarted, said: () => asciiOf(resource.represent()) };
}

test("settings are told, secrets are not; a change is stored and restarts the board", () => {
	const { resource, send, said, preferences, restarted } = settingsOf();
	equal(resource.isPrivate, true);
	equal(
		said(),
		'{"settings":{"name":"board","ssid":"","tokenFor":"control","mqtt":"","mqttUser":"","mqttPrefix":"dipsocket","discoveryPrefix":"homeassistant"},"secrets":{"password":false,"token":false,"mqttPassword":false}}',
	);
	equal(send("name=pump&token=0123456789&ssid=Home&password=open+sesame"), '200 {"restarts":true}');
	equal(
		said(),
		'{"settings":{"name":"pump","ssid":"Home","tokenFor":"control","mqtt":"","mqttUser":"","mqttPrefix":"dipsocket","discoveryPrefix":"homeassistant"},"secrets":{"password":true,"token":true,"mqttPassword":false}}',
	);
	equal(restarted(), 1);
	equal(send("name=pump"), '200 {"restarts":false}');
	equal([restarted(), preferences.writes.length], [1, 1]);
});

test("a change that is wrong changes nothing, and says why", () => {
	const { send, preferences, restarted } = settingsOf();
	equal(
		send("name=pump&token=short"),
		'400 {"error":"config token: expected 8 to 64 letters, digits, \\"-\\" and \\"_\\", or nothing"}',
	);
	equal(send("port=1"), '400 {"error":"There is no setting port that can be changed here."}');
	equal(send("name=%"), '400 {"error":"This is no form."}');
	preferences.full = true;
	equal(send("name=pump"), '500 {"error":"The board could not store this: Error: nvs set fail"}');
	equal([preferences.writes, restarted()], [[], 0]);
});
