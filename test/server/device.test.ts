import { Device, type DeviceOptions, deviceInterval } from "../../src/server/device.js";
import { Traffic } from "../../src/server/traffic.js";
import { Uptime } from "../../src/server/uptime.js";
import { FakeClock } from "../fakes/clock.js";
import { text } from "../fakes/text.js";
import { equal, test, throws } from "../harness.js";

const nothing = { reset: undefined, resets: undefined, heap: undefined, slots: undefined, chunks: undefined };

function deviceOf(changes: Partial<DeviceOptions> = {}) {
	const clock = new FakeClock(0x7fff_ff00);
	const uptime = new Uptime(clock);
	const state = { watched: true };
	const told: number[] = [];
	const device = new Device({
		settings: { name: "board", board: "ESP32", version: "1.2.3", build: "6d0e38a", maxClients: 8 },
		vitals: nothing,
		radio: { address: undefined, signal: undefined },
		traffic: new Traffic(),
		uptime,
		clock,
		text,
		clients: () => 2,
		tell: () => {
			if (state.watched) told.push(uptime.ms);
			return state.watched;
		},
		...changes,
	});
	return { device, clock, state, told };
}

const parsed = (device: Device) => JSON.parse(device.message).device;

test("everything that can be known", () => {
	const traffic = Object.assign(new Traffic(), {
		most: 4,
		refused: 1,
		messagesIn: 12,
		messagesOut: 345,
		bytesIn: 1234,
		bytesOut: 5_000_000_000,
		coalesced: 7,
	});
	const vitals = {
		reset: "power on",
		resets: 3,
		heap: { free: 143_000, least: 120_000 },
		slots: { used: 3900, size: 4928 },
		chunks: { used: 10_704, size: 78_848 },
	};
	const { device, clock } = deviceOf({ traffic, vitals, radio: { address: "10.0.0.7", signal: -61 } });
	clock.advance(1000);
	equal(parsed(device), {
		name: "board",
		board: "ESP32",
		version: "1.2.3",
		build: "6d0e38a",
		address: "10.0.0.7",
		signal: -61,
		uptime: 1000,
		reset: "power on",
		resets: 3,
		clients: { now: 2, most: 4, refused: 1, limit: 8 },
		messages: { in: 12, out: 345 },
		bytes: { in: 1234, out: 5_000_000_000 },
		coalesced: 7,
		heap: { free: 143_000, least: 120_000 },
		slots: { used: 3900, size: 4928 },
		chunks: { used: 10_704, size: 78_848 },
	});
});

test("what cannot be known is left out", () => {
	const settings = { name: "board", board: "desktop", version: "1.2.3", build: "", maxClients: 8 };
	const { device } = deviceOf({ settings, vitals: { ...nothing, heap: { free: 5 } } });
	const keys = ["name", "board", "version", "uptime", "clients", "messages", "bytes", "coalesced", "heap"];
	equal(Object.keys(parsed(device)), keys);
	equal(parsed(device).heap, { free: 5 });
});

test("told every two seconds while somebody watches, and no timer runs otherwise", () => {
	const { device, clock, state, told } = deviceOf();
	clock.advance(10_000);
	equal(told, []);
	device.watched();
	device.watched();
	clock.advance(3 * deviceInterval);
	equal(told.splice(0), [12_000, 14_000, 16_000]);
	state.watched = false;
	clock.advance(10 * deviceInterval);
	state.watched = true;
	clock.advance(10 * deviceInterval);
	equal(told, [], "nobody has come again");
	device.watched();
	clock.advance(deviceInterval);
	equal(told.length, 1);
});

test("a failure is not the end of it", () => {
	let failures = 1;
	const { device, clock } = deviceOf({
		tell: () => {
			if (failures-- > 0) throw new Error("no vitals");
			return true;
		},
	});
	device.watched();
	throws(() => clock.advance(deviceInterval), "no vitals");
	clock.advance(deviceInterval);
	equal(failures, -1);
});
