/*
	Settings that can be changed at run time: an overlay over the manifest's configuration, by the same keys and read by the
	same readers (settings.ts), so that nobody else needs to know of it. A change needs a restart to take effect.

	It is one record, a JSON object of texts, and there are two of it: a change is written in place of the older one, since
	the SDK's Preference erases before it writes, and power that is lost between the two must not take both. The newest record
	that is whole counts. Of one that was made by another firmware, or tampered with, only what is wrong is dropped, key by
	key; keys that this firmware does not know are kept for the one that does.

	It is read when it is asked for and holds no memory meanwhile. Limit: NVS is plain text unless the flash is encrypted.
*/

import { type Members, readObject } from "../json/json.js";
import type { Log, Text } from "../server/ports.js";
import type { Config } from "./config.js";
import type { Preferences } from "./ports.js";
import { readSettings, type Settings } from "./settings.js";

/** What can be stored. What another one needs comes before it: `tokenFor` may need a `token`. */
export const storedKeys: readonly string[] = Object.freeze([
	"name",
	"ssid",
	"password",
	"token",
	"tokenFor",
	"mqtt",
	"mqttUser",
	"mqttPassword",
	"mqttPrefix",
	"discoveryPrefix",
]);

/** Those of them that are never told to anybody. */
export const secretKeys: readonly string[] = Object.freeze(["password", "token", "mqttPassword"]);

/**
 * To whom a secret is told. Without a new one it does not follow to another network or broker: else whoever may change that
 * could have it told to his own.
 */
const confidants: readonly (readonly [place: string, secret: string])[] = Object.freeze([
	Object.freeze(["ssid", "password"] as const),
	Object.freeze(["mqtt", "mqttPassword"] as const),
]);

/** Bytes of the longest record. NVS takes 4,000. */
export const longestRecord = 2000;

/** The form of the record. Counted up when what a key means changes, which it had better not. */
const version = 1;

const slots: readonly string[] = Object.freeze(["settings0", "settings1"]);

/** A setting and its new text; undefined for the manifest's. */
export type Change = readonly [key: string, value: string | undefined];

interface StoredRecord {
	/** Which of the slots it is in. */
	readonly slot: number;
	/** Counts records, and wraps. */
	readonly change: number;
	/** Texts by key. */
	readonly values: ReadonlyMap<string, string>;
}

export interface StoredOptions {
	readonly preferences: Preferences;
	/** What the manifest and the command line say. */
	readonly config: Config;
	readonly text: Pick<Text, "encode" | "decode">;
	readonly log: Log;
}

export class StoredSettings {
	private readonly options: StoredOptions;

	constructor(options: StoredOptions) {
		this.options = options;
	}

	/** The settings with what is stored. Throws Error when the configuration itself is wrong. */
	read(): Settings {
		const { config, log } = this.options;
		const values = this.newest()?.values ?? new Map<string, string>();
		const whole = this.attempt(values);
		if (typeof whole !== "string") return whole;
		let settings = readSettings(config, log);
		const good = new Map<string, string>();
		for (const key of storedKeys) {
			const value = values.get(key);
			if (value === undefined) continue;
			good.set(key, value);
			const next = this.attempt(good);
			if (typeof next !== "string") settings = next;
			else {
				log(`settings: ${key} as stored is dropped: ${next}`);
				good.delete(key);
			}
		}
		return settings;
	}

	/** A setting as it will be after the next start, as text. */
	textOf(key: string): string {
		return this.newest()?.values.get(key) ?? this.defaultOf(key) ?? "";
	}

	/** What is wrong with changes, as a sentence; undefined for nothing. */
	faultOf(changes: readonly Change[]): string | undefined {
		const { former, values } = this.with(changes);
		return this.judge(changes, values) ?? this.tooLong(recordAfter(former, values));
	}

	/**
	 * Stores changes: all of them or, when any is wrong, none. What is so already is not written. Returns whether anything was.
	 * Throws Error with a sentence for what is wrong, and when it cannot be written.
	 */
	change(changes: readonly Change[]): boolean {
		const { former, values } = this.with(changes);
		const record = recordAfter(former, values);
		const fault = this.judge(changes, values) ?? this.tooLong(record);
		if (fault) throw new Error(fault);
		if (isSame(values, former?.values)) return false;
		this.options.preferences.set(slots[former ? 1 - former.slot : 0], record);
		return true;
	}

	/** Forgets everything that is stored. Throws when that cannot be. */
	forget(): void {
		for (const slot of slots) this.options.preferences.delete(slot);
	}

	private with(changes: readonly Change[]): { former: StoredRecord | undefined; values: Map<string, string> } {
		const former = this.newest();
		const values = new Map(former?.values);
		const put = (key: string, value: string | undefined) => {
			if (value === undefined || value === this.defaultOf(key)) values.delete(key);
			else values.set(key, value);
		};
		// A stranger's word is not looked up as a property: XS would keep it, and a board's image has no __proto__ to find.
		for (const [key, value] of changes) if (storedKeys.includes(key)) put(key, value);
		for (const [place, secret] of confidants) {
			const isOther = values.get(place) !== former?.values.get(place);
			// The manifest's secret belongs to the manifest's network.
			if (isOther && !changes.some(([key]) => key === secret)) put(secret, values.has(place) ? "" : undefined);
		}
		return { former, values };
	}

	private judge(changes: readonly Change[], values: ReadonlyMap<string, string>): string | undefined {
		for (const [key] of changes)
			if (!storedKeys.includes(key)) return `There is no setting ${key} that can be changed here.`;
		const outcome = this.attempt(values);
		return typeof outcome === "string" ? outcome : undefined;
	}

	private tooLong(record: string): string | undefined {
		const isTooLong = this.options.text.encode(record).length > longestRecord;
		return isTooLong ? `All settings together are more than ${longestRecord} bytes.` : undefined;
	}

	/** A default as it would be stored; undefined for what is no text, number or boolean. */
	private defaultOf(key: string): string | undefined {
		const value = this.options.config[key];
		return typeof value === "object" || value === undefined ? undefined : String(value);
	}

	/** The settings with `values`, or what is wrong with them. */
	private attempt(values: ReadonlyMap<string, string>): Settings | string {
		const config: Record<string, unknown> = { ...this.options.config };
		for (const key of storedKeys) if (values.has(key)) config[key] = values.get(key);
		try {
			return readSettings(config);
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	}

	private newest(): StoredRecord | undefined {
		const first = this.load(0);
		const second = this.load(1);
		return !first || (second && ((second.change - first.change) | 0) > 0) ? second : first;
	}

	private load(slot: number): StoredRecord | undefined {
		const { preferences, text, log } = this.options;
		const key = slots[slot];
		try {
			const value = preferences.get(key);
			if (value === undefined) return undefined;
			const bytes = typeof value === "string" ? text.encode(value) : undefined;
			const members = bytes && bytes.length <= longestRecord ? readObject(bytes, text.decode) : undefined;
			const record = members && recordOf(slot, members);
			if (!record) log(`settings: ${key} is no record, and is passed over`);
			return record;
		} catch (error) {
			log(`settings: ${key} cannot be read: ${error}`);
			return undefined;
		}
	}
}

/** Our own two members come first, and no setting is called so. */
function recordOf(slot: number, members: Members): StoredRecord | undefined {
	const [[first, form] = [], [second, count] = [], ...rest] = members;
	const change = Number(count) | 0;
	if (first !== "record" || !(Number(form) >= 1) || second !== "change" || String(change) !== count) return undefined;
	const values = new Map<string, string>();
	for (const [key, value] of rest) if (typeof value === "string") values.set(key, value);
	return { slot, change, values };
}

const recordAfter = (former: StoredRecord | undefined, values: ReadonlyMap<string, string>): string =>
	encodeRecord(((former?.change ?? 0) + 1) | 0, values);

/** Not by JSON.stringify of an object, since XS would keep the keys that it does not know. */
function encodeRecord(change: number, values: ReadonlyMap<string, string>): string {
	let record = `{"record":"${version}","change":"${change}"`;
	for (const [key, value] of values) record += `,${JSON.stringify(key)}:${JSON.stringify(value)}`;
	return `${record}}`;
}

function isSame(values: ReadonlyMap<string, string>, former: ReadonlyMap<string, string> | undefined): boolean {
	if (values.size !== (former?.size ?? 0)) return false;
	for (const [key, value] of values) if (former?.get(key) !== value) return false;
	return true;
}
