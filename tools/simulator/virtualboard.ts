// The virtual board: eight switches and eight LEDs, wired to the simulated pins as the configuration says.
//
// BOOT is a button to ground at GPIO 0, which can be held; EN restarts the chip, which is the host's to do.
//
// Strategy: a switch that is On connects its pin to ground where the configuration is active low (the chip's pull-up
// makes the other level), else to 3.3 V; a switch that is Off connects it to nothing. An LED is On while its pin is
// driven, not merely pulled, to the active level. Changes within a turn are told once.
// Limits: contacts do not bounce. A pin that the firmware would refuse is left unwired, so that the firmware can say so.

import { type Config, setting } from "./config.js";
import { type Level, PIN_COUNT, type Pins } from "./pins.js";

export type Position = "On" | "Off";

export const POSITIONS = 8;

/** As on every ESP32 with such a button. */
const BOOT_PIN = 0;

interface Wiring {
	/** Pin by place on the board; undefined where nothing is wired. */
	readonly pins: readonly (number | undefined)[];
	readonly active: Level;
}

export class VirtualBoard {
	readonly #pins: Pins;
	readonly #switches: Wiring;
	readonly #leds: Wiring;
	readonly #closed: boolean[] = new Array(POSITIONS).fill(false);
	readonly #watchers = new Set<() => void>();
	#held = false;
	#page = "";
	#lastTold: string;
	#telling = false;

	/** `before` is what another one of them looked like, as its `positions` say it. */
	constructor(pins: Pins, config: Config, before = "") {
		this.#pins = pins;
		this.#switches = wiringOf(config, "switches");
		this.#leds = wiringOf(config, "leds");
		for (let place = 0; place < POSITIONS; place++) if (before[place] === "1") this.move(place, "On");
		if (before[POSITIONS] === "1") this.hold(true);
		this.#lastTold = JSON.stringify(this);
		pins.watch(() => this.#changed());
	}

	get switches(): Position[] {
		return this.#closed.map(positionOf);
	}

	get leds(): Position[] {
		return this.#leds.pins.map((pin) => positionOf(pin !== undefined && this.#pins.driven(pin) === this.#leds.active));
	}

	/** Whether BOOT is held. */
	get boot(): Position {
		return positionOf(this.#held);
	}

	/** The switches and BOOT as eight and one digits: "101000000" for a board that is made anew. */
	get positions(): string {
		return [...this.#closed, this.#held].map(Number).join("");
	}

	/** The address of the device's page, as on a sticker; empty until it is known. */
	get page(): string {
		return this.#page;
	}

	set page(page: string) {
		this.#page = page;
		this.#changed();
	}

	toJSON(): { switches: Position[]; leds: Position[]; boot: Position; page: string } {
		return { switches: this.switches, leds: this.leds, boot: this.boot, page: this.page };
	}

	/** Moves the switch at `place` (0–7). */
	move(place: number, position: Position): void {
		this.#closed[place] = position === "On";
		const pin = this.#switches.pins[place];
		if (pin !== undefined) this.#pins.wire(pin, position === "On" ? this.#switches.active : undefined);
		this.#changed();
	}

	/** Presses BOOT, or lets it go. */
	hold(held: boolean): void {
		this.#held = held;
		this.#pins.wire(BOOT_PIN, held ? 0 : undefined);
		this.#changed();
	}

	flip(place: number): void {
		this.move(place, positionOf(!this.#closed[place]));
	}

	/** Calls back after each change; returns the function that ends this. */
	watch(watcher: () => void): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	#changed(): void {
		if (this.#telling) return;
		this.#telling = true;
		setImmediate(() => {
			this.#telling = false;
			const state = JSON.stringify(this);
			if (state === this.#lastTold) return;
			this.#lastTold = state;
			for (const watcher of this.#watchers) watcher();
		});
	}
}

function positionOf(on: boolean): Position {
	return on ? "On" : "Off";
}

function wiringOf(config: Config, group: "switches" | "leds"): Wiring {
	const listed = setting(config, group, "pins");
	const numbers = (Array.isArray(listed) ? listed : String(listed ?? "").split(",")).map(Number);
	const pins = Array.from({ length: POSITIONS }, (_, place) => numbers[place]);
	return {
		pins: pins.map((pin) => (Number.isInteger(pin) && pin! >= 0 && pin! < PIN_COUNT ? pin : undefined)),
		active: String(setting(config, group, "activeLow")) === "true" ? 0 : 1,
	};
}
