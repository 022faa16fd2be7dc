/*
	A network that heals itself: joins, and joins again whenever it is lost, with growing pauses. What fails on the way, also
	in what is done once the network is there, is tried again after a pause.
*/

import type { Clock, Log } from "../server/ports.js";
import type { NetworkInterface } from "./ports.js";

export const firstPause = 1000;
export const longestPause = 30_000;

export interface NetworkOptions {
	readonly network: Pick<NetworkInterface, "join" | "address" | "lost" | "onChanged">;
	readonly clock: Clock;
	readonly log: Log;
	/** The network is there, with our IP address. */
	readonly onUp: (address: string) => void;
	/** The network is gone. */
	readonly onDown: () => void;
}

export class Network {
	private readonly options: NetworkOptions;
	private up = false;
	private pause = firstPause;
	private waiting = false;

	constructor(options: NetworkOptions) {
		this.options = options;
		options.network.onChanged = () => this.changed();
	}

	/** Joins the network and stays in it. Throws nothing. */
	join(): void {
		this.attempt(() => this.options.network.join());
	}

	private changed(): void {
		const { network, onDown } = this.options;
		const { address } = network;
		if (address) this.attempt(() => this.rise(address));
		else if (network.lost) {
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
			if (this.options.network.address) this.changed();
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
