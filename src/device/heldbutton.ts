/*
	A button that does something when it is held: after `setUpHold` set-up mode opens, and after `resetHold` everything that the
	board has been told is forgotten. Contact bounce while it is held counts as letting go.
*/

import type { Clock } from "../server/ports.js";
import type { Button, ButtonEvents } from "./ports.js";

/** In ms. */
export const setUpHold = 5000;
export const resetHold = 15_000;

export interface HeldButtonOptions {
	readonly button: Button;
	readonly clock: Clock;
	/** What it opens, or resets. */
	readonly mode: { open(): void; reset(): void };
}

export class HeldButton implements ButtonEvents {
	private readonly options: HeldButtonOptions;
	/** Counts what has happened: whoever waits knows by it whether anything has meanwhile. */
	private changes = 0;

	constructor(options: HeldButtonOptions) {
		this.options = options;
		options.button.events = this;
		// It may have been held since before the start.
		this.onChange();
	}

	/** For the button. */
	onChange(): void {
		const { button, mode } = this.options;
		this.changes++;
		if (!button.isHeld) return;
		this.whenHeldFor(setUpHold, () => mode.open());
		this.whenHeldFor(resetHold, () => mode.reset());
	}

	private whenHeldFor(duration: number, action: () => void): void {
		const { changes } = this;
		this.options.clock.after(duration, () => {
			if (this.changes === changes && this.options.button.isHeld) action();
		});
	}
}
