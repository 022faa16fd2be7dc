import { Discovery, type DiscoveryOptions } from "../../src/device/discovery.js";
import { decodeCommand } from "../../src/switches/message.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";
import * as schema from "../vectors/homeassistant.js";

type Fields = Record<string, unknown>;

const topics = { state: "d/aabb/state", status: "d/aabb/status", set: "d/aabb/set", device: "d/aabb/device" };

const options: DiscoveryOptions = {
	id: "aabbccddeeff",
	topics,
	name: "Hall-2",
	board: "ESP32",
	version: "0.1.0",
	mac: "aa:bb:cc:dd:ee:ff",
	ledCount: 8,
	names: ["Pump", "", '"', "", "", "", "", ""],
	page: "http://192.168.1.5:80/",
	hasSignal: true,
	hasHeap: true,
};

/** The message, in its pieces. */
function piecesOf(changes: Partial<DiscoveryOptions> = {}): string[] {
	const discovery = new Discovery({ ...options, ...changes });
	const pieces: string[] = [];
	for (let place = 0; place < discovery.count; place++) pieces.push(discovery.piece(place));
	return pieces;
}

const messageOf = (changes?: Partial<DiscoveryOptions>): Fields => JSON.parse(piecesOf(changes).join(""));

/** With its abbreviations written out. */
function inFull(fields: Fields, abbreviations: Readonly<Record<string, string>>): Fields {
	const full: Fields = {};
	for (const key of Object.keys(fields)) full[abbreviations[key] ?? key] = fields[key];
	return full;
}

function check(fields: Fields, { required, optional }: { required: string[]; optional: string[] }, what: string): void {
	const keys = Object.keys(fields);
	equal(
		required.filter((key) => !keys.includes(key)),
		[],
		`${what} lacks`,
	);
	equal(
		keys.filter((key) => !required.includes(key) && !optional.includes(key)),
		[],
		`${what} has what is not known`,
	);
}

/** The entities by their keys, checked, their abbreviations written out. */
function entitiesOf(changes?: Partial<DiscoveryOptions>): [key: string, entity: Fields][] {
	const message = inFull(messageOf(changes), schema.abbreviations);
	return Object.entries(message.components as Record<string, Fields>).map(([key, entity]) => [
		key,
		inFull(entity, schema.abbreviations),
	]);
}

test("Home Assistant takes every key of the message", () => {
	const message = inFull(messageOf(), schema.abbreviations);
	check(message, schema.message, "the message");
	check(inFull(message.device as Fields, schema.deviceAbbreviations), schema.device, "device");
	check(inFull(message.origin as Fields, schema.deviceAbbreviations), schema.origin, "origin");
	const entities = entitiesOf();
	equal(entities.length, 8 + 8 + 3);
	for (const [key, entity] of entities) {
		const platform = schema.platforms[entity.platform as string];
		equal(platform !== undefined, true, `${key}: ${entity.platform}`);
		check(entity, platform, key);
	}
});

test("Home Assistant takes every value", () => {
	const { device, origin, ...shared } = inFull(messageOf(), schema.abbreviations);
	equal(device as Fields, {
		ids: ["dipsocket-aabbccddeeff"],
		name: "Hall-2",
		mf: "Dipsocket",
		mdl: "ESP32",
		sw: "0.1.0",
		cns: [["mac", "aa:bb:cc:dd:ee:ff"]],
		cu: "http://192.168.1.5:80/",
	});
	equal(origin as Fields, { name: "Dipsocket", sw: "0.1.0" });
	equal(
		[shared.state_topic, shared.command_topic, shared.availability_topic, shared.qos],
		[topics.state, topics.set, topics.status, 1],
	);
	const ids: unknown[] = [];
	for (const [key, entity] of entitiesOf()) {
		ids.push(entity.unique_id);
		equal(entity.default_entity_id, `${entity.platform}.hall_2_${key}`, "entity ids have no capitals and no hyphens");
		const { units, states } = schema.sensorClasses[entity.device_class as string] ?? { units: [], states: [] };
		if (entity.platform !== "sensor") continue;
		equal(units.includes(entity.unit_of_measurement as string), true, key);
		equal(states.includes(entity.state_class as string | undefined), true, key);
		equal([entity.state_topic, entity.entity_category], [topics.device, "diagnostic"]);
	}
	equal(new Set(ids).size, ids.length);
});

/** What a template of the one form that is used here makes of a message. */
function rendered(template: unknown, message: object): unknown {
	const path = String(template).replaceAll(/[{}() |]|int|\/ 1000|value_json\./g, "");
	return path.split(".").reduce<unknown>((value, key) => (value as Fields)[key], message);
}

test("templates find what the board says, and payloads are its words and commands", () => {
	const words = (name: string, word: string) =>
		Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${name}${i + 1}`, word]));
	const state = { dipSwitches: words("dip", "On"), leds: words("led", "Off") };
	const diagnostics = { device: { uptime: 5, signal: -60, heap: { free: 7 } } };
	for (const [key, entity] of entitiesOf()) {
		const value = rendered(entity.value_template, entity.state_topic ? diagnostics : state);
		equal(value !== undefined, true, key);
		if (entity.platform === "binary_sensor") equal(value, entity.payload_on, key);
		if (entity.platform !== "switch") continue;
		equal(value, entity.state_off, key);
		const context = { decode: text.decode, ledCount: 8, firstBox: 0 };
		const bit = 1 << (Number(key.slice(3)) - 1);
		equal(decodeCommand(text.encode(entity.payload_on as string), context), { command: "leds", mask: bit, on: bit });
		equal(decodeCommand(text.encode(entity.payload_off as string), context), { command: "leds", mask: bit, on: 0 });
	}
});

test("switches have their names", () => {
	equal(
		entitiesOf()
			.slice(0, 4)
			.map(([, { name }]) => name),
		["Pump", "Switch 2", '"', "Switch 4"],
	);
});

test("what is not known, and not there, is left out", () => {
	const less = { ledCount: 0, hasSignal: false, hasHeap: false, version: "", page: undefined };
	equal(
		entitiesOf(less).map(([key]) => key),
		["dip1", "dip2", "dip3", "dip4", "dip5", "dip6", "dip7", "dip8", "uptime"],
	);
	const { dev, o } = messageOf(less) as { dev: Fields; o: Fields };
	equal([Object.keys(dev), Object.keys(o)], [["ids", "name", "mf", "mdl", "cns"], ["name"]]);
});

test("each piece is small, the same whenever it is made, and the names are those of the beginning", () => {
	const names = [...options.names];
	const discovery = new Discovery({ ...options, names });
	const first = discovery.piece(1);
	names[0] = "Another";
	equal(discovery.piece(1), first);
	equal(
		piecesOf({ names: new Array(8).fill("x".repeat(24)) }).filter((piece) => piece.length > 400),
		[],
	);
});
