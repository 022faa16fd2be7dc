/*
	A button between a pin and ground, such as BOOT, by a DigitalBank (ECMA-419 §12) with the chip's pull-up.
*/

import DigitalBank from "embedded:io/digitalbank";
import type { Button, ButtonEvents } from "../device/ports.js";
import { maskOf } from "./switchbank.js";

/** A class and a function of its own, which lie in flash: closures would be copied from there. */
class ButtonBank extends DigitalBank implements Button {
	events: ButtonEvents | undefined;

	constructor(pins: number) {
		super({ pins, mode: DigitalBank.InputPullUp, activeLow: true, rises: pins, falls: pins, onReadable });
	}

	get isHeld(): boolean {
		return this.read() !== 0;
	}
}

function onReadable(this: DigitalBank): void {
	(this as ButtonBank).events?.onChange();
}

/** Opens the pin. Throws when it is taken or unfit. */
export const openButton = (pin: number): Button => new ButtonBank(maskOf([pin]));
