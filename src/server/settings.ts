/*
	The configuration, checked: `mc/config` carries what the manifest says and what the command line overrides, the latter
	as strings ("port=8080", "switches.pins=4,13,14,…"). Each value is turned into its type or refused with a sentence
	that names it. Defaults stand in the manifest and nowhere else, so a missing key is an error too.
*/

import { isDigits, isHost } from "../http/characters.js";
import type { CrossSiteSettings } from "./crosssite.js";
import type { Log } from "./ports.js";
import type { SecretSettings } from "./secret.js";

/** Pins of a DigitalBank in the order of the switches or LEDs. */
export interface PinSettings {
	readonly pins: readonly number[];
	readonly activeLow: boolean;
}

export interface Settings {
	/** TCP port of the page and its WebSockets. */
	readonly port: number;
	readonly name: string;
	/** What kind of board this is, which firmware it runs, and what that was built from: for people. */
	readonly board: string;
	readonly version: string;
	readonly build: string;
	readonly switches: PinSettings;
	readonly leds: PinSettings;
	/** Settle time of the switches in ms. */
	readonly settle: number;
	/** WebSockets at once; the next one gets 503. */
	readonly maxClients: number;
	/** TCP connections at once, WebSockets and page loads together; the next one is closed. */
	readonly maxConnections: number;
	/** Bytes of the longest message taken from a client. */
	readonly maxMessage: number;
	/** A WebSocket client that has been silent for this many ms is pinged; 0 = never. */
	readonly pingInterval: number;
	/** A client that stays silent for this many ms after the Ping is dropped; 0 = never. */
	readonly pingTimeout: number;
	/** A request head must be whole within this many ms; 0 = no limit. */
	readonly headTimeout: number;
	/** Whether `/echo` is there. */
	readonly echo: boolean;
	/** Which requests are answered, of those that may come from other sites' pages. */
	readonly crossSite: CrossSiteSettings;
	/** Who may watch and command. */
	readonly secret: SecretSettings;
	/** The Wi-Fi network to join; "" on the simulators, which need none. */
	readonly ssid: string;
	readonly password: string;
}

type Config = Readonly<Record<string, unknown>>;

/** One DigitalBank holds GPIO 0–31. */
const highestPin = 31;
const oneDay = 86_400_000;

/** Settings out of `config`. Throws Error with one line a person can act on; logs it before, for where nobody catches. */
export function readSettings(config: Config, log: Log = () => {}): Settings {
	try {
		return checked(config);
	} catch (error) {
		log(String(error));
		throw error;
	}
}

function checked(config: Config): Settings {
	const name = hostName(config, "name");
	const settings: Settings = {
		port: integer(config, "port", 0, 65_535),
		name,
		board: text(config, "board", 32),
		version: text(config, "version", 32),
		build: text(config, "build", 64),
		switches: pinSettings(config, "switches", 8, 8),
		leds: pinSettings(config, "leds", 0, 8),
		settle: integer(config, "settle", 0, 10_000),
		maxClients: integer(config, "maxClients", 1, 1000),
		maxConnections: integer(config, "maxConnections", 1, 10_000),
		maxMessage: integer(config, "maxMessage", 125, 0x7fff_ffff),
		pingInterval: integer(config, "pingInterval", 0, oneDay),
		pingTimeout: integer(config, "pingTimeout", 0, oneDay),
		headTimeout: integer(config, "headTimeout", 0, oneDay),
		echo: boolean(config, "echo"),
		crossSite: {
			hosts: [...ownNames(name), ...list(config, "hosts", isName, "names without scheme or port")],
			origins: list(config, "origins", isOrigin, "* or origins such as https://panel.example"),
			requireOrigin: boolean(config, "requireOrigin"),
		},
		secret: { token: token(config, "token"), forViewing: choice(config, "tokenFor", ["control", "all"]) === "all" },
		ssid: text(config, "ssid", 32),
		password: text(config, "password", 64),
	};
	const both = settings.switches.pins.filter((pin) => settings.leds.pins.includes(pin));
	if (both.length) throw new Error(`config leds.pins: pin ${both[0]} is one of switches.pins, too`);
	if (settings.maxConnections < settings.maxClients) {
		throw new Error(`config maxConnections: must not be less than maxClients (${settings.maxClients})`);
	}
	if (settings.secret.forViewing && !settings.secret.token) throw new Error("config tokenFor: all needs a token");
	return settings;
}

function wrong(key: string, value: unknown, expected: string): Error {
	return new Error(
		`config ${key}: expected ${expected}, got ${value === undefined ? "nothing" : JSON.stringify(value)}`,
	);
}

function integer(config: Config, key: string, least: number, most: number): number {
	const value = config[key];
	const number = typeof value === "string" && isDigits(value) ? Number(value) : value;
	if (typeof number !== "number" || !Number.isInteger(number) || number < least || number > most) {
		throw wrong(key, value, `a whole number from ${least} to ${most}`);
	}
	return number;
}

function boolean(config: Config, key: string): boolean {
	const value = config[key];
	if (value === true || value === "true") return true;
	if (value === false || value === "false") return false;
	throw wrong(key, value, "true or false");
}

function text(config: Config, key: string, most: number): string {
	const value = config[key];
	if (typeof value !== "string") throw wrong(key, value, "a text");
	// The value is not shown: it may be a password.
	if (utf8Length(value) > most) throw new Error(`config ${key}: expected a text of at most ${most} bytes`);
	return value;
}

/** What can stand in a cookie and in an Authorization field as it is, and is not guessed in a day. */
function token(config: Config, key: string): string {
	const value = text(config, key, 64);
	const isFit = (character: string) => isLetterOrDigit(character) || character === "-" || character === "_";
	if (value && (value.length < 8 || ![...value].every(isFit))) {
		throw new Error(`config ${key}: expected 8 to 64 letters, digits, "-" and "_", or nothing`);
	}
	return value;
}

function choice(config: Config, key: string, choices: readonly string[]): string {
	const value = config[key];
	if (typeof value !== "string" || !choices.includes(value)) throw wrong(key, value, choices.join(" or "));
	return value;
}

/** Texts with commas between, in lower case. */
function list(config: Config, key: string, isFit: (item: string) => boolean, expected: string): readonly string[] {
	const all = text(config, key, 1000).toLowerCase().split(",");
	const items = all.map((item) => item.trim()).filter((item) => item !== "");
	for (const item of items) if (!isFit(item)) throw wrong(key, item, expected);
	return items;
}

/** Whether a Host can be this, its port left out. */
const isName = (item: string): boolean => isHost(item) && !item.includes(":") && !item.includes("*");

/** Whether an Origin can be this (RFC 6454 §6.2), or "*". */
function isOrigin(item: string): boolean {
	if (item === "*") return true;
	const [scheme, authority = "", more] = item.split("://");
	if (!scheme || more !== undefined || !isHost(authority) || item.includes("*")) return false;
	// Browsers leave a default port out.
	return !authority.endsWith(scheme === "http" ? ":80" : ":443");
}

/** What a browser calls us: by mDNS, by a DNS that knows the bare name, and on this computer. */
const ownNames = (name: string): readonly string[] => [`${name}.local`.toLowerCase(), name.toLowerCase(), "localhost"];

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
function hostName(config: Config, key: string): string {
	const value = text(config, key, 32);
	const isInner = (character: string) => isLetterOrDigit(character) || character === "-";
	if (![...value].every(isInner) || !isLetterOrDigit(value[0]) || !isLetterOrDigit(value[value.length - 1])) {
		throw wrong(key, value, "1 to 32 letters, digits and inner hyphens");
	}
	return value;
}

/** An object in the manifest; its members can be overridden as "switches.pins" and "switches.activeLow". */
function pinSettings(config: Config, key: string, least: number, most: number): PinSettings {
	const value = config[key];
	const members = typeof value === "object" && value !== null ? (value as Config) : {};
	const merged: Record<string, unknown> = {};
	for (const member of ["pins", "activeLow"]) {
		const name = `${key}.${member}`;
		merged[name] = config[name] ?? members[member];
	}
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
