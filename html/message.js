// The wire format as the page reads and writes it: JSON text in both directions.
//
// Strategy: a message is the board's whole state, the names of its switches, its refusal of a command of this page, or
// nothing the page understands. Keys that are not known are left alone, so the board may say more than this page
// understands; a list that is not whole is not there, so it may say less, too.
//   in   {"dipSwitches":{"dip1":"On", … "dip8":"Off"},"leds":{"led1":"Off", … },"changes":[17, …],"ages":[1200, …]}
//        {"names":{"dip1":"Pump", … "dip8":""}}    {"error":"…","command":"names","secret":true}
//   out  {"leds":{"led3":"On"}}    {"names":{"dip1":"Pump"}}

import { parseSwitches, switchCount } from "./switches.js";

/** In ms, some 30 years: a board that tells of more does not know, and dates end somewhere. */
const longestAge = 1e12;

/**
 * @typedef {object} State
 * @property {number} switches a byte; bit 0 is switch 1, and a set bit is On
 * @property {boolean[]} leds true is On; empty on a board without LEDs
 * @property {number[]} [changes] how often each switch has changed since the board started
 * @property {number[]} [ages] how long ago it last did, or the board started, in ms
 */

/**
 * @typedef {object} Refusal
 * @property {string} error a sentence for people
 * @property {boolean} secret whether the secret would have helped
 * @property {unknown} command "leds" or "names", if the board could tell
 */

/**
 * @param {unknown} data a message's data as the socket hands it over
 * @returns {{ state?: State, names?: string[], refusal?: Refusal }}
 */
export function readMessage(data) {
	const message = parseObject(data);
	const { error, secret, command } = message;
	if (typeof error === "string") return { refusal: { error, secret: secret === true, command } };
	const switches = parseSwitches(message.dipSwitches);
	if (switches !== undefined) {
		const [changes, ages] = [parseNumbers(message.changes), parseNumbers(message.ages, longestAge)];
		return { state: { switches, leds: parseLeds(message.leds), changes, ages } };
	}
	return isObject(message.names) ? { names: parseNames(message.names) } : {};
}

/**
 * @param {number} index of the LED, from 0
 * @param {boolean} on
 * @returns {string} the command
 */
export function writeLed(index, on) {
	return JSON.stringify({ leds: { [`led${index + 1}`]: on ? "On" : "Off" } });
}

/**
 * @param {number} index of the switch, from 0
 * @param {string} name
 * @returns {string} the command
 */
export function writeName(index, name) {
	return JSON.stringify({ names: { [`dip${index + 1}`]: name } });
}

/** Whether it is a number that counts or measures. @param {unknown} value @param {number} most @returns {value is number} */
export const isNumber = (value, most = Number.MAX_SAFE_INTEGER) => typeof value === "number" && Math.abs(value) <= most;

/** @param {unknown} data @returns {any} an object, empty where the text says none */
export function parseObject(data) {
	try {
		const value = JSON.parse(String(data));
		return isObject(value) ? value : {};
	} catch {
		return {};
	}
}

/** @param {unknown} value @returns {value is object} */
const isObject = (value) => typeof value === "object" && value !== null;

/** @param {any} words @returns {boolean[]} as many as there are without a gap, each with the exact word */
function parseLeds(words) {
	const leds = [];
	for (; leds.length < switchCount; ) {
		/** @type {unknown} */
		const word = words?.[`led${leds.length + 1}`];
		if (word !== "On" && word !== "Off") break;
		leds.push(word === "On");
	}
	return leds;
}

/** @param {unknown} list @param {number} most @returns {number[] | undefined} */
function parseNumbers(list, most = Number.MAX_SAFE_INTEGER) {
	const isWhole =
		Array.isArray(list) && list.length >= switchCount && list.every((number) => number >= 0 && isNumber(number, most));
	return isWhole ? list : undefined;
}

/** @param {any} words @returns {string[]} */
function parseNames(words) {
	return Array.from({ length: switchCount }, (_, index) => {
		/** @type {unknown} */
		const name = words[`dip${index + 1}`];
		return typeof name === "string" ? name : "";
	});
}
