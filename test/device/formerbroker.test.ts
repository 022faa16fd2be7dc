import { brokerAddressOf, brokerKeys } from "../../src/device/brokeraddress.js";
import {
	type BrokerMemory,
	brokerToLeave,
	forgetFormerBroker,
	longestRecord,
	mostTries,
	rememberBroker,
} from "../../src/device/formerbroker.js";
import type { MQTTSettings } from "../../src/device/settings.js";
import { FakePreferences } from "../fakes/preferences.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function brokerAt(url: string, changes: Partial<MQTTSettings> = {}): MQTTSettings {
	const address = brokerAddressOf(url);
	if (typeof address === "string") throw new Error(address);
	return { address, user: "me", password: "secret", prefix: "dip", discoveryPrefix: "ha", ...changes };
}

const lan = brokerAt("mqtt://broker.lan");
const [brokerKey, formerKey] = brokerKeys;

class Memory implements BrokerMemory {
	readonly preferences = new FakePreferences();
	readonly text = text;
	readonly lines: string[] = [];
	readonly log = (line: string) => void this.lines.push(line);

	/** What is left with another start. */
	leaves(present: MQTTSettings | undefined): string {
		const former = brokerToLeave(this, "aabb", present);
		return former ? `${former.mqtt.address.host} ${former.topics.join(" ")}` : "nothing";
	}
}

const everything = "broker.lan ha/device/aabb/config dip/aabb/state dip/aabb/status";

test("a board that was never at a broker leaves nothing, and writes nothing", () => {
	const memory = new Memory();
	equal([memory.leaves(undefined), memory.leaves(lan)], ["nothing", "nothing"]);
	equal([memory.preferences.writes, memory.lines], [[], []]);
});

test("the broker is written down once, and again when its password is another", () => {
	const memory = new Memory();
	for (let i = 0; i < 3; i++) rememberBroker(memory, lan);
	const record =
		'{"mqtt":"mqtt://broker.lan:1883","mqttUser":"me","mqttPassword":"secret","mqttPrefix":"dip","discoveryPrefix":"ha"}';
	equal(memory.preferences.writes, [`${brokerKey}=${record}`]);
	const other = { ...lan, password: "other" };
	equal([memory.leaves(lan), memory.leaves(other)], ["nothing", "nothing"]);
	rememberBroker(memory, other);
	equal(memory.preferences.writes.length, 2);
});

test("what the settings do not say any more is left", () => {
	const cases: readonly (readonly [MQTTSettings | undefined, string])[] = [
		[undefined, everything],
		[brokerAt("mqtt://other.lan"), everything],
		[brokerAt("mqtt://broker.lan:1884"), everything],
		[brokerAt("ws://broker.lan/mqtt"), everything],
		[{ ...lan, discoveryPrefix: "" }, "broker.lan ha/device/aabb/config"],
		[{ ...lan, discoveryPrefix: "other" }, "broker.lan ha/device/aabb/config"],
		[{ ...lan, prefix: "other" }, "broker.lan dip/aabb/state dip/aabb/status"],
		[{ ...lan, user: "", password: "" }, "nothing"],
		[brokerAt("mqtt://broker.lan:1883"), "nothing"],
	];
	for (const [present, expected] of cases) {
		const memory = new Memory();
		rememberBroker(memory, lan);
		equal(memory.leaves(present), expected);
	}
	const quiet = new Memory();
	rememberBroker(quiet, { ...lan, discoveryPrefix: "" });
	equal(quiet.leaves(undefined), "broker.lan dip/aabb/state dip/aabb/status");
});

test("every kind of address comes back as it was", () => {
	for (const url of ["mqtt://h:1", "ws://h:80/a?b", "ws://[fe80::1]:81/mqtt", "mqtt://[::1]:1883"]) {
		const memory = new Memory();
		rememberBroker(memory, brokerAt(url));
		equal(brokerToLeave(memory, "aabb", undefined)?.mqtt, brokerAt(url));
	}
});

test("a former broker is tried in some starts, then it is given up; a new one does not displace it", () => {
	const memory = new Memory();
	rememberBroker(memory, lan);
	const other = brokerAt("mqtt://other.lan");
	for (let i = 0; i < mostTries; i++) {
		equal(memory.leaves(other), everything, String(i));
		rememberBroker(memory, other);
	}
	equal(memory.leaves(other), "nothing");
	equal(memory.lines, ["mqtt: broker.lan cannot be reached, and keeps what it was told"]);
	equal([...memory.preferences.kept.keys()], [brokerKey]);
});

test("once it is left, nothing of it is kept", () => {
	const memory = new Memory();
	rememberBroker(memory, lan);
	memory.leaves(undefined);
	forgetFormerBroker(memory);
	equal([memory.preferences.kept.size, memory.leaves(undefined)], [0, "nothing"]);
});

test("a broker that is the present one again is not left", () => {
	const memory = new Memory();
	rememberBroker(memory, lan);
	equal([memory.leaves(undefined), memory.leaves(lan)], [everything, "nothing"]);
	equal(memory.preferences.kept.size, 0);
});

test("what is no record is dropped, with a line; and no fault of the flash is one of the firmware", () => {
	const strange = [
		7,
		"",
		"{",
		"[]",
		'{"mqtt":""}',
		'{"mqtt":"mqtt://h","mqttUser":"","mqttPassword":"","mqttPrefix":"#","discoveryPrefix":""}',
		`{"mqtt":"mqtt://h","x":"${"x".repeat(longestRecord)}"}`,
	];
	for (const key of brokerKeys)
		for (const value of strange) {
			const memory = new Memory();
			memory.preferences.kept.set(key, value);
			equal([memory.leaves(undefined), memory.lines.length, memory.preferences.kept.size], ["nothing", 1, 0]);
		}
	const memory = new Memory();
	memory.preferences.full = true;
	rememberBroker(memory, lan);
	memory.preferences.kept.set(brokerKey, '{"mqtt":""}');
	equal(memory.leaves(lan), "nothing");
	memory.preferences.unreadable = true;
	rememberBroker(memory, lan);
	equal(memory.leaves(lan), "nothing");
	forgetFormerBroker(memory);
	equal(memory.lines.length, 6);
});

test("a count of tries that was tampered with has a bound", () => {
	for (const tries of ["1e9", "-5", "x", "Infinity"]) {
		const memory = new Memory();
		rememberBroker(memory, lan);
		memory.leaves(undefined);
		const record = String(memory.preferences.kept.get(formerKey)).replace(/"tries":"\d"/, `"tries":"${tries}"`);
		memory.preferences.kept.set(formerKey, record);
		let starts = 0;
		while (memory.leaves(undefined) !== "nothing") if (++starts > mostTries) throw new Error(`endless with ${tries}`);
	}
});
