/*
 * `embedded:io/digitalbank` (ECMA-419 §10.2) over the simulated board, since the desktop has no pins.
 *
 * It keeps the ESP32 implementation's contract: the same errors in the same order, `onReadable` never from inside a
 * call, edges that come before delivery coalesced into one trigger mask, `close()` final and idempotent.
 * Limits: bank 0, and of the modes pull-up is told from the rest, pull-down and none being alike on this board.
 */

import { openBoard } from "board";
import Timer from "timer";

export interface Options {
	pins: number;
	mode: number;
	bank?: number | string;
	activeLow?: boolean;
	initialValue?: number;
	rises?: number;
	falls?: number;
	onReadable?: (this: DigitalBank, trigger: number) => void;
	format?: "number";
	target?: unknown;
}

/** The pins an ESP32 has in bank 0: GPIO 0–31 but 24 and 28–31. */
const VALID_PINS = 0x0effffff;

class DigitalBank {
	static readonly Input = 0;
	static readonly InputPullUp = 1;
	static readonly InputPullDown = 2;
	static readonly InputPullUpDown = 3;
	static readonly Output = 8;
	static readonly OutputOpenDrain = 9;
	static readonly ActiveLow = 16;

	target: unknown;
	#board = openBoard();
	#pins = 0; // 0 once closed
	#activeLow = 0;
	#isInput: boolean;
	#close: () => void = () => undefined;

	constructor(options: Options) {
		const { pins, mode, bank = 0, activeLow = false } = options;
		if (Number(bank) !== 0) throw new Error("invalid bank");
		if (!pins || pins & ~VALID_PINS) throw new Error("invalid pin");
		this.#isInput = mode >= DigitalBank.Input && mode <= DigitalBank.InputPullUpDown;
		if (!this.#isInput && mode !== DigitalBank.Output && mode !== DigitalBank.OutputOpenDrain)
			throw new RangeError("invalid mode");
		this.#board.claim(pins);
		this.target = options.target;
		this.#pins = pins;
		this.#activeLow = activeLow ? pins : 0;
		if (!this.#isInput) {
			this.write(options.initialValue ?? 0);
			return;
		}
		if (mode === DigitalBank.InputPullUp) this.#board.pullUp(pins);
		if (options.onReadable) this.#watch(options, options.onReadable);
	}

	/** The pins held as a 32-bit mask, 1 for active. */
	read(): number {
		if (!this.#pins) throw new TypeError("closed");
		if (!this.#isInput) throw new Error("can't read output");
		return ((this.#board.levels & this.#pins) ^ this.#activeLow) >>> 0;
	}

	/** Sets the pins held, the other bits are ignored. */
	write(value: number): void {
		if (!this.#pins) throw new TypeError("closed");
		if (this.#isInput) throw new Error("can't write input");
		this.#board.drive(this.#pins, value ^ this.#activeLow);
	}

	close(): void {
		if (!this.#pins) return;
		this.#close();
		this.#board.release(this.#pins);
		this.#pins = 0;
	}

	get format(): "number" {
		return "number";
	}

	set format(value: "number") {
		if (value !== "number") throw new RangeError("invalid format");
	}

	#watch({ rises = 0, falls = 0 }: Options, onReadable: NonNullable<Options["onReadable"]>): void {
		const pins = this.#pins;
		if (!((rises | falls) & pins)) {
			this.close();
			throw new RangeError("invalid edges");
		}
		const [rising, falling] = this.#activeLow ? [falls, rises] : [rises, falls];
		let triggered = 0;
		const listener = (rose: number, fell: number): void => {
			const edges = ((rose & rising) | (fell & falling)) & pins;
			if (!edges) return;
			if (!triggered)
				Timer.set(() => {
					const trigger = triggered >>> 0;
					triggered = 0;
					if (this.#pins) onReadable.call(this, trigger);
				});
			triggered |= edges;
		};
		this.#board.listen(listener);
		this.#close = () => this.#board.unlisten(listener);
	}
}

export default DigitalBank;
