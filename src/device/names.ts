/*
	The names of the switches on this board. They apply at once and are saved soon (saver.ts): all that differ from the board's
	flash together, with 8 names 16 writes a minute in the long run. An unreadable or invalid name counts as empty and is
	logged.
*/

import type { Feed } from "../server/feed.js";
import type { Clock, Log } from "../server/ports.js";
import { encodeNames, keyOf, type NewNames, nameFault } from "../switches/names.js";
import { switchCount } from "../switches/switches.js";
import type { Preferences } from "./ports.js";
import { Saver } from "./saver.js";

export interface SwitchNamesOptions {
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
}

export class SwitchNames implements Feed {
	onChange?: () => boolean;
	private readonly options: SwitchNamesOptions;
	/** By place, as they are now; "" for none. To be read only. */
	readonly names: string[] = [];
	/** What is in the flash: a name, "" for none, undefined for what is no name. */
	private readonly stored: (string | undefined)[] = [];
	private readonly saver: Saver;

	constructor(options: SwitchNamesOptions) {
		this.options = options;
		this.saver = new Saver(options.clock, () => this.saveAll());
		for (let place = 0; place < switchCount; place++) {
			const name = this.load(place);
			this.stored.push(name);
			this.names.push(name ?? "");
		}
	}

	get message(): string {
		return encodeNames(this.names);
	}

	/** The name of the switch at `place` (0–7), "" for none. */
	nameOf(place: number): string {
		return this.names[place];
	}

	/** Gives the switches these names, which have been checked. */
	rename(names: NewNames): void {
		for (let place = 0; place < switchCount; place++) this.names[place] = names[place] ?? this.names[place];
		if (this.isUnsaved) this.saver.changed();
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

	private saveAll(): boolean {
		for (let place = 0; place < switchCount; place++) this.save(place);
		return !this.isUnsaved;
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
