/*
	A button that does something when it is held: after `setUpHold` set-up mode opens, and after `resetHold` everything that the
	board has been told is forgotten. Contact bounce while it is held counts as letting go.
*/

import type { Clock } from "../server/ports.js";
import type { Button } from "./ports.js";

/** In ms. */
export const setUpHold = 5000;
export const resetHold = 15_000;

export interface HeldButtonOptions {
	readonly button: Button;
	readonly clock: Clock;
	readonly onSetUp: () => void;
	readonly onReset: () => void;
}

export class HeldButton {
	private readonly options: HeldButtonOptions;
	/** Counts what has happened: whoever waits knows by it whether anything has meanwhile. */
	private changes = 0;

	constructor(options: HeldButtonOptions) {
		this.options = options;
		options.button.onChange = () => this.changed();
		// It may have been held since before the start.
		this.changed();
	}

	private changed(): void {
		const { button, onSetUp, onReset } = this.options;
		this.changes++;
		if (!button.isHeld) return;
		this.whenHeldFor(setUpHold, onSetUp);
		this.whenHeldFor(resetHold, onReset);
	}

	private whenHeldFor(duration: number, action: () => void): void {
		const { changes } = this;
		this.options.clock.after(duration, () => {
			if (this.changes === changes && this.options.button.isHeld) action();
		});
	}
}
