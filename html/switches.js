// The wire format as the page reads it: JSON text {"dipSwitches":{"dip1":"On", … "dip8":"Off"}} → one byte.
//
// Strategy: all eight switches with the exact words, or nothing. Keys that are not known are left alone, so the board
// may say more than this page understands. Bit 0 is switch 1, and a set bit is On.

export const switchCount = 8;

/**
 * @param {unknown} message a message's data as the socket hands it over
 * @returns {number | undefined} the switches as a byte; undefined when the message does not hold all of them
 */
export function parseSwitches(message) {
	const words = readObject(message)?.dipSwitches;
	let byte = 0;
	for (let index = 0; index < switchCount; index++) {
		const word = words?.[`dip${index + 1}`];
		if (word === "On") byte |= 1 << index;
		else if (word !== "Off") return undefined;
	}
	return byte;
}

/**
 * @param {number | undefined} byte
 * @param {number} index from 0
 * @returns {"On" | "Off" | "Unknown"}
 */
export function switchWord(byte, index) {
	if (byte === undefined) return "Unknown";
	return byte & (1 << index) ? "On" : "Off";
}

/** @param {unknown} message */
function readObject(message) {
	try {
		return JSON.parse(String(message));
	} catch {
		return undefined;
	}
}
