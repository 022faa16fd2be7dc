import { attemptLimit, tryPause } from "../../src/device/attempt.js";
import { Improv, lookAgain, quietTime } from "../../src/device/improv.js";
import { lookInterval } from "../../src/device/look.js";
import { Network } from "../../src/device/network.js";
import type { FoundNetwork, SerialEvents } from "../../src/device/ports.js";
import { StoredSettings } from "../../src/device/stored.js";
import { checksumOf, encodeByte, encodeResult, PacketType } from "../../src/improv/packet.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { FakeRadio } from "../fakes/radio.js";
import { config } from "../fakes/server.js";
import { text } from "../fakes/text.js";
import { bytesOf, charactersOf, concat, equal, hex, test } from "../harness.js";

const home: FoundNetwork = { ssid: "Home", signal: -50, secured: true };

const settings = commandOf("01", "04 'Home' 0b 'open sesame'");
const state = commandOf("02");
const networks = commandOf("04");
const rename = commandOf("05", "'well'");

function commandOf(command: string, notation = "00*0"): Uint8Array {
	const data = bytesOf(notation);
	const packet = concat([
		bytesOf("'IMPROV' 01 03"),
		new Uint8Array([2 + data.length]),
		bytesOf(command),
		new Uint8Array([data.length]),
		data,
	]);
	return concat([packet, new Uint8Array([checksumOf(packet, packet.length)])]);
}

function begin(ssid = "") {
	const clock = new FakeClock();
	const radio = new FakeRadio();
	const preferences = new FakePreferences();
	const lines: string[] = [];
	const log = (line: string) => void lines.push(line);
	const stored = new StoredSettings({ preferences, config, text, log });
	const network = new Network({
		network: radio,
		credentials: ssid ? { ssid, password: "" } : undefined,
		patience: 0,
		preferences,
		clock,
		log,
		onUp: () => improv.changed(),
		onDown: () => improv.changed(),
	});
	let sent: string[] = [];
	const port = {
		events: undefined as SerialEvents | undefined,
		wake() {
			for (let packet = port.events?.next(); packet; packet = port.events?.next()) sent.push(contentOf(packet));
		},
	};
	let restarts = 0;
	const improv = new Improv({
		openSerial: () => port,
		pins: { transmit: 1, receive: 3 },
		settings: stored.read(),
		network,
		stored,
		door: { port: 80 },
		hub: { clock, text, log },
		restart: () => restarts++,
	});
	network.begin(() => {});
	const said = () => {
		const all = sent;
		sent = [];
		return all;
	};
	const send = (bytes: Uint8Array) => port.events?.onBytes(bytes.slice());
	return { clock, radio, preferences, stored, network, lines, send, said, restarts: () => restarts };
}

const contentOf = (packet: Uint8Array): string => hex(packet.subarray(7, packet.length - 2));

const [ready, provisioning, provisioned] = [2, 3, 4].map((state) => contentOf(encodeByte(PacketType.state, state)));
const [noError, unableToConnect, badHostname, unknown] = [0, 3, 5, 255].map((fault) =>
	contentOf(encodeByte(PacketType.error, fault)),
);
const url = "http://192.168.1.5/";
const resultOf = (command: number, ...texts: string[]) =>
	contentOf(
		encodeResult(
			command,
			texts.map((item) => charactersOf(item)),
		),
	);

test("it says nothing unless it is spoken to", () => {
	const { radio, said, clock } = begin("Home");
	radio.joined("192.168.1.5");
	clock.advance(60_000);
	equal(said(), []);
});

test("settings that work are stored, and it says where it is", () => {
	const { radio, stored, send, said, network } = begin();
	send(state);
	equal(said(), [noError, ready]);
	send(settings);
	equal([said(), radio.take()], [[noError, provisioning], ["join Home open sesame"]]);
	radio.joined("192.168.1.5");
	equal(said(), [provisioned, resultOf(1, url)]);
	equal([stored.textOf("ssid"), stored.textOf("password"), network.isUp], ["Home", "open sesame", true]);
	send(state);
	equal(said(), [noError, provisioned, resultOf(2, url)]);
});

test("settings that do not work are an error, and not stored", () => {
	const { clock, radio, stored, send, said, lines } = begin();
	send(settings);
	said();
	radio.refused("password");
	clock.advance(tryPause);
	radio.refused("password");
	equal([said(), stored.textOf("ssid")], [[unableToConnect, ready], ""]);
	equal(lines.at(-1), "Improv: “Home” did not take this password.");
	send(settings);
	said();
	clock.advance(attemptLimit);
	equal(said(), [unableToConnect, ready]);
});

test("what no access point takes is not tried, nor a second network beside the first", () => {
	const { radio, send, said, network } = begin();
	send(commandOf("01", "04 'Home' 03 'abc'"));
	equal([said(), radio.take()], [[unableToConnect, ready], []]);
	network.try({ ssid: "Other", password: "" }, () => {});
	radio.take();
	send(settings);
	equal([said(), radio.take()], [[unableToConnect, provisioning], []]);
});

test("a flash that does not take it is another error", () => {
	const { radio, preferences, send, said } = begin();
	preferences.full = true;
	send(settings);
	said();
	radio.joined("192.168.1.5");
	equal(said().includes(unknown), true);
	send(rename);
	equal(said(), [unknown]);
});

test("a look is told again for a while", () => {
	const { clock, radio, send, said } = begin();
	const answers = [resultOf(4, "Home", "-50", "YES"), resultOf(4)];
	send(networks);
	radio.found = [home];
	clock.advance(lookInterval);
	equal([said(), radio.take()], [[noError, ...answers], ["scan"]]);
	send(networks);
	equal([said(), radio.take()], [[noError, ...answers], []]);
	clock.advance(lookAgain);
	send(networks);
	equal([said(), radio.take()], [[noError], ["scan"]]);
	radio.found = [];
	clock.advance(lookInterval);
	equal(said(), [resultOf(4)]);
	send(networks);
	equal([said(), radio.take()], [[noError], ["scan"]], "nothing is not told again");
});

test("another name is stored, and taken once nobody has said anything for a while", () => {
	const { clock, send, said, stored, restarts } = begin();
	send(rename);
	equal([said(), stored.textOf("name")], [[noError, resultOf(5, "well")], "well"]);
	for (let i = 0; i < 5; i++) {
		clock.advance(quietTime - 1);
		send(state);
	}
	equal(restarts(), 0);
	clock.advance(3 * quietTime);
	equal(restarts(), 1);
	said();
	send(commandOf("05", "'-well'"));
	equal(said(), [badHostname]);
	equal(stored.textOf("name"), "well");
});

test("an attempt is not cut short by another name", () => {
	const { clock, radio, send, restarts } = begin();
	send(rename);
	send(settings);
	clock.advance(2 * quietTime);
	equal(restarts(), 0);
	radio.joined("192.168.1.5");
	clock.advance(2 * quietTime);
	equal(restarts(), 1);
});

test("a port that is in use is logged", () => {
	const clock = new FakeClock();
	const lines: string[] = [];
	const log = (line: string) => void lines.push(line);
	const stored = new StoredSettings({ preferences: new FakePreferences(), config, text, log });
	const radio = new FakeRadio();
	const network = new Network({
		network: radio,
		credentials: undefined,
		patience: 0,
		preferences: new FakePreferences(),
		clock,
		log,
		onUp() {},
		onDown() {},
	});
	const improv = new Improv({
		openSerial() {
			throw new Error("in use");
		},
		pins: { transmit: 1, receive: 3 },
		settings: stored.read(),
		network,
		stored,
		door: { port: 80 },
		hub: { clock, text, log },
		restart() {},
	});
	improv.changed();
	equal(lines, ["Improv: Error: in use"]);
});
