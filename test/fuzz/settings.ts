/*
	Forms, and records of stored settings and of former brokers, made and mutated.

	What must hold:
	- a form is read as what was written, or is none; what is read and written again is read as the same;
	- whatever is in the two slots, reading it gives settings that hold, without an exception; a whole record is not lost to what
	  lies beside it; and the next change is kept;
	- whatever the record of a broker is, it names one with topics to be left or is dropped, and is not tried without end.
*/

import { brokerKeys } from "../../src/device/brokeraddress.js";
import { brokerToLeave, mostTries, rememberBroker } from "../../src/device/formerbroker.js";
import { mqttSettings } from "../../src/device/settings.js";
import { longestRecord, StoredSettings, storedKeys } from "../../src/device/stored.js";
import { formType, readForm } from "../../src/http/form.js";
import { FakePreferences } from "../fakes/preferences.js";
import { config } from "../fakes/server.js";
import { asciiOf, text } from "../fakes/text.js";
import { charactersOf, type Random } from "../harness.js";
import { mutate } from "./bytes.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";

const values = ["", "Home", "open sesame", "a&b=c+d%", "0123456789abcdef", "all", "control", "x".repeat(40), '"\\'];

const coded = (value: string): string => encodeURIComponent(value).replaceAll("%20", "+");

function form(random: Random): void {
	const fields = Array.from(
		{ length: random.below(5) },
		() => [pick(random, storedKeys), pick(random, values)] as const,
	);
	const written = charactersOf(fields.map(([name, value]) => `${coded(name)}=${coded(value)}`).join("&"));
	const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
	demand(same(readForm(written, text), fields), `${formType}: ${asciiOf(written)}`);
	let strange: Uint8Array = written;
	for (let i = random.below(3); i >= 0; i--) strange = mutate(random, strange);
	const read = readForm(strange, text);
	// The tests' decoder knows ASCII alone.
	if (!read || read.flat().some((part) => part.includes("\ufffd"))) return;
	const again = charactersOf(read.map(([name, value]) => `${coded(name)}=${coded(value)}`).join("&"));
	const named = read.filter(([name, value]) => name !== "" || value !== "" || !same(read, []));
	demand(same(readForm(again, text), named), `read as ${JSON.stringify(read)}`);
}

function record(random: Random): void {
	const preferences = new FakePreferences();
	const lines: string[] = [];
	const stored = new StoredSettings({ preferences, config, text, log: (line) => lines.push(line) });
	for (let i = random.below(4); i > 0; i--) {
		const change = [[pick(random, storedKeys), pick(random, values)]] as const;
		if (!stored.faultOf(change)) stored.change(change);
	}
	const before = stored.read();
	// Of two records the newest counts: whatever happens to the other one does not matter.
	const [newest] = [...preferences.writes].reverse();
	const other = newest?.startsWith("settings0") ? "settings1" : "settings0";
	const key = once(random, 2) ? other : pick(random, ["settings0", "settings1"]);
	const kept = preferences.kept.get(key);
	const strange = asciiOf(mutate(random, charactersOf(String(kept ?? "{}"))));
	preferences.kept.set(key, once(random, 20) ? random.next() : strange);
	const after = stored.read();
	if (key === other && newest && !isNewer(strange, newest.slice(10)))
		demand(after.ssid === before.ssid && after.name === before.name, "what lies beside a record changes it");
	const change = [["ssid", `net ${random.below(1000)}`]] as const;
	if (stored.faultOf(change)) {
		demand(
			charactersOf(String(kept)).length > longestRecord / 2 || lines.length > 0,
			`refused: ${stored.faultOf(change)}`,
		);
		return;
	}
	stored.change(change);
	demand(stored.read().ssid === change[0][1], "a change is lost");
}

/** Whether a record could be the newer one: its count is another than it was. */
function isNewer(record: string, newest: string): boolean {
	const countOf = (text: string) =>
		Number(/^\{\s*"record"\s*:\s*"[^"]*"\s*,\s*"change"\s*:\s*"([^"]*)"/.exec(text)?.[1]);
	return ((countOf(record) - countOf(newest)) | 0) > 0 || Number.isNaN(countOf(record));
}

const brokers = ["mqtt://broker.lan", "ws://10.0.0.9:9001/mqtt", ""];

function former(random: Random): void {
	const memory = { preferences: new FakePreferences(), text, log() {} };
	const settings = () =>
		mqttSettings({ ...config, mqtt: pick(random, brokers), mqttPrefix: pick(random, ["a", "b/c"]), mqttUser: "" });
	const first = settings();
	if (first) rememberBroker(memory, first);
	if (once(random, 2)) brokerToLeave(memory, "aabb", settings());
	const key = pick(random, brokerKeys);
	const record = charactersOf(String(memory.preferences.kept.get(key) ?? "{}"));
	memory.preferences.kept.set(key, once(random, 20) ? random.next() : asciiOf(mutate(random, record)));
	const present = settings();
	let starts = 0;
	for (; starts <= mostTries; starts++) {
		const left = brokerToLeave(memory, "aabb", present);
		if (!left) break;
		demand(left.topics.length > 0 && left.mqtt.address.host !== "", "nothing is to be left");
	}
	demand(starts <= mostTries, "a former broker is tried without end");
	demand(!memory.preferences.kept.has(brokerKeys[1]), "what is not tried any more is kept");
}

export const settingsFuzzer: Fuzzer = {
	name: "settings",
	round(random) {
		if (once(random, 3)) former(random);
		else if (once(random, 2)) form(random);
		else record(random);
	},
};
