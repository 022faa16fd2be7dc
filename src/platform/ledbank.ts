/*
	The LEDs' pins as one DigitalBank (ECMA-419 §12). `activeLow` is for LEDs between 3.3 V and their pins. All are off at
	the start. A board may have none.
*/

import DigitalBank from "embedded:io/digitalbank";
import type { PinSettings } from "../device/config.js";
import type { LedBank } from "../device/ports.js";
import { maskOf } from "./switchbank.js";

/** Opens the pins. Throws when one is taken or unfit. */
export function openLeds({ pins, activeLow }: PinSettings): LedBank {
	const count = pins.length;
	if (count === 0) return { count, write() {} };
	const bank = new DigitalBank({ pins: maskOf(pins), mode: DigitalBank.Output, activeLow, initialValue: 0 });
	return {
		count,
		write: (leds) => bank.write(pins.reduce((bits, pin, i) => bits | (((leds >> i) & 1) << pin), 0) >>> 0),
	};
}
