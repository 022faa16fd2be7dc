/*
	A network that heals itself: joins, and joins again whenever it is lost, with pauses that grow. Whatever fails on the
	way, also in what is done once the network is there, is tried again after a pause.
*/

import type { Clock, Log, Radio } from "./ports.js";

export const firstPause = 1000;
export const longestPause = 30_000;

export interface StationOptions {
	readonly radio: Pick<Radio, "join" | "address" | "lost">;
	readonly clock: Clock;
	readonly log: Log;
	/** The network is there, with our IP address. */
	readonly onUp: (address: string) => void;
	/** The network is gone. */
	readonly onDown: () => void;
}

export class Station {
	private readonly options: StationOptions;
	private up = false;
	private pause = firstPause;
	private waiting = false;

	constructor(options: StationOptions) {
		this.options = options;
	}

	/** Joins the network and stays in it. Throws nothing; nor do the others. */
	join(): void {
		this.attempt(() => this.options.radio.join());
	}

	/** The radio has changed. */
	changed(): void {
		const { radio, onDown } = this.options;
		const { address } = radio;
		if (address) this.attempt(() => this.rise(address));
		else if (radio.lost) {
			if (this.up) this.attempt(onDown);
			this.up = false;
			this.retry();
		}
	}

	private rise(address: string): void {
		if (this.up) return;
		this.options.onUp(address);
		this.up = true;
		this.pause = firstPause;
	}

	private retry(): void {
		if (this.waiting) return;
		this.waiting = true;
		this.options.clock.after(this.pause, () => {
			this.waiting = false;
			if (this.options.radio.address) this.changed();
			else this.join();
		});
		this.pause = Math.min(2 * this.pause, longestPause);
	}

	private attempt(action: () => void): void {
		try {
			action();
		} catch (error) {
			this.options.log(`network: ${error}`);
			this.retry();
		}
	}
}
