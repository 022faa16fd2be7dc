// How long to pause before the next attempt to connect.
//
// Strategy: the longest pause doubles with each attempt up to a ceiling; the actual pause is a random point in the upper
// half of it. So many browsers that lost the same board come back spread out, and none of them hammers it.
// Pure: the randomness is passed in.

const firstPause = 500;
const longestPause = 15_000;

/**
 * @param {number} attempt how many attempts in a row have failed before, from 0
 * @param {number} random from 0 up to, not including, 1
 * @returns {number} the pause in ms
 */
export function pauseBefore(attempt, random) {
	const longest = Math.min(longestPause, firstPause * 2 ** attempt);
	return (longest / 2) * (1 + random);
}
