import { Diagnostics, type DiagnosticsOptions, diagnosticsInterval } from "../../src/device/diagnostics.js";
import { Uptime } from "../../src/device/uptime.js";
import { Traffic } from "../../src/server/traffic.js";
import { FakeClock } from "../fakes/clock.js";
import { equal, test, throws } from "../harness.js";

const nothing = { reset: undefined, resets: undefined, heap: undefined, slots: undefined, chunks: undefined };

function diagnosticsOf(changes: Partial<DiagnosticsOptions> = {}) {
	const clock = new FakeClock(0x7fff_ff00);
	const uptime = new Uptime(clock);
	const state = { followed: true };
	const told: number[] = [];
	const diagnostics = new Diagnostics({
		settings: { name: "board", board: "ESP32", version: "1.2.3", build: "6d0e38a", maxClients: 8 },
		vitals: nothing,
		network: { address: undefined, signal: undefined },
		traffic: Object.assign(new Traffic(), { clients: 2 }),
		uptime,
		clock,
		...changes,
	});
	diagnostics.onChange = () => {
		if (state.followed) told.push(uptime.ms);
		return state.followed;
	};
	return { diagnostics, clock, state, told };
}

const parsed = (diagnostics: Diagnostics) => JSON.parse(diagnostics.message).device;

test("everything that can be known", () => {
	const traffic = Object.assign(new Traffic(), {
		clients: 2,
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
		slots: { used: 1900, size: 3072 },
		chunks: { used: 10_704, size: 61_440 },
	};
	const { diagnostics, clock } = diagnosticsOf({ traffic, vitals, network: { address: "10.0.0.7", signal: -61 } });
	clock.advance(1000);
	equal(parsed(diagnostics), {
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
		slots: { used: 1900, size: 3072 },
		chunks: { used: 10_704, size: 61_440 },
	});
});

test("what cannot be known is left out", () => {
	const settings = { name: "board", board: "desktop", version: "1.2.3", build: "", maxClients: 8 };
	const { diagnostics } = diagnosticsOf({ settings, vitals: { ...nothing, heap: { free: 5 } } });
	const keys = ["name", "board", "version", "uptime", "clients", "messages", "bytes", "coalesced", "heap"];
	equal(Object.keys(parsed(diagnostics)), keys);
	equal(parsed(diagnostics).heap, { free: 5 });
});

test("told every two seconds while somebody follows, and no timer runs otherwise", () => {
	const { diagnostics, clock, state, told } = diagnosticsOf();
	clock.advance(10_000);
	equal(told, []);
	diagnostics.followed();
	diagnostics.followed();
	clock.advance(3 * diagnosticsInterval);
	equal(told.splice(0), [12_000, 14_000, 16_000]);
	state.followed = false;
	clock.advance(10 * diagnosticsInterval);
	state.followed = true;
	clock.advance(10 * diagnosticsInterval);
	equal(told, [], "nobody has come again");
	diagnostics.followed();
	clock.advance(diagnosticsInterval);
	equal(told.length, 1);
});

test("a failure is not the end of it", () => {
	let failures = 1;
	const { diagnostics, clock } = diagnosticsOf();
	diagnostics.onChange = () => {
		if (failures-- > 0) throw new Error("no vitals");
		return true;
	};
	diagnostics.followed();
	throws(() => clock.advance(diagnosticsInterval), "no vitals");
	clock.advance(diagnosticsInterval);
	equal(failures, -1);
});
