/*
	The content of a request on its way in, until it is whole and can be answered. What comes behind it is not looked at.
*/

import { Assembler } from "../websocket/assembler.js";
import type { Awaited, Response } from "./answer.js";

export class Content {
	private readonly awaited: Awaited;
	private readonly assembler = new Assembler();
	private left: number;

	constructor(awaited: Awaited) {
		this.awaited = awaited;
		this.left = awaited.length;
	}

	/** Takes what has arrived; returns the answer once that was all. */
	take(bytes: Uint8Array): Response | undefined {
		const piece = bytes.subarray(0, this.left);
		this.left -= piece.length;
		const whole = this.assembler.add(piece, this.left, true);
		return whole && this.awaited.respond(whole);
	}
}
