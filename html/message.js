// The wire format as the page reads and writes it: JSON text in both directions.
//
// Strategy: a message is the board's whole state, or its refusal of this page's last command, or nothing the page
// understands. Keys that are not known are left alone, so the board may say more than this page understands.
//   in   {"dipSwitches":{"dip1":"On", … "dip8":"Off"},"leds":{"led1":"Off", … }}    {"error":"…","secret":true}
//   out  {"leds":{"led3":"On"}}

import { parseSwitches } from "./switches.js";

/**
 * @typedef {object} State
 * @property {number} switches a byte; bit 0 is switch 1, and a set bit is On
 * @property {boolean[]} leds true is On; empty on a board without LEDs
 */

/**
 * @typedef {object} Refusal
 * @property {string} error a sentence for people
 * @property {boolean} secret whether the secret would have helped
 */

/**
 * @param {unknown} data a message's data as the socket hands it over
 * @returns {{ state?: State, refusal?: Refusal }}
 */
export function readMessage(data) {
	const message = parseObject(data);
	if (typeof message?.error === "string") return { refusal: { error: message.error, secret: message.secret === true } };
	const switches = parseSwitches(message?.dipSwitches);
	return switches === undefined ? {} : { state: { switches, leds: parseLeds(message?.leds) } };
}

/**
 * @param {number} index of the LED, from 0
 * @param {boolean} on
 * @returns {string} the command
 */
export function writeCommand(index, on) {
	return JSON.stringify({ leds: { [`led${index + 1}`]: on ? "On" : "Off" } });
}

/** @param {any} words @returns {boolean[]} as many as there are without a gap, each with the exact word */
function parseLeds(words) {
	const leds = [];
	for (;;) {
		/** @type {unknown} */
		const word = words?.[`led${leds.length + 1}`];
		if (word !== "On" && word !== "Off") return leds;
		leds.push(word === "On");
	}
}

/** @param {unknown} data */
function parseObject(data) {
	try {
		return JSON.parse(String(data));
	} catch {
		return undefined;
	}
}
