// What the page says about its connection, in words: pure, from the link's state and the clock.
//
// Strategy: what is shown is "live" only if it came through the socket that is open now and that owes no answer, "doubtful"
// while it owes one, and else "stale". `word` and `notice` change only when something changes, so they can be read out;
// `detail` counts down and is only seen. A loss that is over within a moment is not worth a notice.

/** @type {Record<string, string>} */
const causes = {
	full: "All places on this board are taken. This page gets the next free one.",
	refused: "The board answers, but does not open a live connection.",
	unreachable: "Is the board powered, and are you on the same network?",
	locked: "This board shows its switches only to those who know its token.",
};

/** In ms. */
const moment = 1_000;

/**
 * @typedef {object} Status
 * @property {"unknown" | "live" | "doubtful" | "stale"} freshness of what is shown
 * @property {"Live" | "Waiting" | "Connecting" | "Offline" | "Locked"} word
 * @property {string} notice what has to be explained; empty when nothing has
 * @property {string} detail when the next attempt is
 * @property {"Try now" | "Unlock" | ""} remedy what the person can do about it
 */

/**
 * @param {import("./link.js").LinkState} link
 * @param {{ known: boolean, fresh: boolean }} told known: ever; fresh: through this socket
 * @param {number} now in ms
 * @param {number} shift to the computer's time, in ms
 * @returns {Status}
 */
export function describe(link, { known, fresh }, now, shift) {
	const { phase, cause = "", retryAt, trustedUntil, askedAt = now } = link;
	if (phase === "open" && fresh && now - askedAt < moment)
		return { freshness: "live", word: "Live", notice: "", detail: "", remedy: "" };
	const freshness = fresh ? "doubtful" : known ? "stale" : "unknown";
	if (phase === "open") return { freshness, word: "Waiting", notice: "", detail: "", remedy: "" };
	const isLocked = cause === "locked";
	const lostAt = trustedUntil !== undefined && (cause || now - trustedUntil > moment) ? trustedUntil : undefined;
	const never = cause === "unreachable" ? "The board does not answer." : "";
	const since = lostAt === undefined || isLocked ? never : `No connection since ${timeOfDay(lostAt + shift)}.`;
	const notice = [since, causes[cause]].filter(Boolean).join(" ");
	const detail = phase === "connecting" || retryAt === undefined ? "Trying now…" : nextAttempt(retryAt - now);
	const remedy = isLocked ? "Unlock" : "Try now";
	const word = isLocked ? "Locked" : known ? "Offline" : "Connecting";
	return { freshness, word, notice, detail: isLocked ? "" : detail, remedy: notice ? remedy : "" };
}

/** @param {number} ms */
const nextAttempt = (ms) => `Next attempt in ${Math.max(1, Math.ceil(ms / 1000))} s`;

/** @param {number} at by the computer's clock, in ms @returns {string} such as "14:02:31", as people there write it */
export const timeOfDay = (at) => new Date(at).toLocaleTimeString();

/**
 * @param {number | undefined} at when the board has restarted, in ms; undefined when it has not
 * @param {number} shift to the computer's time, in ms
 * @param {unknown} cause
 */
export function restarted(at, shift, cause = "") {
	if (at === undefined) return "";
	return `The board restarted at ${timeOfDay(at + shift)}${cause && ` (${cause})`}. Its counts start again at 0.`;
}
