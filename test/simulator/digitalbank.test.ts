// The contract of "embedded:io/digitalbank" on the ESP32, on the simulated pins.

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import DigitalBank, { type Options } from "../../tools/simulator/modules/embedded/io/digitalbank.js";
import { pins } from "../../tools/simulator/pins.js";

const { Input, InputPullUp, InputPullDown, Output, OutputOpenDrain } = DigitalBank;
const SEVERAL = (1 << 4) | (1 << 13) | (1 << 27);
const turn = () => new Promise(setImmediate);

/** A bank that is closed, with its pins unwired, when the test ends. */
function open(context: TestContext, options: Options): DigitalBank {
	const bank = new DigitalBank(options);
	context.after(() => {
		bank.close();
		for (let pin = 0; pin < 40; pin++) pins.wire(pin, undefined);
	});
	return bank;
}

test("inputs read their pull resistors, or what the board connects them to", (context) => {
	const bank = open(context, { pins: SEVERAL, mode: InputPullUp });
	assert.equal(bank.read(), SEVERAL);
	pins.wire(13, 0);
	assert.equal(bank.read(), (1 << 4) | (1 << 27));
	pins.wire(13, undefined);
	assert.equal(bank.read(), SEVERAL);
});

test("a pull-down reads 0 until the board connects it to 3.3 V", (context) => {
	const bank = open(context, { pins: 1 << 4, mode: InputPullDown });
	assert.equal(bank.read(), 0);
	pins.wire(4, 1);
	assert.equal(bank.read(), 1 << 4);
});

test("activeLow inverts what is read, and only the bank's pins", (context) => {
	const bank = open(context, { pins: SEVERAL, mode: InputPullUp, activeLow: true });
	assert.equal(bank.read(), 0);
	pins.wire(27, 0);
	assert.equal(bank.read(), 1 << 27);
});

test("outputs drive, from initialValue on; activeLow inverts them", (context) => {
	const bank = open(context, { pins: SEVERAL, mode: Output, initialValue: 1 << 4 });
	const driven = () => [4, 13, 27].map((pin) => pins.driven(pin));
	assert.deepEqual(driven(), [1, 0, 0]);
	bank.write(0xffff_ffff);
	assert.deepEqual(driven(), [1, 1, 1]);
	bank.close();
	assert.deepEqual(driven(), [undefined, undefined, undefined]);
	open(context, { pins: SEVERAL, mode: Output, initialValue: 1 << 4, activeLow: true });
	assert.deepEqual(driven(), [0, 1, 1]);
});

test("an open drain drives only 0", (context) => {
	const bank = open(context, { pins: 1 << 4, mode: OutputOpenDrain, initialValue: 1 << 4 });
	assert.equal(pins.driven(4), undefined);
	bank.write(0);
	assert.equal(pins.driven(4), 0);
});

test("pins above 31 are bank 1, and 34 to 39 only inputs", (context) => {
	const bank = open(context, { pins: 1 << 2, bank: 1, mode: Input });
	pins.wire(34, 1);
	assert.equal(bank.read(), 1 << 2);
	bank.close();
	assert.throws(() => new DigitalBank({ pins: 1 << 2, bank: 1, mode: Output }), /^RangeError: input only$/);
});

test("pin 31's mask would be unsigned: what is read is never negative", (context) => {
	const bank = open(context, { pins: 0x0eef_ffff, mode: InputPullUp });
	assert.equal(bank.read(), 0x0eef_ffff);
});

test("an edge calls back later, with the pins' mask, on the bank", async (context) => {
	const target = {};
	const seen: unknown[] = [];
	const bank: DigitalBank = open(context, {
		pins: SEVERAL,
		mode: InputPullUp,
		rises: SEVERAL,
		falls: SEVERAL,
		target,
		onReadable(triggered) {
			seen.push(triggered);
			assert.equal(this, bank);
			assert.equal(this.target, target);
		},
	});
	await turn();
	assert.deepEqual(seen, [], "not for the levels it began with");
	pins.wire(4, 0);
	assert.deepEqual(seen, [], "not at once");
	await turn();
	assert.deepEqual(seen, [1 << 4]);
	pins.wire(4, 0);
	await turn();
	assert.deepEqual(seen, [1 << 4], "no edge, no call");
});

test("edges before the delivery share one call, even if the levels are back", async (context) => {
	const seen: number[] = [];
	const bank = open(context, {
		pins: SEVERAL,
		mode: InputPullUp,
		rises: SEVERAL,
		falls: SEVERAL,
		onReadable: (triggered) => seen.push(triggered),
	});
	pins.wire(4, 0);
	pins.wire(27, 0);
	pins.wire(27, undefined);
	await turn();
	assert.deepEqual(seen, [(1 << 4) | (1 << 27)]);
	assert.equal(bank.read(), SEVERAL & ~(1 << 4));
});

test("rises and falls choose the edges, and activeLow exchanges them", async (context) => {
	const seen: string[] = [];
	const onlyRises = { mode: InputPullUp, rises: 0xffff_ffff };
	open(context, { ...onlyRises, pins: 1 << 4, onReadable: () => seen.push("high") });
	open(context, { ...onlyRises, pins: 1 << 5, activeLow: true, onReadable: () => seen.push("low") });
	pins.wire(4, 0);
	pins.wire(5, 0);
	await turn();
	assert.deepEqual(seen, ["low"]);
	pins.wire(4, undefined);
	pins.wire(5, undefined);
	await turn();
	assert.deepEqual(seen, ["low", "high"]);
});

test("nothing is delivered after close, which gives the pins back and may be called again", async (context) => {
	let calls = 0;
	const options = { pins: 1 << 4, mode: InputPullUp, falls: 1 << 4, onReadable: () => calls++ };
	const bank = open(context, options);
	pins.wire(4, 0);
	bank.close();
	bank.close();
	await turn();
	assert.equal(calls, 0);
	assert.throws(() => bank.read(), /closed/);
	assert.throws(() => bank.write(0), /closed/);
	open(context, options);
});

test("options are checked as on the ESP32", (context) => {
	const onReadable = () => {};
	const make = (options: Partial<Options>) => () => new DigitalBank({ pins: 1 << 4, mode: Input, ...options });
	assert.throws(make({ pins: 0 }), /^Error: invalid pin$/);
	for (const pin of [20, 24, 28, 31]) assert.throws(make({ pins: 1 << pin }), /invalid pin/);
	assert.throws(make({ bank: 2 }), /^Error: invalid bank$/);
	assert.throws(make({ mode: undefined as never }), /^Error: invalid$/);
	for (const mode of [-1, 4, 7, 10, 16]) assert.throws(make({ mode }), /^RangeError: invalid mode$/);
	assert.throws(make({ onReadable }), /^RangeError: invalid edges$/);
	assert.throws(make({ onReadable, rises: 1 << 5 }), /invalid edges/);
	assert.throws(make({ onReadable: 1 as never, rises: 1 << 4 }), /not a function/);
	assert.throws(make({ format: "buffer" }), /^RangeError: invalid format$/);

	open(context, { pins: SEVERAL, mode: Input });
	assert.throws(make({}), /^Error: in use$/);
});

test("reading an output and writing an input throw", (context) => {
	const input = open(context, { pins: 1 << 4, mode: Input });
	const output = open(context, { pins: 1 << 5, mode: Output });
	assert.throws(() => input.write(0), /^Error: can't write input$/);
	assert.throws(() => output.read(), /^Error: can't read output$/);
});
