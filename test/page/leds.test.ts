// Wishes and what becomes of them: an LED is what the board says, whatever was pressed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Leds, patience } from "./modules.js";

const off = [false, false, false];
const third = [false, false, true];

/** LEDs that are live and Off, and what they send. */
function start() {
	const sent: string[] = [];
	const socket = { open: true };
	const leds = new Leds((text) => {
		if (socket.open) sent.push(text);
		return socket.open;
	});
	leds.tell(off);
	/** LED 3, as "off", "on", or with the wish: "off→on". */
	const led = () => {
		const { told, wish } = leds.all?.[2] ?? assert.fail("there is no LED 3");
		const word = (value: boolean) => (value ? "on" : "off");
		return wish === undefined ? word(told) : `${word(told)}→${word(wish)}`;
	};
	return { leds, sent, socket, led };
}

test("before the board has told, nothing is known and nothing can be pressed", () => {
	const leds = new Leds(() => assert.fail("sent"));
	leds.press(0, 0);
	assert.deepEqual([leds.all, leds.live, leds.message], [undefined, false, ""]);
});

test("a press is sent and stays a wish until the board has done it", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	assert.deepEqual([led(), sent], ["off→on", ['{"leds":{"led3":"On"}}']]);
	leds.tell(third);
	assert.equal(led(), "on");
	leds.press(2, 0);
	assert.deepEqual([led(), sent[1]], ["on→off", '{"leds":{"led3":"Off"}}']);
	leds.tell(off);
	assert.deepEqual([led(), leds.message], ["off", ""]);
	leds.expire(patience);
	assert.equal(leds.message, "", "what is confirmed does not expire");
});

test("the board refuses: its sentence is said until the next press, and the wishes are over", () => {
	const { leds, led } = start();
	leds.press(2, 0);
	leds.press(0, 0);
	leds.refuse("There is no led3 here.");
	assert.deepEqual([led(), leds.all?.[0].wish, leds.message], ["off", undefined, "There is no led3 here."]);
	leds.expire(patience);
	assert.equal(leds.message, "There is no led3 here.");
	leds.press(2, patience);
	assert.deepEqual([led(), leds.message], ["off→on", ""], "the next press begins anew");
});

test("a refusal can be tried again, as when the token has been given since", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	leds.refuse("");
	assert.equal(leds.message, "");
	leds.lose();
	leds.tell(off);
	leds.retry(10);
	assert.deepEqual([led(), sent.length, sent[1]], ["off→on", 2, sent[0]]);
});

test("the board says nothing for three seconds: the wish is over, others wait on, and it is said until it is true", () => {
	const { leds, led } = start();
	leds.press(2, 0);
	leds.press(0, 1000);
	leds.expire(patience - 1);
	assert.deepEqual([led(), leds.message, patience], ["off→on", "", 3000]);
	leds.expire(patience);
	assert.deepEqual([led(), leds.message, leds.canRetry], ["off", "The board did not confirm LED 3.", true]);
	assert.equal(leds.all?.[0].wish, true);
	leds.tell(off);
	assert.equal(leds.message, "The board did not confirm LED 3.");
	leds.tell(third);
	assert.deepEqual([led(), leds.message, leds.canRetry], ["on", "", false], "a late answer is the truth all the same");
});

test("what has failed is tried again, or dismissed", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	leds.expire(patience);
	leds.retry(patience);
	assert.deepEqual([led(), sent.length, leds.message], ["off→on", 2, ""]);
	leds.expire(2 * patience);
	leds.dismiss();
	assert.deepEqual([led(), leds.message, leds.canRetry], ["off", "", false]);
});

test("the connection is lost: wishes are over, and said until the board tells that they are done", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	leds.press(0, 0);
	leds.lose();
	const sentence = "The connection was lost before the board confirmed LED 3 and LED 1.";
	assert.deepEqual([led(), leds.live, leds.message, leds.canRetry], ["off", false, sentence, false]);
	leds.tell(third);
	assert.deepEqual([led(), leds.live, leds.canRetry], ["on", true, true]);
	assert.equal(leds.message, "The connection was lost before the board confirmed LED 1.");
	leds.retry(10);
	assert.deepEqual([sent.at(-1), leds.message], ['{"leds":{"led1":"On"}}', ""]);
});

test("a connection lost without a wish needs no message", () => {
	const { leds } = start();
	leds.lose();
	assert.equal(leds.message, "");
});

test("a press without a connection says why nothing happens, and can be tried again when there is one", () => {
	for (const lose of [true, false]) {
		const { leds, sent, socket, led } = start();
		socket.open = false;
		if (lose) leds.lose();
		leds.press(2, 0);
		assert.deepEqual([led(), sent], ["off", []]);
		const said = "Without a connection the page could not change LED 3.";
		assert.equal(leds.message, said);
		socket.open = true;
		leds.tell(off);
		assert.equal(leds.message, said, "which is true also when there is a connection again");
		leds.retry(10);
		assert.deepEqual([led(), sent.length, leds.message], ["off→on", 1, ""]);
	}
});

test("pressed twice quickly: both are sent, and both are done before the LED is at rest", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	leds.press(2, 2000);
	assert.equal(led(), "off→off");
	leds.tell(off);
	assert.equal(led(), "off→off", "somebody else's message, which happens to agree, confirms nothing");
	leds.tell(third);
	assert.equal(led(), "on→off", "the first command is done, the second is on its way");
	leds.expire(patience);
	assert.equal(led(), "on→off", "the patience counts from the last press");
	leds.tell(off);
	assert.deepEqual([led(), leds.message], ["off", ""]);
	assert.deepEqual(sent, ['{"leds":{"led3":"On"}}', '{"leds":{"led3":"Off"}}']);
});

test("pressed three times quickly: the wish stands until the third is done", () => {
	const { leds, sent, led } = start();
	for (let press = 0; press < 3; press++) leds.press(2, 0);
	const seen = [third, third, off, third].map((told) => {
		leds.tell(told);
		return led();
	});
	assert.deepEqual([seen, sent.length], [["on→on", "on→on", "off→on", "on"], 3]);
});

test("a slow client was spared a message in between: when patience is over, what was told last decides", () => {
	const { leds, led } = start();
	for (let press = 0; press < 3; press++) leds.press(2, 0);
	leds.tell(third);
	leds.expire(patience);
	assert.deepEqual([led(), leds.message], ["on", ""]);
});

test("another client's change shows at once and leaves a wish alone", () => {
	const { leds, led } = start();
	leds.press(2, 0);
	leds.tell([true, false, false]);
	assert.deepEqual([led(), leds.all?.[0]], ["off→on", { told: true, wish: undefined }]);
	leds.tell([true, false, true]);
	assert.equal(led(), "on");
});

test("another client does the same: the wish is fulfilled, by whomever", () => {
	const { leds, led } = start();
	leds.press(2, 0);
	leds.tell(third);
	leds.tell(third);
	assert.deepEqual([led(), leds.message], ["on", ""]);
});

test("a board that came back with fewer LEDs, or none, has no others", () => {
	const { leds } = start();
	leds.lose();
	leds.tell([true]);
	assert.deepEqual(leds.all, [{ told: true, wish: undefined }]);
	leds.tell([]);
	assert.deepEqual([leds.all, leds.live], [[], true]);
});
