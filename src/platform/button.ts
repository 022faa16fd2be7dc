/*
	A button between a pin and ground, such as BOOT, by a DigitalBank (ECMA-419 §12) with the chip's pull-up.
*/

import DigitalBank from "embedded:io/digitalbank";
import type { Button } from "../device/ports.js";
import { maskOf } from "./switchbank.js";

/** Opens the pin. Throws when it is taken or unfit. */
export function openButton(pin: number): Button {
	const mask = maskOf([pin]);
	const button: Button = {
		onChange() {},
		get isHeld() {
			return bank.read() !== 0;
		},
	};
	const bank = new DigitalBank({
		pins: mask,
		mode: DigitalBank.InputPullUp,
		activeLow: true,
		rises: mask,
		falls: mask,
		onReadable: () => button.onChange(),
	});
	return button;
}
