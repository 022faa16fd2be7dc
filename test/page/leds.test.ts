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

test("the board refuses: its sentence is said, and the wishes are dropped", () => {
	const { leds, led } = start();
	leds.press(2, 0);
	leds.press(0, 0);
	leds.refuse("The secret is needed.");
	assert.deepEqual([led(), leds.all?.[0].wish, leds.message], ["off", undefined, "The secret is needed."]);
	leds.expire(patience);
	assert.equal(leds.message, "The secret is needed.");
	leds.press(2, patience);
	assert.deepEqual([led(), leds.message], ["off→on", ""], "the next press begins anew");
});

test("the board says nothing for three seconds: the wish is dropped, and others wait on", () => {
	const { leds, led } = start();
	leds.press(2, 0);
	leds.press(0, 1000);
	leds.expire(patience - 1);
	assert.deepEqual([led(), leds.message, patience], ["off→on", "", 3000]);
	leds.expire(patience);
	assert.deepEqual([led(), leds.message], ["off", "The board did not confirm LED 3."]);
	assert.equal(leds.all?.[0].wish, true);
	leds.tell(third);
	assert.equal(led(), "on", "a late answer is the truth all the same");
});

test("the connection is lost: wishes are dropped, and nothing can be pressed until the board tells again", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	leds.press(0, 0);
	leds.lose();
	assert.equal(leds.message, "The connection was lost before the board confirmed LED 3, LED 1.");
	assert.deepEqual([led(), leds.live], ["off", false]);
	leds.press(2, 10);
	assert.deepEqual([led(), sent.length], ["off", 2]);
	leds.tell(third);
	assert.deepEqual([led(), leds.live], ["on", true]);
});

test("a connection lost without a wish needs no message", () => {
	const { leds } = start();
	leds.lose();
	assert.equal(leds.message, "");
});

test("what could not be sent is put back at once", () => {
	const { leds, sent, socket, led } = start();
	socket.open = false;
	leds.press(2, 0);
	assert.deepEqual([led(), leds.live, sent], ["off", false, []]);
	assert.equal(leds.message, "The connection was lost before the board confirmed LED 3.");
});

test("pressed twice quickly: both are sent, and the last wish wins", () => {
	const { leds, sent, led } = start();
	leds.press(2, 0);
	leds.press(2, 2000);
	assert.equal(led(), "off→off");
	leds.tell(third);
	assert.equal(led(), "on→off", "the first command is done, the second is on its way");
	leds.expire(patience);
	assert.equal(led(), "on→off", "the patience counts from the last press");
	leds.tell(off);
	assert.deepEqual([led(), leds.message], ["off", ""]);
	assert.deepEqual(sent, ['{"leds":{"led3":"On"}}', '{"leds":{"led3":"Off"}}']);
});

test("pressed three times quickly", () => {
	const { leds, sent, led } = start();
	for (let press = 0; press < 3; press++) leds.press(2, 0);
	assert.equal(led(), "off→on");
	leds.tell(third);
	assert.deepEqual([led(), sent.length], ["on", 3]);
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
