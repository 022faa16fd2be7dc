// The token on its way to the board.

import assert from "node:assert/strict";
import { test } from "node:test";
import { login } from "./modules.js";

const answering = (status: number) => async () => ({ status });

test("the board's answer is a word", async () => {
	const outcomes = [204, 401, 503, 404, 500].map((status) => login("abcdefgh", answering(status)));
	assert.deepEqual(await Promise.all(outcomes), ["right", "wrong", "refused", "refused", "refused"]);
});

test("no answer is no board, and no exception", async () => {
	assert.equal(await login("abcdefgh", () => Promise.reject(new TypeError("Failed to fetch"))), "unreachable");
});

test("the token goes in a header, past the cache, and the question does not wait for ever", async () => {
	let asked: unknown[] = [];
	await login("abc-DEF_123", async (...parameters: unknown[]) => {
		asked = parameters;
		return { status: 204 };
	});
	const [address, { headers, cache, signal }] = asked as [string, RequestInit];
	assert.deepEqual([address, cache, signal instanceof AbortSignal], ["/login", "no-store", true]);
	assert.deepEqual(headers, { Authorization: "Bearer abc-DEF_123" });
});

test("what no token can be is wrong without asking: a header could not even carry it", async () => {
	for (const token of ["", "with space", "Schlüssel", "ключ", "a\r\nb", "a=b"])
		assert.equal(await login(token, () => assert.fail("asked")), "wrong");
});
