/*
	The board as its clients see it: the settled switches, how often and when each has changed, and the LEDs, told as one
	message.
*/

import type { Feed } from "../server/feed.js";
import { History } from "../switches/history.js";
import { encodeState, type State } from "../switches/message.js";
import { type Switches, switchCount } from "../switches/switches.js";
import type { LedBank } from "./ports.js";

export interface BoardOptions {
	/** The device's. */
	readonly name: string;
	readonly switches: Pick<Switches, "state">;
	readonly leds: LedBank;
	/** The LEDs at the start; a byte. */
	readonly lit: number;
	readonly uptime: { readonly ms: number };
}

export class Board implements Feed {
	onChange?: () => boolean;
	/** What a page that opens is told of the past. Never told again, for the state says what is new. */
	readonly history: History;
	private readonly options: BoardOptions;
	private leds: number;
	/** By switch: how often it has changed, and the uptime when it last did. */
	private readonly changes: number[] = new Array(switchCount).fill(0);
	private readonly changed: number[] = new Array(switchCount).fill(0);

	constructor(options: BoardOptions) {
		this.options = options;
		this.leds = options.lit & ((1 << options.leds.count) - 1);
		options.leds.write(this.leds);
		this.history = new History(options.name, this.changes, options.uptime);
	}

	get state(): State {
		const { switches, leds, uptime } = this.options;
		const now = uptime.ms;
		return {
			switches: switches.state,
			leds: this.leds,
			ledCount: leds.count,
			changes: this.changes,
			ages: this.changed.map((time) => now - time),
			uptime: now,
		};
	}

	get message(): string {
		return encodeState(this.state);
	}

	get ledCount(): number {
		return this.options.leds.count;
	}

	/** The switches in `moved` (a byte) have settled in their other position. */
	settled(moved: number): void {
		const { switches, uptime } = this.options;
		const now = uptime.ms;
		for (let i = 0; i < switchCount; i++) {
			if (!(moved & (1 << i))) continue;
			this.changes[i]++;
			this.changed[i] = now;
			this.history.add(i, (switches.state & (1 << i)) !== 0, now);
		}
		this.onChange?.();
	}

	/** Switches the LEDs in `mask` On if they are in `on`, otherwise Off; both are bytes. */
	setLeds(mask: number, on: number): void {
		this.leds = (this.leds & ~mask) | on;
		this.options.leds.write(this.leds);
		this.onChange?.();
	}
}
