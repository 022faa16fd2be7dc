// The LEDs: a press is the wish for the opposite of what was wished or told last.

import { writeLed } from "./message.js";
import { Wishes } from "./wishes.js";

/** true is On; as many as the board has. @extends {Wishes<boolean>} */
export class Leds extends Wishes {
	/** @param {(text: string) => boolean} send says whether the text was sent */
	constructor(send) {
		super(send, writeLed, "LED");
	}

	/** @param {number} index from 0 @param {number} now in ms */
	press(index, now) {
		this.wish(index, !this.latest(index), now);
	}
}
