/*
	The switches' pins as one DigitalBank (ECMA-419 §12): one register read, one callback for all of them.
	`activeLow` is the usual wiring, from pin to ground with the chip's pull-up; otherwise from pin to 3.3 V with the
	pull-down.
*/

import DigitalBank from "embedded:io/digitalbank";
import type { PinSettings } from "../device/config.js";
import type { SwitchBank } from "../device/ports.js";

/** Pins of one bank as the 32-bit mask that a DigitalBank takes. */
export const maskOf = (pins: readonly number[]): number => pins.reduce((bits, pin) => bits | (1 << pin), 0) >>> 0;

/** Opens the pins. Throws when a pin is taken or unfit. */
export function openSwitches({ pins, activeLow }: PinSettings): SwitchBank {
	const mask = maskOf(pins);
	const toByte = (bits: number) => pins.reduce((byte, pin, i) => byte | (((bits >>> pin) & 1) << i), 0);
	const switches: SwitchBank = { read: () => toByte(bank.read()), onEdge() {} };
	const bank = new DigitalBank({
		pins: mask,
		mode: activeLow ? DigitalBank.InputPullUp : DigitalBank.InputPullDown,
		activeLow,
		rises: mask,
		falls: mask,
		onReadable(trigger) {
			switches.onEdge(toByte(trigger));
		},
	});
	return switches;
}
