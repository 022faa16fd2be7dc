// Stand-in for Moddable's "embedded:io/digitalbank" on the pins of a plain ESP32.
//
// Strategy: what the SDK's driver for the ESP32 was seen to do, over the simulated pins: the same checks
// in the same order with the same errors. An edge sets the pin's bit in a trigger mask; one message delivers the mask
// later, so that edges which come close together share a callback. Nothing is debounced.
// Limits: a level is exact, where the ESP32's pins 36 and 39 have spurious interrupts.

import { pins as gpio, type Inside, type Level } from "../../../pins.js";

const Mode = Object.freeze({
	Input: 0,
	InputPullUp: 1,
	InputPullDown: 2,
	InputPullUpDown: 3,
	Output: 8,
	OutputOpenDrain: 9,
} as const);

/** Pins by bank of 32: the ESP32 has no pins 20, 24 and 28–31, and only inputs from 34 on. */
const VALID_PINS = Object.freeze([0x0eefffff, 0xff]);
const VALID_OUTPUT_PINS = Object.freeze([0x0eefffff, 0x03]);

/** The pins that an instance holds, by bank. */
const used = [0, 0];

export interface Options {
	pins: number;
	mode: number;
	bank?: number;
	activeLow?: boolean;
	initialValue?: number;
	rises?: number;
	falls?: number;
	onReadable?: (this: DigitalBank, triggered: number) => void;
	target?: unknown;
	format?: string;
}

export default class DigitalBank {
	static readonly Input = Mode.Input;
	static readonly InputPullUp = Mode.InputPullUp;
	static readonly InputPullDown = Mode.InputPullDown;
	static readonly InputPullUpDown = Mode.InputPullUpDown;
	static readonly Output = Mode.Output;
	static readonly OutputOpenDrain = Mode.OutputOpenDrain;

	target?: unknown;
	readonly #bank: number;
	readonly #pins: number;
	readonly #mode: number;
	readonly #activeLow: number;
	readonly #onReadable: Options["onReadable"];
	#unwatch: (() => void) | undefined;
	#triggered = 0;
	#closed = false;

	constructor(options: Options) {
		const { bank = 0, mode, onReadable } = options;
		if (VALID_PINS[bank] === undefined) throw new Error("invalid bank");
		const pins = options.pins >>> 0;
		if (pins === 0 || pins & ~VALID_PINS[bank]) throw new Error("invalid pin");
		if (pins & used[bank]!) throw new Error("in use");
		if (mode === undefined) throw new Error("invalid");
		if (!Object.values<number>(Mode).includes(mode)) throw new RangeError("invalid mode");
		this.#bank = bank;
		this.#pins = pins;
		this.#mode = mode;
		this.#activeLow = options.activeLow ? pins : 0;

		if (this.#isOutput) {
			if (pins & ~VALID_OUTPUT_PINS[bank]!) throw new RangeError("input only");
		} else if (onReadable) {
			if (typeof onReadable !== "function") throw new Error("not a function");
			if ((((options.rises ?? 0) | (options.falls ?? 0)) & pins) === 0) throw new RangeError("invalid edges");
			this.#onReadable = onReadable;
		}
		if ((options.format ?? "number") !== "number") throw new RangeError("invalid format");
		if ("target" in options) this.target = options.target;

		used[bank]! |= pins;
		this.#configure((options.initialValue ?? 0) ^ this.#activeLow);
		if (this.#onReadable) this.#watch(options.rises ?? 0, options.falls ?? 0);
	}

	get format(): "number" {
		return "number";
	}

	/** The bank's pins as one unsigned mask, 1 = active. */
	read(): number {
		this.#checkOpen();
		if (this.#isOutput) throw new Error("can't read output");
		let levels = 0;
		this.#eachPin((pin, mask) => {
			if (gpio.level(pin)) levels |= mask;
		});
		return (levels ^ this.#activeLow) >>> 0;
	}

	/** Sets all pins of the bank from one mask, 1 = active. */
	write(value: number): void {
		this.#checkOpen();
		if (!this.#isOutput) throw new Error("can't write input");
		this.#configure(value ^ this.#activeLow);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#unwatch?.();
		this.#eachPin((pin) => gpio.reset(pin));
		used[this.#bank]! &= ~this.#pins;
	}

	get #isOutput(): boolean {
		return this.#mode >= Mode.Output;
	}

	#checkOpen(): void {
		if (this.#closed) throw new Error("closed");
	}

	#eachPin(visit: (pin: number, mask: number) => void): void {
		for (let index = 0; index < 32; index++) {
			const mask = 1 << index;
			if (this.#pins & mask) visit(this.#bank * 32 + index, mask);
		}
	}

	#configure(levels: number): void {
		this.#eachPin((pin, mask) => gpio.configure(pin, insideOf(this.#mode, levels & mask ? 1 : 0)));
	}

	#watch(rises: number, falls: number): void {
		const [up, down] = this.#activeLow ? [falls, rises] : [rises, falls];
		this.#unwatch = gpio.watch((pin, level) => {
			const mask = 1 << (pin & 31);
			if (pin >> 5 !== this.#bank || !(mask & this.#pins & (level ? up : down))) return;
			if (this.#triggered === 0) setImmediate(() => this.#deliver());
			this.#triggered |= mask;
		});
	}

	#deliver(): void {
		const triggered = this.#triggered >>> 0;
		this.#triggered = 0;
		if (!this.#closed) this.#onReadable?.call(this, triggered);
	}
}

function insideOf(mode: number, level: Level): Inside {
	switch (mode) {
		case Mode.Output:
			return { kind: "output", level };
		case Mode.OutputOpenDrain:
			return { kind: "open drain", level };
		case Mode.InputPullUp:
			return { kind: "input", pull: 1 };
		case Mode.InputPullDown:
			return { kind: "input", pull: 0 };
		default:
			return { kind: "input", pull: undefined };
	}
}
