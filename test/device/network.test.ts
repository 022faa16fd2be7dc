import { lookInterval } from "../../src/device/look.js";
import { firstPause, longestPause, Network, spotLimit } from "../../src/device/network.js";
import type { Credentials, FoundNetwork, JoinFault, Spot } from "../../src/device/ports.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { equal, test } from "../harness.js";

const patience = 300_000;

/** A network whose ups and downs the test decides. */
function networkOf(failures: { join?: number; up?: number } = {}, ssid = "net", preferences = new FakePreferences()) {
	const clock = new FakeClock();
	const events: string[] = [];
	const radio = {
		onChanged() {},
		address: undefined as string | undefined,
		lost: true,
		fault: undefined as JoinFault | undefined,
		linked: false,
		signal: undefined,
		mac: undefined,
		found: undefined as readonly FoundNetwork[] | undefined,
		spot: undefined as Spot | undefined,
		scan() {},
		leave() {
			events.push("leave");
			radio.address = undefined;
			radio.lost = true;
		},
		join(_credentials: Credentials, spot?: Spot) {
			events.push(`join ${clock.now()}${spot ? ` at ${spot.channel}` : ""}`);
			if (failures.join) {
				failures.join--;
				throw new Error("no radio");
			}
			radio.lost = false;
		},
		goes(address: string | undefined) {
			radio.address = address;
			radio.lost = address === undefined;
			radio.onChanged();
		},
	};
	const network = new Network({
		network: radio,
		credentials: ssid ? { ssid, password: "" } : undefined,
		patience,
		preferences,
		clock,
		log: (line) => events.push(line),
		onUp(address) {
			events.push(`up ${address}`);
			if (failures.up) {
				failures.up--;
				throw new Error("no port");
			}
		},
		onDown: () => events.push("down"),
	});
	network.begin(() => events.push(`stranded ${clock.now()}`));
	const happened = () => events.splice(0);
	return { network, clock, radio, happened };
}

test("joins, is up once, and is told when it is lost", () => {
	const { clock, radio, happened } = networkOf();
	radio.goes("10.0.0.2");
	radio.goes("10.0.0.2");
	equal(happened(), ["join 0", "up 10.0.0.2"]);
	radio.goes(undefined);
	radio.goes(undefined);
	clock.advance(longestPause);
	equal(happened(), ["down", "join 1000"]);
	radio.goes("10.0.0.3");
	equal(happened(), ["up 10.0.0.3"]);
});

test("pauses grow to a longest one, and begin anew after a success", () => {
	const { clock, radio, happened } = networkOf();
	happened();
	let pause = firstPause;
	let time = 0;
	for (let i = 0; i < 8; i++) {
		radio.goes(undefined);
		clock.advance(pause - 1);
		equal(happened(), [], `pause ${pause}`);
		clock.advance(1);
		time += pause;
		equal(happened(), [`join ${time}`]);
		pause = Math.min(2 * pause, longestPause);
	}
	radio.goes("10.0.0.2");
	happened();
	radio.goes(undefined);
	clock.advance(firstPause);
	equal(happened(), ["down", `join ${time + firstPause}`]);
});

test("a radio that throws is tried again", () => {
	const { clock, radio, happened } = networkOf({ join: 2 });
	clock.advance(3000);
	radio.goes("10.0.0.2");
	equal(happened(), [
		"join 0",
		"network: Error: no radio",
		"join 1000",
		"network: Error: no radio",
		"join 3000",
		"up 10.0.0.2",
	]);
});

test("what fails once the network is there is tried again, without joining again", () => {
	const { clock, radio, happened } = networkOf({ up: 1 });
	radio.goes("10.0.0.2");
	clock.advance(firstPause);
	equal(happened(), ["join 0", "up 10.0.0.2", "network: Error: no port", "up 10.0.0.2"]);
});

test("a network that comes back before the pause ends is not joined again", () => {
	const { clock, radio, happened } = networkOf();
	radio.goes("10.0.0.2");
	radio.goes(undefined);
	radio.goes("10.0.0.2");
	clock.advance(longestPause);
	equal(happened(), ["join 0", "up 10.0.0.2", "down", "up 10.0.0.2"]);
});

test("who is not there in time, or knows no network, is stranded, once", () => {
	const { clock, radio, happened } = networkOf();
	radio.goes(undefined);
	clock.advance(patience - 1);
	equal(
		happened().filter((event) => !event.startsWith("join")),
		[],
	);
	clock.advance(1);
	equal(happened().at(-1), `stranded ${patience}`);
	radio.goes("10.0.0.2");
	radio.goes(undefined);
	clock.advance(2 * patience);
	equal(
		happened().filter((event) => event.startsWith("stranded")),
		[],
	);
	equal(networkOf({}, "").happened(), ["stranded 0"]);
});

test("who has been there once is never stranded, and nothing waits for it", () => {
	const { clock, radio, happened } = networkOf();
	equal(clock.waiting, 1);
	radio.goes("10.0.0.2");
	equal(clock.waiting, 0);
	radio.goes(undefined);
	clock.advance(2 * patience);
	equal(
		happened().filter((event) => event.startsWith("stranded")),
		[],
	);
});

const at = { bssid: "02:00:5e:10:00:ff", channel: 6 };

/** One that has been in its network before. */
function returning(failures: { join?: number } = {}) {
	const preferences = new FakePreferences();
	const before = networkOf({}, "net", preferences);
	before.radio.spot = at;
	before.radio.goes("10.0.0.2");
	equal(preferences.writes.length, 1);
	return { ...networkOf(failures, "net", preferences), preferences };
}

test("the first time it goes to where the access point was; later it looks around", () => {
	const { clock, radio, happened, preferences } = returning();
	equal(happened(), ["join 0 at 6"]);
	radio.linked = true;
	clock.advance(spotLimit);
	radio.spot = at;
	radio.goes("10.0.0.2");
	equal([happened(), preferences.writes.length], [["up 10.0.0.2"], 1]);
	radio.linked = false;
	radio.goes(undefined);
	clock.advance(firstPause);
	equal(happened(), ["down", `join ${spotLimit + firstPause}`]);
});

test("an access point that is somewhere else is looked for, and remembered there", () => {
	const { clock, radio, happened, preferences } = returning();
	clock.advance(spotLimit - 1);
	equal(happened(), ["join 0 at 6"]);
	clock.advance(1);
	equal(happened(), [`join ${spotLimit}`]);
	radio.linked = true;
	radio.spot = { ...at, channel: 11 };
	radio.goes("10.0.0.2");
	clock.advance(longestPause);
	equal([happened(), preferences.writes.length], [["up 10.0.0.2"], 2]);
	equal(networkOf({}, "net", preferences).happened(), ["join 0 at 11"]);
	equal(networkOf({}, "other", preferences).happened(), ["join 0"]);
});

test("a radio that cannot go there at once looks around a little later", () => {
	const { clock, happened } = returning({ join: 1 });
	clock.advance(firstPause);
	equal(happened(), ["join 0 at 6", "network: Error: no radio", "join 1000"]);
});

test("nothing is joined while it looks for networks", () => {
	const { network, clock, radio, happened } = networkOf();
	radio.goes(undefined);
	happened();
	const found: unknown[] = [];
	network.look((networks) => found.push(networks));
	network.look((networks) => found.push(networks));
	clock.advance(3 * firstPause);
	equal([happened(), found], [[], []]);
	radio.found = [];
	clock.advance(lookInterval);
	equal(found, [[], []]);
	clock.advance(longestPause);
	equal(happened().length > 0, true);
});

test("another network that is tried meanwhile is not disturbed", () => {
	const { network, clock, happened } = returning();
	network.try({ ssid: "other", password: "" }, () => {});
	happened();
	clock.advance(spotLimit);
	equal(happened(), []);
});
