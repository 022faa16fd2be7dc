/*
	The names of the switches on this board. They apply at once; a second later all that differ from the board's flash are
	saved together. A save that fails is tried again for as long as it takes. An unreadable or invalid name counts as empty
	and is logged.

	Flash wears out, so saving is limited to `burst` batches within `span`. Limit: a name that has not been saved when the
	power goes is lost.
*/

import type { Feed } from "../server/feed.js";
import type { Clock, Log } from "../server/ports.js";
import { encodeNames, keyOf, type NewNames, nameFault } from "../switches/names.js";
import { switchCount } from "../switches/switches.js";
import type { Preferences } from "./ports.js";

/** How long after the first change the names are saved, in ms. */
export const writeDelay = 1000;

/** At most so many batches are saved within a span of so many ms: with 8 names, 16 writes a minute in the long run. */
export const burst = 20;
export const span = 600_000;

/** How long after a failure they are saved again, in ms. */
export const retryDelay = 30_000;

export interface SwitchNamesOptions {
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
}

export class SwitchNames implements Feed {
	onChange?: () => boolean;
	private readonly options: SwitchNamesOptions;
	private readonly names: string[] = [];
	/** What is in the flash: a name, "" for none, undefined for what is no name. */
	private readonly stored: (string | undefined)[] = [];
	private waiting = false;
	/** When the present span began, in the clock's ms, and how many batches have been saved in it. */
	private begun = 0;
	private batches = 0;

	constructor(options: SwitchNamesOptions) {
		this.options = options;
		for (let place = 0; place < switchCount; place++) {
			const name = this.load(place);
			this.stored.push(name);
			this.names.push(name ?? "");
		}
	}

	get message(): string {
		return encodeNames(this.names);
	}

	/** Gives the switches these names, which have been checked. */
	rename(names: NewNames): void {
		for (let place = 0; place < switchCount; place++) this.names[place] = names[place] ?? this.names[place];
		if (this.isUnsaved) this.wait(this.nextDelay());
		this.onChange?.();
	}

	private get isUnsaved(): boolean {
		return this.names.some((name, place) => name !== this.stored[place]);
	}

	private load(place: number): string | undefined {
		const { preferences, log } = this.options;
		try {
			const value = preferences.get(keyOf(place)) ?? "";
			const fault = nameFault(value);
			if (!fault) return value as string;
			log(`names: ${keyOf(place)} as stored ${fault}, and is dropped`);
			return undefined;
		} catch (error) {
			log(`names: ${keyOf(place)} cannot be read: ${error}`);
			return "";
		}
	}

	/** For how many ms the next batch has to wait. */
	private nextDelay(): number {
		const left = this.leftOfSpan();
		return this.batches < burst || left <= 0 ? writeDelay : left;
	}

	/** How many ms of the present span are to come; 0 or less when it is over. A clock that was set back ends it. */
	private leftOfSpan(): number {
		const passed = (this.options.clock.now() - this.begun) | 0;
		return passed < 0 ? 0 : span - passed;
	}

	private wait(delay: number): void {
		if (this.waiting) return;
		this.waiting = true;
		this.options.clock.after(delay, () => this.write());
	}

	private write(): void {
		this.waiting = false;
		if (this.batches === 0 || this.leftOfSpan() <= 0) {
			this.begun = this.options.clock.now();
			this.batches = 0;
		}
		this.batches++;
		for (let place = 0; place < switchCount; place++) this.save(place);
		if (this.isUnsaved) this.wait(retryDelay);
	}

	private save(place: number): void {
		const { preferences, log } = this.options;
		const name = this.names[place];
		if (name === this.stored[place]) return;
		try {
			if (name) preferences.set(keyOf(place), name);
			else preferences.delete(keyOf(place));
			this.stored[place] = name;
		} catch (error) {
			log(`names: ${keyOf(place)} cannot be written: ${error}`);
		}
	}
}
