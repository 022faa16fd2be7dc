/*
	The wire format. Out: the board's state as one text message: the switches and LEDs, bytes with bit 0 first and 1 = On, and
	how often and how many ms ago each switch has changed, and the board's uptime in ms,
	`{"dipSwitches":{"dip1":"On",…,"dip8":"Off"},"leds":{"led1":"Off",…},"changes":[3,…],"ages":[1500,…],"uptime":61200}`.
	In: a command, for LEDs `{"leds":{"led3":"On"}}`, or as the pages of NetBurner's demonstration send it
	`{"ledcb0":"true"}`; for names `{"names":{"dip1":"Pump"}}`; or `{}`, which changes nothing and asks for the state.
	`dipSwitches` is NetBurner's, too, so that those pages work unchanged. Further top-level keys may come.
*/

import { type Members, readObject, type Value } from "../json/json.js";
import { keyOf, type NewNames, nameFault } from "./names.js";
import { switchCount } from "./switches.js";

export interface State {
	/** A byte. */
	readonly switches: number;
	readonly leds: number;
	/** How many LEDs there are; without any the message has no "leds". */
	readonly ledCount: number;
	/** By switch: how often it has changed, and how long ago for the last time, in ms. */
	readonly changes: readonly number[];
	readonly ages: readonly number[];
	/** When the message was made, in ms since the board started: a message that arrives late can be told by it. */
	readonly uptime: number;
}

/** The message that says the state. ASCII. */
export function encodeState({ switches, leds, ledCount, changes, ages, uptime }: State): string {
	const dipSwitches = wordsOf("dip", switches, switchCount);
	const lit = ledCount ? wordsOf("led", leds, ledCount) : undefined;
	return JSON.stringify({ dipSwitches, leds: lit, changes, ages, uptime });
}

const on = "On";
const off = "Off";

function wordsOf(name: string, byte: number, count: number): object {
	const words: Record<string, string> = {};
	for (let i = 0; i < count; i++) words[name + (i + 1)] = byte & (1 << i) ? on : off;
	return words;
}

/** LEDs to be changed, as bytes: which ones, and those of them that are to be On. */
export interface LedCommand {
	readonly command: "leds";
	readonly mask: number;
	readonly on: number;
}

export interface NamesCommand {
	readonly command: "names";
	readonly names: NewNames;
}

/** The state is to be told to whoever asks. */
export interface StateQuery {
	readonly command: "state";
}

/** What is wrong with a command, in words, and what it was about where that can be told: as it is answered. */
export interface Mistake {
	readonly error: string;
	readonly command?: Command["command"];
	/** Whether the token would mend it. */
	readonly token?: true;
}

export type Command = LedCommand | NamesCommand | StateQuery;

/** How a message is to be understood. */
export interface CommandContext {
	/** Makes text of UTF-8. */
	readonly decode: (bytes: Uint8Array) => string;
	readonly ledCount: number;
	/** The number of NetBurner's first check box: its demonstration counts from 0, its secure one from 1. */
	readonly firstBox: number;
}

/** The command in a client's message, or what is wrong with it. */
export function decodeCommand(message: Uint8Array, { decode, ledCount, firstBox }: CommandContext): Command | Mistake {
	const members = readObject(message, decode);
	if (!members) return { error: "A command is a JSON object." };
	if (members.length === 0) return { command: "state" };
	if (members.length > 1) return { error: "A command has one key." };
	const [[key, value]] = members;
	if (key === "names") return decodeNames(value);
	if (key === "leds") return decodeLeds(value, ledCount);
	if (key.startsWith("ledcb")) return decodeBox(key, value, ledCount, firstBox);
	return { error: 'A command is {"leds":{"led1":"On"}} or {"names":{"dip1":"Pump"}}.' };
}

function decodeBox(key: string, value: Value, ledCount: number, firstBox: number): Command | Mistake {
	const led = numberOf(key, "ledcb") - firstBox;
	if (value !== "true" && value !== "false") return wrongLeds(`${quote(key)} is "true" or "false".`);
	if (!(led >= 0 && led < ledCount)) return wrongLeds(`There is no ${quote(key)} here.`);
	return { command: "leds", mask: 1 << led, on: value === "true" ? 1 << led : 0 };
}

function decodeLeds(value: Value, ledCount: number): Command | Mistake {
	if (!isObject(value)) return wrongLeds("leds is an object of LEDs.");
	let mask = 0;
	let on = 0;
	for (const [key, word] of value) {
		const led = numberOf(key, "led") - 1;
		if (!(led >= 0 && led < ledCount)) return wrongLeds(`There is no ${quote(key) || "such LED"} here.`);
		if (word !== "On" && word !== "Off") return wrongLeds(`${key} is "On" or "Off".`);
		const bit = 1 << led;
		mask |= bit;
		on = word === "On" ? on | bit : on & ~bit;
	}
	return mask ? { command: "leds", mask, on } : wrongLeds("leds names no LED.");
}

/** All of the names or none. */
function decodeNames(value: Value): Command | Mistake {
	if (!isObject(value)) return wrongNames("names is an object of switches.");
	const names: (string | undefined)[] = new Array(switchCount).fill(undefined);
	for (const [key, name] of value) {
		const place = numberOf(key, "dip") - 1;
		if (!(place >= 0 && place < switchCount)) return wrongNames(`There is no ${quote(key) || "such switch"} here.`);
		const fault = nameFault(name);
		if (fault) return wrongNames(`The name of ${keyOf(place)} ${fault}.`);
		names[place] = name as string;
	}
	return value.length ? { command: "names", names } : wrongNames("names names no switch.");
}

/** A new object each time: XS cannot stringify one that lies frozen in flash. */
const wrongLeds = (error: string): Mistake => ({ error, command: "leds" });
const wrongNames = (error: string): Mistake => ({ error, command: "names" });

/** The number of one digit behind `prefix`, or NaN. */
function numberOf(key: string, prefix: string): number {
	const digit = key.slice(prefix.length);
	return key.startsWith(prefix) && digit.length === 1 && digit >= "0" && digit <= "9" ? Number(digit) : Number.NaN;
}

/** A client's own word in an answer to it: shortened, and without what would need escaping. */
const quote = (word: string): string =>
	[...word.slice(0, 12)]
		.filter((character) => character > " " && character < "~" && !'"\\'.includes(character))
		.join("");

const isObject = (value: Value): value is Members => typeof value === "object";
