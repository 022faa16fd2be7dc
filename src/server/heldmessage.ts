/*
	A message that comes in several pieces and is held until it is whole, as long as memory has room for it (longest.ts).
*/

import { Assembler } from "../websocket/frame.js";

const nothing = Object.freeze(new Uint8Array(0));

export class HeldMessage extends Assembler {
	/** Whether `length` more bytes fit: into what is reserved, or into memory that `longest` finds; `begun` as it has it. */
	fits(length: number, longest: (begun: boolean) => number): boolean {
		const held = this.length ?? 0;
		const whole = held + length;
		return whole <= (this.bytes?.length ?? 0) || whole <= longest(held > 0);
	}

	/** What is held so far; nothing is, then. */
	release(): Uint8Array {
		return this.add(nothing, 0, true) ?? nothing;
	}
}
