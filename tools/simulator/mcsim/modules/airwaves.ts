/*
 * The radio of this simulator: one object per machine, made when first asked for, since a preloaded module has no screen yet.
 *
 * `new=true`: the board is as it left its box, with a street of networks around it (../../air.ts). Otherwise it is on the
 * desktop's network already.
 */

import { Air, street } from "air";
import config from "mc/config";
import Timer from "timer";

/** The SDK's own. */
declare const screen: { air?: Air };

export function openAir(): Air {
	if (screen.air) return screen.air;
	const air = new Air((delay, callback) => void Timer.set(callback, delay));
	if (String(config.new) === "true") air.networks = street;
	else if (!config.ssid) air.plug();
	screen.air = air;
	return air;
}
