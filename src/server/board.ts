/*
	The board as its clients see it: the settled switches with how often and when each has changed, and the LEDs, told as one
	message; and its clients' commands, for LEDs and for names. A command that is wrong is answered to the client that sent
	it, and changes nothing.
*/

import { History } from "../switches/history.js";
import { decodeCommand, encodeState, type Mistake } from "../switches/message.js";
import type { Names as SomeNames } from "../switches/names.js";
import { switchCount } from "../switches/switches.js";
import { type MessageOpcode, Opcode } from "../websocket/frame.js";
import type { LedBank, Text } from "./ports.js";
import type { Client, Feed } from "./routes.js";

export interface BoardOptions {
	/** The device's. */
	readonly name: string;
	/** The settled switches at the start, a byte. */
	readonly switches: number;
	readonly leds: LedBank;
	/** Who is told new names for the switches. */
	readonly names: { rename(names: SomeNames): void };
	readonly uptime: { readonly ms: number };
	readonly text: Text;
	/** The state has changed: `message` says the whole of it. */
	readonly onChange: () => void;
}

export class Board implements Feed {
	/** What a page that opens is told of the past; it never changes while a page is open, for the state says what is new. */
	readonly history: History;
	private readonly options: BoardOptions;
	private switches: number;
	private leds = 0;
	/** By switch: how often it has changed, and the uptime of the last time. */
	private readonly changes: number[] = new Array(switchCount).fill(0);
	private readonly changed: number[] = new Array(switchCount).fill(0);

	constructor(options: BoardOptions) {
		this.options = options;
		this.switches = options.switches;
		this.history = new History(options.name, this.changes, options.uptime);
	}

	/** The message that says the whole state. */
	get message(): string {
		const { leds, uptime } = this.options;
		const now = uptime.ms;
		return encodeState({
			switches: this.switches,
			leds: this.leds,
			ledCount: leds.count,
			changes: this.changes,
			ages: this.changed.map((time) => now - time),
			uptime: now,
		});
	}

	/** The switches (a byte) have settled. */
	settled(switches: number): void {
		const { uptime, onChange } = this.options;
		const moved = this.switches ^ switches;
		const now = uptime.ms;
		for (let i = 0; i < switchCount; i++) {
			if (!(moved & (1 << i))) continue;
			this.changes[i]++;
			this.changed[i] = now;
			this.history.add(i, (switches & (1 << i)) !== 0, now);
		}
		this.switches = switches;
		onChange();
	}

	/** A message has come from `client`, whose page counts NetBurner's check boxes from `firstBox`. */
	command(opcode: MessageOpcode, message: Uint8Array, client: Client, firstBox: number): void {
		const { leds, names, text, onChange } = this.options;
		const isText = opcode === Opcode.text;
		const reading = { decode: text.decode, ledCount: leds.count, firstBox };
		const asked = isText ? decodeCommand(message, reading) : notText;
		if (asked.command === "state") {
			client.send(Opcode.text, text.encode(this.message));
			return;
		}
		const answer = client.trusted ? asked : { error: "The secret is needed.", command: asked.command, secret: true };
		if ("error" in answer) {
			client.send(Opcode.text, text.encode(JSON.stringify(answer)));
			return;
		}
		if (answer.command === "names") {
			names.rename(answer.names);
			return;
		}
		this.leds = (this.leds & ~answer.mask) | answer.on;
		leds.write(this.leds);
		onChange();
	}
}

const notText: Mistake = Object.freeze({ error: "A command is text." });
