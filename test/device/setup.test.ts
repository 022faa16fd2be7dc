import { attemptLimit, tryPause, watchInterval } from "../../src/device/attempt.js";
import { lookLimit } from "../../src/device/look.js";
import { Network } from "../../src/device/network.js";
import type { FoundNetwork, JoinFault } from "../../src/device/ports.js";
import { answerTime, farewell, Phase, SetUp, setUpTick, visitTime } from "../../src/device/setup.js";
import { StoredSettings } from "../../src/device/stored.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { FakeRadio } from "../fakes/radio.js";
import { config } from "../fakes/server.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

const home: FoundNetwork = { ssid: "Home", signal: -50, secured: true };
const password = "open sesame";

function begin(changes: Readonly<Record<string, unknown>> = {}, known = false) {
	const clock = new FakeClock();
	const radio = new FakeRadio();
	const preferences = new FakePreferences();
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const stored = new StoredSettings({ preferences, config: { ...config, ...changes }, text, log });
	const settings = stored.read();
	const ups: string[] = [];
	const network = new Network({
		network: radio,
		credentials: known ? { ssid: "Old", password: "" } : undefined,
		patience: 0,
		preferences,
		clock,
		log,
		onUp: (address) => ups.push(address),
		onDown: () => ups.push("down"),
	});
	network.begin(() => {});
	radio.take();
	const ends: boolean[] = [];
	const opened: string[] = [];
	/** How often what follows the opening throws. */
	const refusals: boolean[] = [];
	const start = () =>
		new SetUp({
			settings,
			network,
			radio,
			stored,
			clock,
			log,
			onOpen: (setUp) => {
				if (refusals.pop()) throw new Error("no network");
				opened.push(setUp.accessPointName);
			},
			onClose: (changed) => ends.push(changed),
		});
	return { clock, radio, stored, preferences, network, start, ends, opened, refusals, ups, lines };
}

/** It is open, with what was found. */
function opened(changes: Readonly<Record<string, unknown>> = {}, known = false) {
	const all = begin(changes, known);
	const setUp = all.start();
	all.radio.found = [home];
	all.clock.advance(setUpTick);
	equal([setUp.phase, setUp.networks.length], [Phase.open, 1]);
	all.radio.take();
	return { ...all, setUp };
}

test("it looks around once, opens, and does not look again unless asked", () => {
	const { clock, radio, start, opened } = begin({ setupPassword: "let me in" });
	const setUp = start();
	equal([setUp.phase, opened], [Phase.beginning, []]);
	clock.advance(3 * setUpTick);
	radio.found = [home];
	clock.advance(setUpTick);
	equal([setUp.phase, opened], [Phase.open, ["dipsocket-AB1F"]]);
	equal(radio.take(), ["scan", "open dipsocket-AB1F let me in http://172.29.0.1/setup.html"]);
	clock.advance(300_000);
	equal(radio.take(), []);
	setUp.look();
	setUp.look();
	clock.advance(answerTime);
	equal([setUp.phase, radio.take()], [Phase.scanning, ["scan"]]);
	radio.found = [];
	clock.advance(setUpTick);
	equal([setUp.phase, setUp.networks], [Phase.open, []]);
});

test("a server that cannot listen yet is tried again", () => {
	const { clock, radio, start, opened, refusals, lines } = begin();
	refusals.push(true, true);
	const setUp = start();
	radio.found = [home];
	clock.advance(2 * setUpTick);
	equal([setUp.phase, opened], [Phase.beginning, []]);
	equal(lines, ["set-up: Error: no network", "set-up: Error: no network"]);
	clock.advance(setUpTick);
	equal([setUp.phase, opened.length, setUp.networks.length], [Phase.open, 1, 1]);
});

test("a radio that cannot look, or finds no end, does not keep it from opening", () => {
	for (const fails of ["scan", ""]) {
		const { clock, radio, start, opened } = begin();
		radio.fails = fails;
		const setUp = start();
		clock.advance(lookLimit + setUpTick);
		equal([setUp.phase, setUp.networks, opened.length], [Phase.open, [], 1]);
	}
});

test("an access point that cannot be opened is tried again", () => {
	const { clock, radio, start, lines } = begin();
	radio.fails = "open";
	const setUp = start();
	radio.found = [home];
	clock.advance(3 * setUpTick);
	equal([setUp.phase, lines.at(-1)], [Phase.beginning, "set-up: Error: no radio"]);
	radio.fails = "";
	clock.advance(setUpTick);
	equal(setUp.phase, Phase.open);
});

test("what works is stored, tells its address, and closes a little later", () => {
	const { clock, radio, setUp, stored, ends, ups } = opened();
	setUp.join({ ssid: "Home", password, name: "" });
	equal(setUp.phase, Phase.joining);
	equal(radio.take(), [], "the answer has time to get out");
	clock.advance(answerTime);
	equal(radio.take(), [`join Home ${password}`]);
	radio.joined();
	equal([setUp.phase, stored.textOf("ssid")], [Phase.joining, ""], "let in, but without an address yet");
	radio.joined("192.168.1.5");
	equal([setUp.phase, setUp.address, setUp.problem, ups], [Phase.joined, "192.168.1.5", "", ["192.168.1.5"]]);
	equal([stored.textOf("ssid"), stored.textOf("password")], ["Home", password]);
	equal(setUp.left, farewell / 1000);
	clock.advance(farewell - setUpTick);
	equal([setUp.phase, ends], [Phase.joined, []]);
	clock.advance(2 * setUpTick);
	equal([setUp.phase, ends, radio.take()], [Phase.closed, [false], ["close"]]);
	clock.advance(600_000);
	equal([ends.length, radio.take()], [1, []]);
});

test("another name needs a restart, the same does not", () => {
	for (const [name, restarts] of [
		["pump", true],
		["board", false],
	] as const) {
		const { clock, radio, setUp, stored, ends } = opened();
		setUp.join({ ssid: "Home", password, name });
		clock.advance(answerTime);
		radio.joined("192.168.1.5");
		equal([setUp.name, stored.textOf("name")], [name, name]);
		clock.advance(farewell + setUpTick);
		equal(ends, [restarts]);
	}
});

test("what goes wrong is said in words after two tries, nothing is stored, and the next may work", () => {
	const { clock, radio, setUp, preferences } = opened();
	const cases: readonly (readonly [JoinFault, string, string])[] = [
		["not found", password, "“Home” was not found. Is it near, spelled like this, and on 2.4 GHz?"],
		["password", password, "“Home” did not take this password."],
		["password", "", "“Home” wants a password."],
		["refused", "", "“Home” did not let the board in."],
	];
	for (const [fault, password, problem] of cases) {
		setUp.join({ ssid: "Home", password, name: "" });
		clock.advance(answerTime);
		radio.refused(fault);
		equal(setUp.phase, Phase.joining, "once may be bad luck");
		clock.advance(tryPause);
		radio.refused(fault);
		equal([setUp.phase, setUp.problem, setUp.ssid], [Phase.open, problem, "Home"]);
	}
	equal(preferences.writes, []);
	setUp.join({ ssid: "Home", password, name: "" });
	equal(setUp.problem, "");
	clock.advance(answerTime);
	radio.joined("192.168.1.5");
	equal([setUp.phase, setUp.problem], [Phase.joined, ""]);
});

test("a failure of which there is no news is seen all the same", () => {
	const { clock, radio, setUp } = opened();
	setUp.join({ ssid: "Home", password, name: "" });
	clock.advance(answerTime);
	for (let tries = 0; tries < 2; tries++) {
		radio.lost = true;
		radio.fault = "password";
		clock.advance(watchInterval + tryPause);
	}
	equal([setUp.phase, setUp.problem], [Phase.open, "“Home” did not take this password."]);
});

test("a network without DHCP, and one that never answers", () => {
	for (const [linked, problem] of [
		[true, "“Home” let the board in, but gave it no address. Is its DHCP server on?"],
		[false, "“Home” did not let the board in."],
	] as const) {
		const { clock, radio, setUp } = opened();
		setUp.join({ ssid: "Home", password: "", name: "" });
		clock.advance(answerTime);
		if (linked) radio.joined();
		clock.advance(attemptLimit - 1);
		equal(setUp.phase, Phase.joining);
		clock.advance(1);
		equal([setUp.phase, setUp.problem], [Phase.open, problem]);
		radio.joined("10.0.0.9");
		equal(setUp.phase, Phase.open, "too late is too late");
	}
});

test("a flash that does not take it says so, and the board is in the network all the same", () => {
	const { clock, radio, setUp, preferences, ups } = opened();
	preferences.full = true;
	setUp.join({ ssid: "Home", password, name: "pump" });
	clock.advance(answerTime);
	radio.joined("192.168.1.5");
	const { phase, problem, name } = setUp;
	equal(phase, Phase.joined);
	equal(
		[problem.slice(0, 29), name, ups],
		["The board could not store this", "board", ["192.168.1.5"]].map((part) =>
			typeof part === "string" ? part.slice(0, 29) : part,
		),
	);
});

test("open to everybody, it closes after its time; with a password only if there is a network to go back to", () => {
	for (const [changes, known, closes] of [
		[{}, false, true],
		[{}, true, true],
		[{ setupPassword: "let me in" }, false, false],
		[{ setupPassword: "let me in" }, true, true],
		[{ setupTimeout: 0 }, false, false],
	] as const) {
		const { clock, setUp, ends } = opened(changes, known);
		clock.advance(600_000 + setUpTick);
		equal([setUp.phase, ends.length], closes ? [Phase.closed, 1] : [Phase.open, 0], JSON.stringify([changes, known]));
		equal(setUp.left === undefined, !closes);
	}
});

test("an attempt is not cut short by the end of its time", () => {
	const { clock, radio, setUp } = opened();
	clock.advance(600_000 - 2 * setUpTick);
	setUp.join({ ssid: "Home", password, name: "" });
	clock.advance(5 * setUpTick);
	equal(setUp.phase, Phase.joining);
	radio.joined("192.168.1.5");
	equal(setUp.phase, Phase.joined);
});

test("the configured network is looked for while nobody is at the page, and ends it when it is back", () => {
	const { clock, radio, setUp, ends } = opened({}, true);
	radio.refused("not found");
	clock.advance(60_000);
	equal(radio.take().includes("join Old"), true);
	radio.refused("not found");
	for (let i = 0; i < 10; i++) {
		setUp.visit();
		clock.advance(visitTime / 2);
	}
	equal(radio.take(), [], "a visitor has the radio");
	clock.advance(2 * visitTime);
	equal(radio.take().includes("join Old"), true);
	radio.joined("192.168.1.5");
	clock.advance(setUpTick);
	equal([setUp.phase, setUp.address], [Phase.joined, "192.168.1.5"]);
	clock.advance(farewell + setUpTick);
	equal(ends, [false]);
});

test("opened by hand while the network is there, it stays; what fails leads back to that network", () => {
	const { clock, radio, start, network, ups } = begin({}, true);
	radio.joined("192.168.1.5");
	const setUp = start();
	radio.found = [home];
	clock.advance(60_000);
	equal(setUp.phase, Phase.open);
	setUp.join({ ssid: "Home", password: "wrong password", name: "" });
	clock.advance(answerTime);
	equal(ups, ["192.168.1.5", "down"]);
	radio.refused("password");
	clock.advance(tryPause);
	radio.refused("password");
	equal(setUp.phase, Phase.open);
	clock.advance(2 * visitTime);
	equal(radio.take().at(-1), "join Old");
	radio.joined("192.168.1.6");
	clock.advance(60_000);
	equal([setUp.phase, network.isUp, ups.at(-1)], [Phase.open, true, "192.168.1.6"]);
});

test("a second wish while one is tried is not taken, nor anything once it is closed", () => {
	const { clock, radio, setUp } = opened();
	const wish = (ssid: string) => setUp.join({ ssid, password, name: "" });
	equal([wish("Home"), wish("Other")], [true, false]);
	setUp.look();
	clock.advance(answerTime);
	equal(radio.take(), [`join Home ${password}`]);
	setUp.close();
	setUp.close();
	equal(radio.take(), ["close"]);
	equal(wish("Other"), false);
	setUp.look();
	clock.advance(10_000);
	equal(radio.take(), []);
});
