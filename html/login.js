// Shows the board its token, once: the board answers with a cookie that no script can read, and knows this browser by it.
//
// Strategy: 204 is right and 401, which takes the board a second, is wrong. What could not be a token at all (letters,
// digits, "-" and "_") is wrong without asking. The result is a word, never an exception.

const answerLimit = 10_000;

/**
 * @param {string} token
 * @param {(address: string, options: RequestInit) => Promise<{ status: number }>} fetch
 * @returns {Promise<"right" | "wrong" | "refused" | "unreachable">}
 */
export async function login(token, fetch) {
	if (!/^[\w-]+$/.test(token)) return "wrong";
	const headers = { Authorization: `Bearer ${token}` };
	try {
		const { status } = await fetch("/login", { headers, cache: "no-store", signal: AbortSignal.timeout(answerLimit) });
		if (status === 204) return "right";
		return status === 401 ? "wrong" : "refused";
	} catch {
		return "unreachable";
	}
}
