// What the page of set-up mode says of what the board says.

/**
 * @typedef {object} SetUp
 * @property {string} phase as in src/device/setup.ts
 * @property {string} ssid the network that was tried last
 * @property {string} problem
 * @property {string} address
 * @property {string} name
 * @property {number} [left] seconds until the board's network closes
 * @property {{ ssid: string, signal: number, secured: boolean }[]} networks
 */

/** @param {SetUp} setUp @returns {string} */
export function sayingOf({ phase, ssid, problem, left }) {
	if (phase === "scanning") return "Looking for networks…";
	if (phase === "joining")
		return `Joining “${ssid}”… This takes up to half a minute, and may cut this page off for a moment.`;
	if (phase !== "joined") return problem;
	return `${problem} The board is in ${ssid ? `“${ssid}”` : "its network"}, and closes its own in ${left} s. Go back to that network, and open `.trimStart();
}

/** @param {SetUp} setUp @returns {string[]} where the board is to be found */
export const addressesOf = ({ phase, address, name }) =>
	phase === "joined" ? [`http://${name}.local/`, `http://${address}/`] : [];

/** @param {{ signal: number, secured: boolean }} network @returns {string} */
export const describeNetwork = ({ signal, secured }) =>
	`${signal > -60 ? "strong" : signal > -75 ? "fair" : "weak"}, ${secured ? "with password" : "open"}`;
