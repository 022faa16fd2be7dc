/*
	Samples the switches' pins: edges come in, settled states go out. Owns the timer that settling needs.

	An edge is told by an interrupt through a queue, and where the queue is full the SDK's bank is never heard again. So now and
	then the pins are compared with what they were last: an edge that was lost is found within `lookInterval`.
*/

import type { Clock } from "../server/ports.js";
import type { Switches } from "../switches/switches.js";
import type { SwitchBank } from "./ports.js";

/** How often the pins are looked at without being asked to, in ms. */
export const lookInterval = 1000;

export interface SamplerOptions {
	readonly switches: Switches;
	readonly bank: SwitchBank;
	readonly clock: Clock;
	/** Told which switches (a byte) have settled in their other position. */
	readonly board: { settled(moved: number): void };
}

export class Sampler {
	private readonly options: SamplerOptions;
	private waiting = false;

	constructor(options: SamplerOptions) {
		this.options = options;
		const { switches, bank, clock } = options;
		bank.onEdge = (edges) => this.edge(edges);
		clock.every(lookInterval, () => {
			const missed = switches.missed(bank.read());
			if (missed) this.edge(missed);
		});
	}

	/** The switches in `edges` (a byte) have moved. */
	private edge(edges: number): void {
		const { switches, clock } = this.options;
		switches.edge(edges, clock.now());
		this.wait();
	}

	private wait(): void {
		const { switches, clock } = this.options;
		const due = this.waiting ? -1 : switches.due(clock.now());
		if (due < 0) return;
		this.waiting = true;
		clock.after(due, () => this.sample());
	}

	private sample(): void {
		const { switches, bank, clock, board } = this.options;
		this.waiting = false;
		const moved = switches.sample(bank.read(), clock.now());
		this.wait();
		if (moved) board.settled(moved);
	}
}
