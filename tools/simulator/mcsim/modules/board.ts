/*
 * The simulated board: the levels of GPIO 0–31, between the panel's drawing and the pins a DigitalBank asks for.
 *
 * A closed switch ties its pin to ground (`config.switches.activeLow`) or to 3.3 V; an open one leaves it to its pull,
 * so a missing pull-up shows here as it does on the bench. An LED is lit while its pin is driven to its active level.
 * BOOT is a button to ground at `config.setupPin`.
 * Messages: `{ attach: url }` asks the panel for its state; `{ switches: byte, boot: boolean }` comes in, `{ leds: byte }` goes out.
 * Limits: one bank of pins; no strapping, no contention; the manifest's pins, not those of the command line.
 */

import Control from "control";
import config from "mc/config";

/** Told which pins have just risen and which have fallen, as 32-bit masks. */
export type EdgeListener = (rose: number, fell: number) => void;

/** The SDK's own: one object per machine, and with it the line to the panel. */
declare const screen: { board?: Board };

export class Board extends Control {
	#closed = 0; // switches, bit n = position n
	#boot = false; // held
	#pullUps = 0;
	#driven = 0;
	#output = 0;
	#used = 0;
	#listeners = new Set<EdgeListener>();

	constructor() {
		super();
		this.postJSON({ attach: `http://localhost:${config.port}` });
	}

	/** The level of every pin, as a 32-bit mask. */
	get levels(): number {
		const { pins, activeLow } = config.switches;
		let levels = this.#pullUps;
		for (let n = 0; n < pins.length; n++) {
			if (!(this.#closed & (1 << n))) continue;
			if (activeLow) levels &= ~(1 << pins[n]);
			else levels |= 1 << pins[n];
		}
		if (this.#boot) levels &= ~(1 << Number(config.setupPin));
		return (levels & ~this.#driven) | this.#output;
	}

	/** Reserves the pins for one holder. Throws when any of them is held. */
	claim(pins: number): void {
		if (this.#used & pins) throw new Error("in use");
		this.#used |= pins;
	}

	/** Takes the pins back to what they are after reset: inputs without a pull. */
	release(pins: number): void {
		this.#used &= ~pins;
		this.#driven &= ~pins;
		this.#output &= ~pins;
		this.#pullUps &= ~pins;
		this.#showLEDs();
	}

	pullUp(pins: number): void {
		this.#pullUps |= pins;
	}

	/** Drives the pins to the levels given, the others are left alone. */
	drive(pins: number, levels: number): void {
		this.#driven |= pins;
		this.#output = (this.#output & ~pins) | (levels & pins);
		this.#showLEDs();
	}

	listen(listener: EdgeListener): void {
		this.#listeners.add(listener);
	}

	unlisten(listener: EdgeListener): void {
		this.#listeners.delete(listener);
	}

	override onJSON(json: Record<string, unknown>): void {
		if (typeof json.switches !== "number") return;
		const before = this.levels;
		this.#closed = json.switches;
		this.#boot = json.boot === true;
		const after = this.levels;
		for (const listener of this.#listeners) listener(after & ~before, before & ~after);
	}

	#showLEDs(): void {
		const { pins, activeLow } = config.leds;
		const lit = activeLow ? this.#driven & ~this.#output : this.#driven & this.#output;
		let leds = 0;
		for (let n = 0; n < pins.length; n++) if (lit & (1 << pins[n])) leds |= 1 << n;
		this.postJSON({ leds });
	}
}

/** The one board of this machine; made when first asked for, since a preloaded module has no screen yet. */
export function openBoard(): Board {
	screen.board ??= new Board();
	return screen.board;
}
