/*
	The board as its clients see it: the settled switches and the LEDs, told as one message, and the LEDs as they are
	commanded. A command that is wrong is answered to the client that sent it, and changes nothing.
*/

import { decodeCommand, encodeState } from "../switches/message.js";
import { type MessageOpcode, Opcode } from "../websocket/frame.js";
import type { LedBank, Text } from "./ports.js";
import type { Client } from "./routes.js";

export interface BoardOptions {
	/** The settled switches at the start, a byte. */
	readonly switches: number;
	readonly leds: LedBank;
	readonly text: Text;
	/** The state has changed; `message` says the whole of it. */
	readonly onChange: (message: string) => void;
}

export class Board {
	private readonly options: BoardOptions;
	private switches: number;
	private leds = 0;

	constructor(options: BoardOptions) {
		this.options = options;
		this.switches = options.switches;
	}

	/** The message that says the whole state. */
	get message(): string {
		return encodeState(this.switches, this.leds, this.options.leds.count);
	}

	/** The switches (a byte) have settled. */
	settled(switches: number): void {
		this.switches = switches;
		this.options.onChange(this.message);
	}

	/** A message has come from `client`, whose page counts NetBurner's check boxes from `firstBox`. */
	command(opcode: MessageOpcode, message: Uint8Array, client: Client, firstBox: number): void {
		const { leds, text, onChange } = this.options;
		const answer = (value: object) => client.send(Opcode.text, text.encode(JSON.stringify(value)));
		if (!client.trusted) {
			answer({ error: "The secret is needed.", secret: true });
			return;
		}
		const isText = opcode === Opcode.text;
		const command = isText ? decodeCommand(text.decode(message), leds.count, firstBox) : "A command is text.";
		if (typeof command === "string") {
			answer({ error: command });
			return;
		}
		this.leds = (this.leds & ~command.mask) | command.on;
		leds.write(this.leds);
		onChange(this.message);
	}
}
