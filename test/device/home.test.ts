import { Board } from "../../src/device/board.js";
import { brokerAddressOf, brokerKeys } from "../../src/device/brokeraddress.js";
import { Commands } from "../../src/device/commands.js";
import { Diagnostics } from "../../src/device/diagnostics.js";
import { rememberBroker } from "../../src/device/formerbroker.js";
import { type Home, openHome, shortFarewell } from "../../src/device/home.js";
import { SwitchNames } from "../../src/device/names.js";
import type { MQTTSettings } from "../../src/device/settings.js";
import { Outbox } from "../../src/server/outbox.js";
import { Traffic } from "../../src/server/traffic.js";
import { Switches } from "../../src/switches/switches.js";
import { accepted } from "../fakes/broker.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { asciiOf, text } from "../fakes/text.js";
import { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, hex, test } from "../harness.js";

function brokerAt(host: string, changes: Partial<MQTTSettings> = {}): MQTTSettings {
	const address = brokerAddressOf(`mqtt://${host}`);
	if (typeof address === "string") throw new Error(address);
	return { address, user: "", password: "", prefix: "d", discoveryPrefix: "h", ...changes };
}

const [brokerKey, formerKey] = brokerKeys;

/** One start after the other of a board with one flash. */
class House {
	readonly preferences = new FakePreferences();
	readonly lines: string[] = [];
	clock = new FakeClock();
	home: Home | undefined;
	diagnostics!: Diagnostics;
	/** The connections of this start, with whom they were made. */
	readonly transports: (readonly [ip: string, transport: FakeTransport])[] = [];
	private readonly log = (line: string) => void this.lines.push(line);

	start(mqtt: MQTTSettings | undefined): this {
		const { clock, preferences, log } = this;
		this.transports.length = 0;
		const settings = { name: "board", board: "", version: "", build: "", maxClients: 1, maxMessage: 500 };
		const vitals = { reset: undefined, resets: undefined, heap: undefined, slots: undefined, chunks: undefined };
		const network = {
			onChanged() {},
			join() {},
			leave() {},
			fault: undefined,
			linked: true,
			spot: undefined,
			address: "10.0.0.2",
			lost: false,
			signal: undefined,
			mac: "AA:BB",
		};
		const uptime = { ms: 0 };
		const device = { settings, vitals, network, traffic: new Traffic(), uptime, clock };
		const leds = { count: 0, write() {} };
		const board = new Board({ name: "board", switches: new Switches(0, 0), leds, lit: 0, uptime });
		const names = new SwitchNames({ preferences, clock, log });
		this.diagnostics = new Diagnostics(device);
		this.home = openHome({
			mqtt,
			preferences,
			port: 80,
			device,
			board,
			names,
			diagnostics: this.diagnostics,
			commands: new Commands({ board, names, text }),
			sockets: {
				resolve: (host, onResolved) => onResolved(host),
				connect: (ip) => {
					const transport = new FakeTransport();
					this.transports.push([ip, transport]);
					return transport;
				},
			},
			hub: {
				clock,
				text,
				mask() {},
				log,
				site: { sha1: () => "" },
				outboxOf: (transport) => new Outbox(transport),
			},
		});
		this.home?.start();
		return this;
	}

	get transport(): FakeTransport {
		const last = this.transports.at(-1);
		if (!last) throw new Error("no connection");
		return last[1];
	}

	/** The broker accepts; what is sent from then on. */
	accept(): string {
		this.transport.drain(8192);
		this.transport.take();
		this.transport.arrive(bytesOf(accepted));
		return hex(this.transport.take());
	}

	acknowledge(...ids: number[]): void {
		for (const id of ids) this.transport.arrive(Uint8Array.of(0x40, 2, 0, id));
	}

	/** What the device page says of the broker. */
	get state(): unknown {
		return JSON.parse(this.diagnostics.message).device.mqtt;
	}
}

/** A board that was at a broker, and is another one now. */
function moved(present: MQTTSettings | undefined): House {
	const house = new House();
	rememberBroker({ ...house, text, log() {} }, brokerAt("old"));
	return house.start(present);
}

const configCleared = "33 18 0014 'h/device/aabb/config' 0001";
const cleared = hex(bytesOf(configCleared));

test("without a broker, and without a former one, there is nothing", () => {
	const house = new House().start(undefined);
	equal([house.home, house.clock.waiting, house.preferences.writes, house.state], [undefined, 0, [], undefined]);
});

test("the broker is written down before anything is retained there, not before it has accepted", () => {
	const house = new House().start(brokerAt("lan"));
	equal([house.transports.length, house.preferences.writes], [1, []]);
	equal(house.accept() === "", false);
	equal([house.preferences.writes.length, house.state], [1, "connected"]);
});

test("with the broker turned off, what it keeps is taken away, and then nothing is left", () => {
	const house = moved(undefined);
	equal(house.state, "leaving old: connecting");
	house.transport.drain(8192);
	const connect = house.transport.take();
	// The client identifier is the board's, so that the will of its former connection comes before; there is none of this one.
	equal([asciiOf(connect.subarray(14)), connect[9]], ["dipsocket-aabb", 0x02]);
	house.transport.arrive(bytesOf(accepted));
	const more = "33 10 000c 'd/aabb/state' 0002 33 11 000d 'd/aabb/status' 0003";
	equal(hex(house.transport.take()), hex(bytesOf(`${configCleared} ${more}`)));
	house.acknowledge(1, 2);
	house.clock.advance(1000);
	equal([house.transport.closed, house.preferences.kept.has(formerKey)], [false, true]);
	house.acknowledge(3);
	house.clock.advance(0);
	equal([house.transport.closed, house.preferences.kept.size], [true, 0]);
	equal(hex(house.transport.take()), "e000", "DISCONNECT");
	equal([house.clock.waiting, house.state, house.lines.at(-1)], [0, undefined, "mqtt: old is left"]);
	house.clock.advance(1_000_000);
	equal(house.transports.length, 1);
	house.home?.stop();
	house.home?.start();
	equal(house.start(undefined).home, undefined);
});

test("a connection that is lost on the way is made again, and everything is said again", () => {
	const house = moved(undefined);
	house.accept();
	house.acknowledge(1, 2);
	house.transport.finish();
	// Identifiers go on.
	const again = hex(
		bytesOf("33 18 0014 'h/device/aabb/config' 0004 33 10 000c 'd/aabb/state' 0005 33 11 000d 'd/aabb/status' 0006"),
	);
	house.clock.advance(3000);
	equal([house.transports.length, house.accept()], [2, again]);
	house.acknowledge(4, 5, 6);
	house.clock.advance(0);
	equal(house.preferences.kept.size, 0);
});

test("the network that goes and comes stops and starts it", () => {
	const house = moved(undefined);
	house.home?.stop();
	equal([house.transport.closed, house.state], [true, "leaving old: no network"]);
	house.clock.advance(60_000);
	equal(house.transports.length, 1);
	house.home?.start();
	equal([house.transports.length, house.accept().startsWith(cleared)], [2, true]);
});

test("the next broker has its turn when the former one is left", () => {
	const house = moved(brokerAt("new"));
	equal(
		house.transports.map(([ip]) => ip),
		["old"],
	);
	house.accept();
	house.acknowledge(1, 2, 3);
	house.clock.advance(0);
	equal(
		house.transports.map(([ip]) => ip),
		["old", "new"],
	);
	house.accept();
	equal([house.state, [...house.preferences.kept.keys()]], ["connected", [brokerKey]]);
});

test("the next broker does not wait long for a former one that is gone, which is tried again with the next start", () => {
	const house = moved(brokerAt("new"));
	house.clock.advance(shortFarewell);
	equal(house.transports.at(-1)?.[0], "new");
	house.accept();
	equal([house.state, [...house.preferences.kept.keys()].sort()], ["connected", [...brokerKeys].sort()]);
	house.start(brokerAt("new"));
	equal(house.transports[0]?.[0], "old");
});

test("the network may be away when the former broker is given up", () => {
	const house = moved(brokerAt("new"));
	house.home?.stop();
	house.clock.advance(shortFarewell);
	equal(house.transports.length, 1);
	house.home?.start();
	equal(house.transports.at(-1)?.[0], "new");
});

test("turned off in the middle: only what the next settings do not have is taken away", () => {
	const house = moved(brokerAt("old", { discoveryPrefix: "" }));
	equal(house.accept(), cleared);
	house.acknowledge(1);
	house.clock.advance(0);
	equal(house.transports.length, 2);
	house.accept();
	equal(house.state, "connected");
});
