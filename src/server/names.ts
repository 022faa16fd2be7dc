/*
	The names of the switches on this board: told at once when they change, and kept in the board's flash a little later, so
	that a name that is still being typed does not wear it. Only what differs from the flash is written. A write that fails
	is tried again for as long as it takes; a name that cannot be read, or is none, is as good as no name, and reported.

	Limit: what was changed within the last second before the power goes is lost.
*/

import { encodeNames, keyOf, nameFault, type Names as SomeNames } from "../switches/names.js";
import { switchCount } from "../switches/switches.js";
import type { Clock, Log, Preferences } from "./ports.js";
import type { Feed } from "./routes.js";

/** How long after the last change the names are written, in ms. */
export const writeDelay = 1000;

/** How long after a failure they are written again, in ms. */
export const retryDelay = 30_000;

export interface NamesOptions {
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
	/** There has been a command: `message` says all the names as they are now. */
	readonly onChange: () => void;
}

export class Names implements Feed {
	private readonly options: NamesOptions;
	private readonly names: string[] = [];
	/** What is in the flash: a name, "" for none, undefined for what is no name. */
	private readonly stored: (string | undefined)[] = [];
	/** When to write, in the clock's ms, while `waiting`. */
	private due = 0;
	private waiting = false;

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
		if (this.isUnwritten) this.write(writeDelay);
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

	/** Writes after `delay` ms, or that much later than it would have. */
	private write(delay: number): void {
		const { clock } = this.options;
		this.due = (clock.now() + delay) | 0;
		if (!this.waiting) this.wait(delay);
	}

	private wait(delay: number): void {
		this.waiting = true;
		this.options.clock.after(delay, () => this.look());
	}

	private look(): void {
		const left = (this.due - this.options.clock.now()) | 0;
		// A clock that was set back must not put it off for longer.
		if (left > 0 && left <= retryDelay) {
			this.wait(left);
			return;
		}
		this.waiting = false;
		for (let place = 0; place < switchCount; place++) this.save(place);
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
			this.write(retryDelay);
		}
	}
}
