// Why did the WebSocket not open? JavaScript is not told, so this asks the same address again as plain HTTP.
//
// Strategy: the board answers 503 when it serves its maximum number of browsers, 401 when it wants its token first, and
// 426 (Upgrade Required) or anything else when it is there; no answer within the limit is no board. The result is a word,
// never an exception.

const answerLimit = 5_000;

/** @typedef {"full" | "locked" | "refused" | "unreachable"} Cause */

/**
 * @param {string} address the WebSocket's path
 * @param {(address: string, options: RequestInit) => Promise<{ status: number }>} fetch
 * @returns {Promise<Cause>}
 */
export async function probe(address, fetch) {
	try {
		const { status } = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(answerLimit) });
		if (status === 503) return "full";
		return status === 401 ? "locked" : "refused";
	} catch {
		return "unreachable";
	}
}
