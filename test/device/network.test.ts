import { firstPause, longestPause, Network } from "../../src/device/network.js";
import type { JoinFault } from "../../src/device/ports.js";
import { FakeClock } from "../fakes/clock.js";
import { equal, test } from "../harness.js";

const patience = 300_000;

/** A network whose ups and downs the test decides. */
function networkOf(failures: { join?: number; up?: number } = {}, ssid = "net") {
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
		found: undefined,
		scan() {},
		leave() {
			events.push("leave");
			radio.address = undefined;
			radio.lost = true;
		},
		join() {
			events.push(`join ${clock.now()}`);
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
	return { clock, radio, happened };
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
