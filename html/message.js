// The wire format as the page reads and writes it: JSON text in both directions.
//
// Strategy: a message is the board's whole state, the names of its switches, the last changes before this page was opened,
// a refusal of one of this page's commands, or nothing the page understands. Unknown keys are ignored, so the board may say
// more than this page understands; an incomplete list counts as missing, so it may say less, too.
//   in   {"dipSwitches":{"dip1":"On", … "dip8":"Off"},"leds":{"led1":"Off", … },"changes":[17, …],"ages":[1200, …],
//         "uptime":61200}
//        {"names":{"dip1":"Pump", … "dip8":""}}    {"error":"…","command":"names","token":true}
//        {"history":{"moves":[3,-3, …],"ages":[90,20, …],"changes":[0, …],"uptime":500},"name":"dipsocket"}
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
 * @property {number} [uptime] of the board when it told this, in ms
 */

/**
 * @typedef {object} Past the last changes of all switches together, the oldest first
 * @property {number[]} moves 3 is switch 3 to On, -3 to Off
 * @property {number[]} ages how long ago each was, in ms
 * @property {number[]} changes as in the state
 * @property {number} uptime
 */

/**
 * @typedef {object} Refusal
 * @property {string} error a sentence for people
 * @property {boolean} token whether the token would have helped
 * @property {unknown} command "leds" or "names", if the board could tell
 */

/**
 * @param {unknown} data a message's data as the socket hands it over
 * @returns {{ state?: State, names?: string[], past?: Past, name?: string, refusal?: Refusal }} name: the device's
 */
export function readMessage(data) {
	const message = parseObject(data);
	const { error, token, command } = message;
	if (typeof error === "string") return { refusal: { error, token: token === true, command } };
	const switches = parseSwitches(message.dipSwitches);
	if (switches !== undefined) {
		const [changes, ages] = [parseNumbers(message.changes), parseNumbers(message.ages, longestAge)];
		const uptime = isTime(message.uptime) ? message.uptime : undefined;
		return { state: { switches, leds: parseLeds(message.leds), changes, ages, uptime } };
	}
	if (isObject(message.history)) return { past: parsePast(message.history), name: parseText(message.name) };
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

/** @param {unknown} value @returns {value is number} */
const isTime = (value) => isNumber(value, longestAge) && value >= 0;

/** @param {any} history @returns {Past | undefined} */
function parsePast({ moves, ages, changes, uptime }) {
	const counts = parseNumbers(changes);
	const isWhole =
		[moves, ages].every(Array.isArray) &&
		moves.length === ages.length &&
		moves.every((/** @type {unknown} */ move) => places.includes(Math.abs(Number(move)))) &&
		ages.every((/** @type {unknown} */ age) => isTime(age) && age <= uptime);
	return isWhole && counts && isTime(uptime) ? { moves, ages, changes: counts, uptime } : undefined;
}

const places = [1, 2, 3, 4, 5, 6, 7, 8];

/** @param {unknown} value */
const parseText = (value) => (typeof value === "string" && value ? value : undefined);

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
