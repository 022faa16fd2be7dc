/*
	The switches' pins as one DigitalBank (ECMA-419 §12): one register read, one callback for all of them.
	`activeLow` is the usual wiring, from pin to ground with the chip's pull-up; otherwise from pin to 3.3 V with the
	pull-down.
*/

import DigitalBank from "embedded:io/digitalbank";
import type { SwitchBank } from "../server/ports.js";
import type { PinSettings } from "../server/settings.js";

/** Pins of one bank as the 32-bit mask that a DigitalBank takes. */
export const maskOf = (pins: readonly number[]): number => pins.reduce((bits, pin) => bits | (1 << pin), 0) >>> 0;

/** Opens the pins; `onEdge` is told which switches have moved (a byte). Throws when a pin is taken or unfit. */
export function openSwitches({ pins, activeLow }: PinSettings, onEdge: (edges: number) => void): SwitchBank {
	const mask = maskOf(pins);
	const toByte = (bits: number) => pins.reduce((byte, pin, i) => byte | (((bits >>> pin) & 1) << i), 0);
	const bank = new DigitalBank({
		pins: mask,
		mode: activeLow ? DigitalBank.InputPullUp : DigitalBank.InputPullDown,
		activeLow,
		rises: mask,
		falls: mask,
		onReadable(trigger) {
			onEdge(toByte(trigger));
		},
	});
	return { read: () => toByte(bank.read()) };
}
