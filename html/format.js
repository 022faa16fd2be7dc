// Quantities in words for people.

/** @type {readonly (readonly [seconds: number, name: string])[]} */
const units = [
	[86_400, "d"],
	[3_600, "h"],
	[60, "min"],
	[1, "s"],
];

/**
 * @param {number} ms
 * @param {boolean} exact to the second, however long
 * @returns {string} "3 s", "12 min", "2 h 5 min" or "3 d 4 h"; exact "3 d 4 h 5 min 6 s"
 */
export function duration(ms, exact = false) {
	let seconds = Math.max(0, Math.floor(ms / 1000));
	const finest = exact || seconds < 60 ? 1 : seconds < 86_400 ? 60 : 3_600;
	const parts = [];
	for (const [size, name] of units) {
		const number = Math.floor(seconds / size);
		if (number && size >= finest) parts.push(`${number} ${name}`);
		seconds -= number * size;
	}
	return parts.join(" ") || "0 s";
}

/** @param {number} number @returns {string} "12,345" */
export const count = (number) => number.toLocaleString("en");

/** @param {number} number @returns {string} "512 B", "56.8 KB"; 1 KB is 1,000 bytes */
export function bytes(number) {
	let size = number;
	for (const unit of ["B", "KB", "MB", "GB"]) {
		if (size < 1000) return `${Number(size.toFixed(1))} ${unit}`;
		size /= 1000;
	}
	return `${count(Math.round(size))} TB`;
}

/** @param {number} dBm of a Wi-Fi network @returns {string} "-61 dBm · good" */
export function signal(dBm) {
	const words = ["excellent", "good", "fair", "weak"];
	return `${dBm} dBm · ${words[Math.max(0, Math.ceil((-50 - dBm) / 10))] ?? "very weak"}`;
}
