// The question for the token: asked once, until it is settled.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Outcome, type Purpose, Token } from "./modules.js";

function start() {
	const given: string[] = [];
	const right: (Purpose | undefined)[] = [];
	const board = { answer: (_outcome: Outcome) => {}, changes: 0 };
	const token = new Token({
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
		const done = token.answer("abcdefgh");
		board.answer(outcome);
		await done;
	};
	return { token, board, given, right, answer };
}

test("nothing is asked until the board refuses", () => {
	const { token } = start();
	assert.deepEqual([token.purpose, token.checking, token.message], [undefined, false, ""]);
});

test("the right token settles the question", async () => {
	for (const purpose of ["watch", "command"] as const) {
		const { token, right, answer } = start();
		token.ask(purpose);
		assert.equal(token.purpose, purpose);
		await answer("right");
		assert.deepEqual([token.purpose, token.message, right], [undefined, "", [purpose]]);
	}
});

test("any other answer keeps the question and says why", async () => {
	const { token, right, answer } = start();
	token.ask("watch");
	for (const [outcome, sentence] of [
		["wrong", /not this board’s token/],
		["refused", /cannot check/],
		["unreachable", /does not answer/],
	] as const) {
		await answer(outcome);
		assert.deepEqual([token.purpose, token.checking, right], ["watch", false, []]);
		assert.match(token.message, sentence);
	}
	token.ask("watch");
	assert.match(token.message, /does not answer/, "a board that refuses again does not wipe the message");
});

test("while one answer is checked no other is, and the old message is gone", async () => {
	const { token, board, given, answer } = start();
	token.ask("command");
	await answer("wrong");
	const checked = token.answer("  right one ");
	assert.deepEqual([token.checking, token.message], [true, ""]);
	await token.answer("impatient");
	board.answer("right");
	await checked;
	assert.deepEqual([given, token.checking], [["abcdefgh", "right one"], false], "without the space around it");
	assert.equal(board.changes, 4);
});

test("another tab has logged in: watching needs no token any more, commanding is not known to", () => {
	const { token } = start();
	token.ask("watch");
	token.admit();
	assert.equal(token.purpose, undefined);
	token.ask("command");
	token.admit();
	assert.equal(token.purpose, "command");
});

test("asked again after it was right, it says what that can mean", async () => {
	const { token, answer } = start();
	token.ask("command");
	await answer("right");
	token.ask("command");
	assert.match(token.message, /cookies/);
});

test("whoever leaves the question is not asked again by the next attempt, but when they want to", () => {
	const { token } = start();
	token.ask("watch");
	token.leave();
	token.ask("watch");
	assert.equal(token.purpose, undefined);
	token.ask("command");
	assert.equal(token.purpose, "command", "a press asks");
	token.leave();
	token.ask("watch");
	assert.equal(token.purpose, "watch", "it was another question that was left");
	token.leave();
	token.reopen();
	assert.equal(token.purpose, "watch");
	token.leave();
	token.admit();
	token.ask("watch");
	assert.equal(token.purpose, "watch", "the board has let this page in since");
});
