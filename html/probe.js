// Why did the WebSocket not open? JavaScript is not told, so this asks the same address again as plain HTTP.
//
// Strategy: the board answers 503 when it serves its maximum number of browsers, and 426 (Upgrade Required) or anything
// else when it is there; no answer within the limit is no board. The result is a word, never an exception.

const answerLimit = 5_000;

/**
 * @param {string} address the WebSocket's path
 * @param {(address: string, options: RequestInit) => Promise<{ status: number }>} fetch
 * @returns {Promise<"full" | "refused" | "unreachable">}
 */
export async function probe(address, fetch) {
	try {
		const { status } = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(answerLimit) });
		return status === 503 ? "full" : "refused";
	} catch {
		return "unreachable";
	}
}
