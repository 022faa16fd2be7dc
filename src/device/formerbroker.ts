/*
	Where this board has left retained messages. They outlive it at the broker, so when the settings say another broker, other
	prefixes or none, the former ones are needed once more, to take the messages away (farewell.ts). They come from the manifest
	or from stored settings, which are gone by then; so they are kept in the flash as a record of their own:

	    broker        where messages are retained now; written before the first one, if it is not there already
	    formerBroker  where messages are to be taken away, with the number of starts in which that is tried

	Limits: one former broker is remembered, the last; a password that is needed for that stays in the flash as long.
*/

import { readObject } from "../json/json.js";
import type { Log, Text } from "../server/ports.js";
import { brokerKeys, urlOf } from "./brokeraddress.js";
import type { Preferences } from "./ports.js";
import { type MQTTSettings, mqttSettings } from "./settings.js";
import { retainedTopics } from "./topics.js";

const [brokerKey, formerKey] = brokerKeys;

/** In how many starts a former broker is tried. */
export const mostTries = 5;

/** Bytes of the longest record. */
export const longestRecord = 2000;

/** What of it is the settings'; beside them there is `tries`. */
const settingKeys = Object.freeze(["mqtt", "mqttUser", "mqttPassword", "mqttPrefix", "discoveryPrefix"]);

export interface BrokerMemory {
	readonly preferences: Preferences;
	readonly text: Pick<Text, "encode" | "decode">;
	readonly log: Log;
}

/** A broker that this board has left, and the topics in which it has left something. */
export interface FormerBroker {
	readonly mqtt: MQTTSettings;
	readonly topics: readonly string[];
}

/** Messages are about to be retained. Throws nothing: without a record they stay, as they would without all this. */
export function rememberBroker({ preferences, log }: BrokerMemory, mqtt: MQTTSettings): void {
	const record = JSON.stringify(recordOf(mqtt));
	try {
		if (preferences.get(brokerKey) !== record) preferences.set(brokerKey, record);
	} catch (error) {
		log(`mqtt: the broker cannot be written down: ${error}`);
	}
}

/**
 * The broker that has to be left by a board that is called `id`, when the settings say `present`. To be asked once a start, which
 * is counted. Throws nothing.
 */
export function brokerToLeave(
	memory: BrokerMemory,
	id: string,
	present: MQTTSettings | undefined,
): FormerBroker | undefined {
	try {
		return leaving(memory, id, present) ?? going(memory, id, present);
	} catch (error) {
		memory.log(`mqtt: the former broker is not known: ${error}`);
		return undefined;
	}
}

/** Everything is taken away there. Throws nothing. */
export function forgetFormerBroker({ preferences, log }: BrokerMemory): void {
	try {
		preferences.delete(formerKey);
	} catch (error) {
		log(`mqtt: the former broker cannot be forgotten: ${error}`);
	}
}

/** The broker of the last connection, if it is to be left: it is a former one from now on. */
function leaving(memory: BrokerMemory, id: string, present: MQTTSettings | undefined): FormerBroker | undefined {
	const { preferences } = memory;
	const last = read(memory, brokerKey);
	const former = last && differing(id, last.mqtt, present);
	if (!former) return undefined;
	preferences.set(formerKey, JSON.stringify({ ...recordOf(former.mqtt), tries: String(mostTries - 1) }));
	preferences.delete(brokerKey);
	return former;
}

/** One that could not be left in former starts. */
function going(memory: BrokerMemory, id: string, present: MQTTSettings | undefined): FormerBroker | undefined {
	const { preferences, log } = memory;
	const record = read(memory, formerKey);
	if (!record) return undefined;
	const former = differing(id, record.mqtt, present);
	if (!former || record.tries <= 0) {
		if (former) log(`mqtt: ${former.mqtt.address.host} cannot be reached, and keeps what it was told`);
		preferences.delete(formerKey);
		return undefined;
	}
	preferences.set(formerKey, JSON.stringify({ ...recordOf(former.mqtt), tries: String(record.tries - 1) }));
	return former;
}

/** `former` with those of its topics that are not `present`'s; undefined when there are none. */
function differing(id: string, former: MQTTSettings, present: MQTTSettings | undefined): FormerBroker | undefined {
	const kept = present && urlOf(present.address) === urlOf(former.address) ? topicsAt(id, present) : [];
	const topics = topicsAt(id, former).filter((topic) => !kept.includes(topic));
	return topics.length ? { mqtt: former, topics } : undefined;
}

const topicsAt = (id: string, { prefix, discoveryPrefix }: MQTTSettings) => retainedTopics(id, prefix, discoveryPrefix);

const recordOf = ({ address, user, password, prefix, discoveryPrefix }: MQTTSettings) => ({
	mqtt: urlOf(address),
	mqttUser: user,
	mqttPassword: password,
	mqttPrefix: prefix,
	discoveryPrefix,
});

/** What is no record is dropped. */
function read(memory: BrokerMemory, key: string): { mqtt: MQTTSettings; tries: number } | undefined {
	const { preferences, text, log } = memory;
	const value = preferences.get(key);
	if (value === undefined) return undefined;
	const bytes = typeof value === "string" ? text.encode(value) : undefined;
	const members = bytes && bytes.length <= longestRecord ? readObject(bytes, text.decode) : undefined;
	const member = (name: string) => members?.find(([other]) => other === name)?.[1];
	const config: Record<string, unknown> = {};
	for (const name of settingKeys) config[name] = member(name);
	try {
		const mqtt = mqttSettings(config);
		if (mqtt) return { mqtt, tries: Math.min(Number(member("tries") ?? 0) || 0, mostTries) };
		log(`mqtt: ${key} names no broker, and is dropped`);
	} catch (error) {
		log(`mqtt: ${key} is no record, and is dropped: ${error}`);
	}
	preferences.delete(key);
	return undefined;
}
