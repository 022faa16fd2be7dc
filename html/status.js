// What the page says about its connection, in words: pure, from the link's state and the clock.
//
// Strategy: `word` changes only when something changes and is read out by screen readers; `detail` counts down and is
// only seen. The state shown is "live" only if it came through the socket that is open now, else it is old and says so.

import { duration } from "./format.js";

/** What is locked is explained where the secret is asked for. @type {Record<string, string>} */
const notices = {
	full: "The board is serving its maximum number of browsers; this one gets a place when one is free.",
	refused: "The board answers, but does not open the live connection. This page keeps trying.",
	unreachable: "The board does not answer. Is it powered, and are you on the same network?",
};

/**
 * @typedef {object} Status
 * @property {"unknown" | "live" | "stale"} freshness of what is shown
 * @property {string} word
 * @property {string} detail
 * @property {string} notice empty when there is nothing to explain
 * @property {string} badge what to say beside what is shown; empty when it is live
 */

/**
 * @param {import("./link.js").LinkState} link
 * @param {{ known: boolean, fresh: boolean }} told known: ever; fresh: through this socket
 * @param {number} now in ms
 * @returns {Status}
 */
export function describe(link, { known, fresh }, now) {
	const notice = notices[link.cause ?? ""] ?? "";
	const [word, detail] = connection(link, fresh, now);
	if (fresh) return { freshness: "live", word, detail, notice, badge: "" };
	if (!known) return { freshness: "unknown", word, detail, notice, badge: "Unknown so far" };
	const { trustedUntil = now } = link;
	return { freshness: "stale", word, detail, notice, badge: `Stale · last seen ${duration(now - trustedUntil)} ago` };
}

/**
 * @param {import("./link.js").LinkState} link
 * @param {boolean} fresh
 * @param {number} now
 * @returns {[word: string, detail: string]}
 */
function connection({ phase, cause, retryAt, trustedUntil }, fresh, now) {
	if (phase === "open") return fresh ? ["Live", ""] : ["Connected", "· waiting for the board"];
	if (cause === "locked") return ["Locked", ""];
	const word = trustedUntil === undefined ? "Connecting" : "Reconnecting";
	if (phase === "connecting" || retryAt === undefined) return [word, "now…"];
	return [word, `in ${Math.max(1, Math.ceil((retryAt - now) / 1000))} s`];
}

/**
 * @param {number | undefined} at when the board has restarted, in ms; undefined when it has not
 * @param {number} shift to the computer's time, in ms
 * @param {unknown} cause
 */
export function restarted(at, shift, cause = "") {
	if (at === undefined) return "";
	return `The board restarted at ${new Date(at + shift).toLocaleTimeString()}${cause && `: ${cause}`}. It counts from 0 again.`;
}
