// The question for the secret: asked once, until it is settled.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Outcome, type Purpose, Secret } from "./modules.js";

function start() {
	const given: string[] = [];
	const right: (Purpose | undefined)[] = [];
	const board = { answer: (_outcome: Outcome) => {}, changes: 0 };
	const secret = new Secret({
		login: (text) => {
			given.push(text);
			return new Promise((resolve) => {
				board.answer = resolve;
			});
		},
		onChange: () => board.changes++,
		onRight: (purpose) => right.push(purpose),
	});
	const answer = async (outcome: Outcome) => {
		const done = secret.answer("abcdefgh");
		board.answer(outcome);
		await done;
	};
	return { secret, board, given, right, answer };
}

test("nothing is asked until the board refuses", () => {
	const { secret } = start();
	assert.deepEqual([secret.purpose, secret.checking, secret.message], [undefined, false, ""]);
});

test("the right secret settles the question", async () => {
	for (const purpose of ["watch", "command"] as const) {
		const { secret, right, answer } = start();
		secret.ask(purpose);
		assert.equal(secret.purpose, purpose);
		await answer("right");
		assert.deepEqual([secret.purpose, secret.message, right], [undefined, "", [purpose]]);
	}
});

test("any other answer keeps the question and says why", async () => {
	const { secret, right, answer } = start();
	secret.ask("watch");
	for (const [outcome, sentence] of [
		["wrong", /not the secret/],
		["refused", /cannot check/],
		["unreachable", /does not answer/],
	] as const) {
		await answer(outcome);
		assert.deepEqual([secret.purpose, secret.checking, right], ["watch", false, []]);
		assert.match(secret.message, sentence);
	}
	secret.ask("watch");
	assert.match(secret.message, /does not answer/, "a board that refuses again does not wipe the message");
});

test("while one answer is checked no other is, and the old message is gone", async () => {
	const { secret, board, given, answer } = start();
	secret.ask("command");
	await answer("wrong");
	const checked = secret.answer("  right one ");
	assert.deepEqual([secret.checking, secret.message], [true, ""]);
	await secret.answer("impatient");
	board.answer("right");
	await checked;
	assert.deepEqual([given, secret.checking], [["abcdefgh", "right one"], false], "without the space around it");
	assert.equal(board.changes, 4);
});

test("another tab has logged in: watching needs no secret any more, commanding is not known to", () => {
	const { secret } = start();
	secret.ask("watch");
	secret.admit();
	assert.equal(secret.purpose, undefined);
	secret.ask("command");
	secret.admit();
	assert.equal(secret.purpose, "command");
});

test("asked again after it was right, it says what that can mean", async () => {
	const { secret, answer } = start();
	secret.ask("command");
	await answer("right");
	secret.ask("command");
	assert.match(secret.message, /cookies/);
});
