/*
	What has to come of a conversation: the frames that a plain reading finds, and what RFC 6455 §5.5 and §7 say of them, as
	a log. Our own side of it (verbs, manner) is written once and acts on the model and on the connection alike.

	The log: `1 5 <digest>` a fragment that has come in whole (`1+` when more follow), `10 …` a Pong, `closed <code> clean`;
	what is sent is the same with `>` in front. A Close frame is `>8 <code>`: its reason is for people. `over` is the peer's Close
	frame after a failure.
*/

import { digest } from "./bytes.js";
import { codeOf, type Frame, Reader } from "./frames.js";

/** Our side, as it is told to act, and the bytes it is given. */
export interface Side {
	receive(bytes: Uint8Array): void;
	send(opcode: number, payload: Uint8Array, last: boolean): void;
	ping(payload: Uint8Array): void;
	pong(payload: Uint8Array): void;
	close(code: number): void;
	fail(code: number): void;
	end(): void;
	/** Ends it, if nothing else has; returns its log. */
	finish(): string;
}

export type Verb = (side: Side) => void;

const payload = Uint8Array.of(0x64, 0xc3, 0xa9);
const empty = new Uint8Array(0);

/** What our side may do at any time, even in the middle of one of these. All of it is without effect after the end. */
export const verbs: readonly Verb[] = [
	(side) => side.send(1, payload, true),
	(side) => side.send(1, empty, true),
	(side) => {
		side.send(1, payload, false);
		side.ping(payload);
		side.send(1, empty, true);
	},
	(side) => side.ping(payload),
	(side) => side.pong(empty),
	(side) => side.close(1001),
	(side) => side.fail(1011),
	(side) => side.end(),
];

/** How our side reacts. */
export interface Manner {
	/** Whether it answers each message. */
	readonly echoes: boolean;
	/** The message at which it does something, or 0, and what. */
	readonly actsAt: number;
	readonly verb: Verb;
	/** The frame from inside whose `write` it does something, or 0, and what. */
	readonly interruptsAt: number;
	readonly interruption: Verb;
}

const longAnswer = new Uint8Array(1100);

/** Reacts to the message of this number; now and then with more than goes out in one write. */
export function perform(side: Side, { echoes, actsAt, verb }: Manner, message: number): void {
	if (echoes) side.send(2, message % 2 ? payload : longAnswer, true);
	if (message === actsAt) verb(side);
}

export function described({ opcode, last, payload }: Frame): string {
	if (opcode === 8) return payload.length ? `8 ${codeOf(payload)}` : "8";
	return `${opcode}${last ? "" : "+"} ${payload.length} ${digest(payload)}`;
}

export const closed = (code: number, clean: boolean): string => `closed ${code}${clean ? " clean" : ""}`;
export const over = "over";

export class Model implements Side {
	private readonly log: string[] = [];
	private readonly reader: Reader;
	private readonly manner: Manner;
	private phase: "open" | "closing" | "failed" | "closed" = "open";
	/** The message that is coming in, and the one that is going out: opcode or 0. */
	private receiving = 0;
	private sending = 0;
	private messages = 0;
	private sent = 0;

	constructor(server: boolean, maxMessage: number, manner: Manner) {
		this.reader = new Reader(server, maxMessage);
		this.manner = manner;
	}

	receive(bytes: Uint8Array): void {
		this.reader.read(bytes);
		for (const frame of this.reader.frames.splice(0)) {
			if (this.phase === "failed" && frame.opcode === 8) this.over();
			else if (this.phase === "open" || this.phase === "closing") this.take(frame);
		}
		if (this.reader.violation) this.fail(this.reader.violation);
		if (this.reader.found) this.over();
	}

	send(opcode: number, payload: Uint8Array, last: boolean): void {
		if (this.phase !== "open") return;
		const named = this.sending ? 0 : opcode;
		this.sending = last ? 0 : opcode;
		this.write({ opcode: named, last, payload });
	}

	ping(payload: Uint8Array): void {
		if (this.phase === "open") this.write({ opcode: 9, last: true, payload });
	}

	pong(payload: Uint8Array): void {
		if (this.phase === "open") this.write({ opcode: 10, last: true, payload });
	}

	close(code: number): void {
		this.sendClose(Uint8Array.of(code >> 8, code));
	}

	fail(code: number): void {
		this.close(code);
		this.leave("failed", code, false);
		this.reader.skip();
	}

	end(): void {
		this.leave("closed", 1006, false);
	}

	finish(): string {
		this.end();
		return this.log.join(" | ");
	}

	private take(frame: Frame): void {
		const { opcode, last, payload } = frame;
		if (opcode === 8) {
			this.sendClose(payload.subarray(0, 2));
			// What was sent may have made our side fail the connection.
			this.over();
			this.leave("closed", payload.length ? codeOf(payload) : 1005, true);
		} else if (opcode === 9) this.write({ opcode: 10, last, payload });
		else if (opcode === 10) this.log.push(described(frame));
		else this.takeData(frame);
	}

	private takeData({ opcode, last, payload }: Frame): void {
		const named = this.receiving || opcode;
		this.receiving = last ? 0 : named;
		if (this.phase !== "open") return;
		this.log.push(described({ opcode: named, last, payload }));
		if (last) perform(this, this.manner, ++this.messages);
	}

	private sendClose(payload: Uint8Array): void {
		if (this.phase !== "open") return;
		this.phase = "closing";
		this.write({ opcode: 8, last: true, payload });
	}

	private write(frame: Frame): void {
		this.log.push(`>${described(frame)}`);
		if (++this.sent === this.manner.interruptsAt) this.manner.interruption(this);
	}

	private leave(phase: "failed" | "closed", code: number, clean: boolean): void {
		if (this.phase === "closed") return;
		if (this.phase !== "failed") this.log.push(closed(code, clean));
		this.phase = phase;
	}

	private over(): void {
		if (this.phase !== "failed") return;
		this.phase = "closed";
		this.log.push(over);
	}
}
