// The electrical state of the ESP32's 40 GPIO pins: who pulls and drives each one, and the level that results.
//
// Strategy: a pin has two sides. Inside, the chip: an input with or without a pull resistor, or an output. Outside, the
// board: a wire that connects the pin to ground or to 3.3 V, or to nothing. A level is computed from both whenever one
// changes, and every edge is told to the watchers, as an interrupt would be.
// Limits: no analogue values, no short circuits (an output wins over a wire), no noise (a floating pin keeps its level).

export type Level = 0 | 1;

/** The chip's side of a pin: what it drives, and whether only weakly (a pull resistor). */
export type Inside =
	| { readonly kind: "input"; readonly pull: Level | undefined }
	| { readonly kind: "output"; readonly level: Level }
	| { readonly kind: "open drain"; readonly level: Level };

/** After reset the ESP32's pins are weakly pulled up. */
const RESET: Inside = Object.freeze({ kind: "input", pull: 1 });

interface Pin {
	inside: Inside;
	outside: Level | undefined;
	level: Level;
}

export const PIN_COUNT = 40;

/** A call for each edge, from within the call that made it. */
export type EdgeWatcher = (pin: number, level: Level) => void;

export class Pins {
	readonly #pins: readonly Pin[] = Array.from({ length: PIN_COUNT }, () => ({
		inside: RESET,
		outside: undefined,
		level: 1 as Level,
	}));
	readonly #watchers = new Set<EdgeWatcher>();

	level(number: number): Level {
		return this.#pin(number).level;
	}

	/** What the chip drives with force, undefined for an input: the current that lights an LED. */
	driven(number: number): Level | undefined {
		const { inside } = this.#pin(number);
		if (inside.kind === "output") return inside.level;
		return inside.kind === "open drain" && inside.level === 0 ? 0 : undefined;
	}

	/** The chip's side. */
	configure(number: number, inside: Inside): void {
		this.#pin(number).inside = inside;
		this.#settle(number);
	}

	/** The chip gives the pin back. */
	reset(number: number): void {
		this.configure(number, RESET);
	}

	/** The board's side: connects the pin to ground (0) or 3.3 V (1), or disconnects it (undefined). */
	wire(number: number, outside: Level | undefined): void {
		this.#pin(number).outside = outside;
		this.#settle(number);
	}

	/** Returns the function that ends the watch. */
	watch(watcher: EdgeWatcher): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	#pin(number: number): Pin {
		const pin = this.#pins[number];
		if (pin === undefined) throw new RangeError(`no pin ${number}`);
		return pin;
	}

	#settle(number: number): void {
		const pin = this.#pin(number);
		const level = settled(pin);
		if (level === pin.level) return;
		pin.level = level;
		for (const watcher of this.#watchers) watcher(number, level);
	}
}

function settled({ inside, outside, level }: Pin): Level {
	switch (inside.kind) {
		case "output":
			return inside.level;
		case "open drain":
			return inside.level === 0 ? 0 : (outside ?? level);
		case "input":
			return outside ?? inside.pull ?? level;
	}
}

/** The pins of the one chip this program simulates. */
export const pins = new Pins();
