/*
	LEDs that come on again as they were: what is written to them is kept in the board's flash (saver.ts says when).
*/

import type { Clock, Log } from "../server/ports.js";
import type { LedBank, Preferences } from "./ports.js";
import { Saver } from "./saver.js";

export const ledsKey = "leds";

export interface LastLedsOptions {
	readonly leds: LedBank;
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
}

export class LastLeds implements LedBank {
	/** What they were when this was made; a byte. */
	readonly former: number;
	private readonly options: LastLedsOptions;
	private readonly saver: Saver;
	private now: number;
	private stored: number;

	constructor(options: LastLedsOptions) {
		this.options = options;
		this.saver = new Saver(options.clock, () => this.save());
		this.former = this.load();
		this.now = this.former;
		this.stored = this.former;
	}

	get count(): number {
		return this.options.leds.count;
	}

	write(leds: number): void {
		this.options.leds.write(leds);
		this.now = leds;
		if (leds !== this.stored) this.saver.changed();
	}

	/** What is no byte counts as all Off. */
	private load(): number {
		const { preferences, log } = this.options;
		try {
			const value = preferences.get(ledsKey);
			const byte = Number(value) & 0xff;
			if (value === undefined || value === String(byte)) return byte;
			log(`LEDs: what is stored is no byte, and is dropped`);
		} catch (error) {
			log(`LEDs: what they were cannot be read: ${error}`);
		}
		return 0;
	}

	private save(): boolean {
		const { preferences, log } = this.options;
		if (this.now === this.stored) return true;
		try {
			preferences.set(ledsKey, String(this.now));
			this.stored = this.now;
			return true;
		} catch (error) {
			log(`LEDs: what they are cannot be written: ${error}`);
			return false;
		}
	}
}
