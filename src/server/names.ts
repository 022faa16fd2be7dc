/*
	The names of the switches on this board: told at once when they change, and kept in the board's flash a second later, all
	that differs from it together. A write that fails is tried again for as long as it takes; a name that cannot be read, or
	is none, is as good as no name, and reported.

	Whoever renames without end does not wear the flash out: after so many times (`burst`) within a while (`span`) the next one
	waits until that is over. Limit: what has not been written when the power goes is lost.
*/

import { encodeNames, keyOf, nameFault, type Names as SomeNames } from "../switches/names.js";
import { switchCount } from "../switches/switches.js";
import type { Clock, Log, Preferences } from "./ports.js";
import type { Feed } from "./routes.js";

/** How long after the first change the names are written, in ms. */
export const writeDelay = 1000;

/** How often they are written within a span of so many ms: at 8 names, 16 writes a minute at most in the long run. */
export const burst = 20;
export const span = 600_000;

/** How long after a failure they are written again, in ms. */
export const retryDelay = 30_000;

export interface NamesOptions {
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
	/** Names have been given: `message` says all of them as they are now. */
	readonly onChange: () => void;
}

export class Names implements Feed {
	private readonly options: NamesOptions;
	private readonly names: string[] = [];
	/** What is in the flash: a name, "" for none, undefined for what is no name. */
	private readonly stored: (string | undefined)[] = [];
	private waiting = false;
	/** When the present span began, in the clock's ms, and how often it has been written since. */
	private begun = 0;
	private times = 0;

	constructor(options: NamesOptions) {
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
	rename(names: SomeNames): void {
		for (let place = 0; place < switchCount; place++) this.names[place] = names[place] ?? this.names[place];
		if (this.isUnwritten) this.wait(this.nextDelay());
		this.options.onChange();
	}

	private get isUnwritten(): boolean {
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

	/** For how many ms the next write has to wait; begins a new span when one is over. */
	private nextDelay(): number {
		const now = this.options.clock.now();
		const passed = (now - this.begun) | 0;
		// A clock that was set back begins anew.
		if (this.times === 0 || passed < 0 || passed >= span) {
			this.begun = now;
			this.times = 0;
		}
		return this.times < burst ? writeDelay : span - passed;
	}

	private wait(delay: number): void {
		if (this.waiting) return;
		this.waiting = true;
		this.options.clock.after(delay, () => this.write());
	}

	private write(): void {
		this.waiting = false;
		this.times++;
		for (let place = 0; place < switchCount; place++) this.save(place);
		if (this.isUnwritten) this.wait(retryDelay);
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
