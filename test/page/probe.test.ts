// Why a WebSocket did not open.

import assert from "node:assert/strict";
import { test } from "node:test";
import { probe } from "./modules.js";

const answering = (status: number) => async () => ({ status });

test("503 is a full board", async () => assert.equal(await probe("/ws", answering(503)), "full"));

test("401 is a board that wants its token first", async () =>
	assert.equal(await probe("/ws", answering(401)), "locked"));

test("any other answer is a board that is there", async () => {
	for (const status of [426, 400, 404, 500, 200]) assert.equal(await probe("/ws", answering(status)), "refused");
});

test("no answer is no board, and no exception", async () => {
	assert.equal(await probe("/ws", () => Promise.reject(new TypeError("Failed to fetch"))), "unreachable");
});

test("the question bypasses the cache and does not wait for ever", async () => {
	let asked: unknown[] = [];
	await probe("/ws", async (...parameters: unknown[]) => {
		asked = parameters;
		return { status: 426 };
	});
	const [address, { cache, signal }] = asked as [string, RequestInit];
	assert.deepEqual([address, cache, signal instanceof AbortSignal], ["/ws", "no-store", true]);
});
