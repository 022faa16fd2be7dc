/*
	Watches the switches: edges come in from their pins, settled states go out. Owns the one timer that settling needs.
*/

import type { Switches } from "../switches/switches.js";
import type { Clock, SwitchBank } from "./ports.js";

export interface WatchOptions {
	readonly switches: Switches;
	readonly bank: SwitchBank;
	readonly clock: Clock;
	/** The settled state (a byte) has changed. */
	readonly onChange: (state: number) => void;
}

export class Watch {
	private readonly options: WatchOptions;
	private waiting = false;

	constructor(options: WatchOptions) {
		this.options = options;
	}

	/** The switches in `edges` (a byte) have moved. */
	edge(edges: number): void {
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
		const { switches, bank, clock, onChange } = this.options;
		this.waiting = false;
		const changed = switches.sample(bank.read(), clock.now());
		this.wait();
		if (changed) onChange(switches.state);
	}
}
