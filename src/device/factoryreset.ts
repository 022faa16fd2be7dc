/*
	Back to how the board left the box: the stored settings, the names of the switches, what the LEDs were and where the board has
	been announced are forgotten. All LEDs blink, and the board restarts.
*/

import type { Clock, Log } from "../server/ports.js";
import { keyOf } from "../switches/names.js";
import { switchCount } from "../switches/switches.js";
import { brokerKeys } from "./brokeraddress.js";
import { ledsKey } from "./lastleds.js";
import { nameKey } from "./nameservice.js";
import type { LedBank, Preferences } from "./ports.js";
import { spotKey } from "./spot.js";
import type { StoredSettings } from "./stored.js";

/** How often the LEDs light up, and for how long each time, in ms. */
export const blinks = 3;
export const blinkTime = 300;

export interface FactoryResetOptions {
	readonly stored: Pick<StoredSettings, "forget">;
	readonly preferences: Preferences;
	readonly leds: LedBank;
	readonly clock: Clock;
	readonly log: Log;
	readonly restart: () => void;
}

export function resetToFactory(options: FactoryResetOptions): void {
	const { stored, preferences, leds, clock, log, restart } = options;
	try {
		stored.forget();
		for (let place = 0; place < switchCount; place++) preferences.delete(keyOf(place));
		for (const key of [ledsKey, nameKey, spotKey, ...brokerKeys]) preferences.delete(key);
	} catch (error) {
		log(`factory reset: ${error}`);
		return;
	}
	log("factory reset: everything is forgotten");
	for (let i = 0; i < 2 * blinks; i++) clock.after(i * blinkTime, () => leds.write(i % 2 ? 0 : 0xff));
	clock.after(2 * blinks * blinkTime, restart);
}
