/*
	Values of the configuration by type: each is turned into its type or refused with a sentence that names its key.

	They come as the manifest has them or, from the command line, as strings ("port=8080", "switches.pins=4,13,14,…").
*/

import { addressOf } from "../dns/address.js";
import { isDigits, isHost } from "../grammar/grammar.js";
import { consistsOf } from "../grammar/token.js";
import type { SerialPins } from "./ports.js";

export type Config = Readonly<Record<string, unknown>>;

/** Pins of a DigitalBank in the order of the switches or LEDs. */
export interface PinSettings {
	readonly pins: readonly number[];
	readonly activeLow: boolean;
}

/** One DigitalBank holds GPIO 0–31. */
const highestPin = 31;

function wrong(key: string, value: unknown, expected: string): Error {
	return new Error(
		`config ${key}: expected ${expected}, got ${value === undefined ? "nothing" : JSON.stringify(value)}`,
	);
}

export function integer(config: Config, key: string, least: number, most: number): number {
	const value = config[key];
	const number = typeof value === "string" && isDigits(value) ? Number(value) : value;
	if (typeof number !== "number" || !Number.isInteger(number) || number < least || number > most) {
		throw wrong(key, value, `a whole number from ${least} to ${most}`);
	}
	return number;
}

export function boolean(config: Config, key: string): boolean {
	const value = config[key];
	if (value === true || value === "true") return true;
	if (value === false || value === "false") return false;
	throw wrong(key, value, "true or false");
}

export function text(config: Config, key: string, most: number): string {
	const value = config[key];
	if (typeof value !== "string") throw wrong(key, value, "a text");
	// The value is not shown: it may be a password.
	if (utf8Length(value) > most) throw new Error(`config ${key}: expected a text of at most ${most} bytes`);
	return value;
}

/** A text in one line, without control characters. */
export function line(config: Config, key: string, most: number): string {
	const value = text(config, key, most);
	for (let i = 0; i < value.length; i++) {
		const code = value.charCodeAt(i);
		if (code < 0x20 || code === 0x7f) throw new Error(`config ${key}: expected a text without control characters`);
	}
	return value;
}

/** What can stand in a cookie and in an Authorization field as it is, and is not guessed in a day. */
export function token(config: Config, key: string): string {
	const value = text(config, key, 64);
	const isFit = (character: string) => isLetterOrDigit(character) || character === "-" || character === "_";
	if (value && (value.length < 8 || ![...value].every(isFit))) {
		throw new Error(`config ${key}: expected 8 to 64 letters, digits, "-" and "_", or nothing`);
	}
	return value;
}

/** x and y of a point of P-256, 32 bytes each, in hexadecimal digits; or nothing. */
export function publicKey(config: Config, key: string): Uint8Array {
	const value = text(config, key, 128).toLowerCase();
	if (value && (value.length !== 128 || !consistsOf("0123456789abcdef", value)))
		throw new Error(`config ${key}: expected 128 hexadecimal digits, as npm run keys prints them, or nothing`);
	const bytes = new Uint8Array(value.length / 2);
	for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(value.slice(2 * i, 2 * i + 2), 16);
	return bytes;
}

/** The beginning of MQTT topics: levels without wildcards, none of them empty. */
export function topic(config: Config, key: string): string {
	const value = text(config, key, 64);
	const isFit = (character: string) => isLetterOrDigit(character) || "-_./".includes(character);
	if (![...value].every(isFit) || value.split("/").includes(""))
		throw wrong(key, value, 'letters, digits, "-", "_" and ".", with a "/" between levels');
	return value;
}

export function choice(config: Config, key: string, choices: readonly string[]): string {
	const value = config[key];
	if (typeof value !== "string" || !choices.includes(value)) throw wrong(key, value, choices.join(" or "));
	return value;
}

/** A pin of the chip, or "none", which is undefined. */
export function optionalPin(config: Config, key: string): number | undefined {
	const value = config[key];
	if (value === "none") return undefined;
	try {
		return integer(config, key, 0, highestPin);
	} catch {
		throw wrong(key, value, `none or a pin from 0 to ${highestPin}`);
	}
}

/** An address of IPv4, or "". */
export function ipAddress(config: Config, key: string): string {
	const value = text(config, key, 15);
	if (value && !addressOf(value)) throw wrong(key, value, "an IPv4 address such as 192.168.1.5, or nothing");
	return value;
}

/** What WPA2 takes for a passphrase, or "" (IEEE 802.11, annex J.4). */
export function passphrase(config: Config, key: string): string {
	const value = text(config, key, 63);
	for (let i = 0; i < value.length; i++)
		if (value.length < 8 || value.charCodeAt(i) < 0x20 || value.charCodeAt(i) > 0x7e)
			throw new Error(`config ${key}: expected 8 to 63 characters of ASCII, or nothing`);
	return value;
}

/** LEDs as a byte, "off" for none, or "last", which is undefined. */
export function powerOn(config: Config, key: string): number | undefined {
	const value = config[key];
	if (value === "last") return undefined;
	if (value === "off") return 0;
	try {
		return integer(config, key, 0, 255);
	} catch {
		throw wrong(key, value, "off, last, or the LEDs as a whole number from 0 to 255");
	}
}

/** Texts with commas between, in lower case. */
export function list(config: Config, key: string, isFit: (item: string) => boolean, expected: string): string[] {
	const all = text(config, key, 1000).toLowerCase().split(",");
	const items = all.map((item) => item.trim()).filter((item) => item !== "");
	for (const item of items) if (!isFit(item)) throw wrong(key, item, expected);
	return items;
}

/** Whether a Host can be this, its port left out. */
export const isName = (item: string): boolean => isHost(item) && !item.includes(":") && !item.includes("*");

/** Whether an Origin can be this (RFC 6454 §6.2), or "*". */
export function isOrigin(item: string): boolean {
	if (item === "*") return true;
	const [scheme, authority = "", more] = item.split("://");
	if (!scheme || more !== undefined || !isHost(authority) || item.includes("*")) return false;
	// Browsers leave a default port out.
	return !authority.endsWith(scheme === "http" ? ":80" : ":443");
}

function utf8Length(text: string): number {
	let length = 0;
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	}
	return length;
}

const isLetterOrDigit = (character = ""): boolean =>
	(character >= "a" && character <= "z") ||
	(character >= "A" && character <= "Z") ||
	(character >= "0" && character <= "9");

/** RFC 1123 §2.1: letters, digits and hyphens, as an mDNS name needs it. */
export function hostName(config: Config, key: string): string {
	const value = text(config, key, 32);
	const isInner = (character: string) => isLetterOrDigit(character) || character === "-";
	if (![...value].every(isInner) || !isLetterOrDigit(value[0]) || !isLetterOrDigit(value[value.length - 1])) {
		throw wrong(key, value, "1 to 32 letters, digits and inner hyphens");
	}
	return value;
}

/** An object in the manifest, whose members can be overridden as "key.member", as what those are called by then. */
function membersOf(config: Config, key: string, names: readonly string[]): Config {
	const value = config[key];
	const members = typeof value === "object" && value !== null ? (value as Config) : {};
	const merged: Record<string, unknown> = {};
	for (const member of names) {
		const name = `${key}.${member}`;
		merged[name] = config[name] ?? members[member];
	}
	return merged;
}

/** The pins of a serial port, "serial.transmit" and "serial.receive". Those of some chips are beyond the first bank. */
export function serialPins(config: Config, key: string): SerialPins {
	const merged = membersOf(config, key, ["transmit", "receive"]);
	return {
		transmit: integer(merged, `${key}.transmit`, 0, 63),
		receive: integer(merged, `${key}.receive`, 0, 63),
	};
}

/** "switches.pins" and "switches.activeLow". */
export function pinSettings(config: Config, key: string, least: number, most: number): PinSettings {
	const merged = membersOf(config, key, ["pins", "activeLow"]);
	return {
		pins: pinList(merged, `${key}.pins`, least, most),
		activeLow: boolean(merged, `${key}.activeLow`),
	};
}

function pinList(config: Config, key: string, least: number, most: number): readonly number[] {
	const value = config[key];
	const list = typeof value === "string" ? value.split(",").filter((item) => item !== "") : value;
	if (!Array.isArray(list) || list.length < least || list.length > most) {
		throw wrong(key, value, least === most ? `a list of ${least} pins` : `a list of ${least} to ${most} pins`);
	}
	const pins = list.map((item) => integer({ [key]: item }, key, 0, highestPin));
	if (pins.some((pin, i) => pins.indexOf(pin) !== i)) throw wrong(key, value, "pins that are all different");
	return pins;
}
