// The eight switches as the page has them: one byte. Bit 0 is switch 1, and a set bit is On.
//
// Strategy: all eight switches with the exact words, or nothing; what is not known is "Unknown", never Off.

export const switchCount = 8;

/**
 * @param {any} words {"dip1":"On", … "dip8":"Off"}, if the board speaks as expected
 * @returns {number | undefined} the switches as a byte; undefined when these are not all of them
 */
export function parseSwitches(words) {
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
