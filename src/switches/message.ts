/*
	The wire format. Out: the board's state, bytes with bit 0 first and 1 = On, as one text message
	`{"dipSwitches":{"dip1":"On",…,"dip8":"Off"},"leds":{"led1":"Off",…}}`. In: a command for LEDs, as
	`{"leds":{"led3":"On"}}`, or as the pages of NetBurner's demonstration send it: `{"ledcb0":"true"}`.
	`dipSwitches` is NetBurner's, too, so that those pages work unchanged. Further top-level keys may come.
*/

import { switchCount } from "./switches.js";

/** The message that says the state of the switches and of the first `ledCount` LEDs; without LEDs it has no "leds". ASCII. */
export function encodeState(switches: number, leds: number, ledCount: number): string {
	const dips = `"dipSwitches":${encodeByte("dip", switches, switchCount)}`;
	return ledCount ? `{${dips},"leds":${encodeByte("led", leds, ledCount)}}` : `{${dips}}`;
}

function encodeByte(name: string, byte: number, count: number): string {
	let text = "";
	for (let i = 0; i < count; i++) text += `${i ? "," : ""}"${name}${i + 1}":"${byte & (1 << i) ? "On" : "Off"}"`;
	return `{${text}}`;
}

/** LEDs to be changed, as bytes: which ones, and those of them that are to be On. */
export interface Command {
	readonly mask: number;
	readonly on: number;
}

/**
 * The command in a client's message, or in words what is wrong with it. `firstBox` is the number of NetBurner's first
 * check box: its demonstration counts from 0, its secure one from 1.
 */
export function decodeCommand(text: string, ledCount: number, firstBox: number): Command | string {
	const message = parseObject(text);
	if (!message) return "A command is a JSON object.";
	const keys = Object.keys(message);
	if (keys.length !== 1) return "A command has one key.";
	const [key] = keys;
	const value = message[key];
	if (key === "leds") return decodeLeds(value, ledCount);
	if (!key.startsWith("ledcb")) return 'A command is {"leds":{"led1":"On"}}.';
	const led = numberOf(key, "ledcb") - firstBox;
	if (value !== "true" && value !== "false") return `${key} is "true" or "false".`;
	if (!(led >= 0 && led < ledCount)) return `There is no ${key} here.`;
	return { mask: 1 << led, on: value === "true" ? 1 << led : 0 };
}

function decodeLeds(value: unknown, ledCount: number): Command | string {
	if (!isObject(value)) return "leds is an object of LEDs.";
	let mask = 0;
	let on = 0;
	for (const key of Object.keys(value)) {
		const led = numberOf(key, "led") - 1;
		if (!(led >= 0 && led < ledCount)) return `There is no ${quote(key)} here.`;
		if (value[key] !== "On" && value[key] !== "Off") return `${key} is "On" or "Off".`;
		mask |= 1 << led;
		if (value[key] === "On") on |= 1 << led;
	}
	return mask ? { mask, on } : "leds names no LED.";
}

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

function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
