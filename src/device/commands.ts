/*
	What clients command: LEDs, names, or to be told the state. A command applies completely or is rejected; only its sender
	gets the error.
*/

import type { Text } from "../server/ports.js";
import type { Client } from "../server/route.js";
import { decodeCommand } from "../switches/message.js";
import { type MessageOpcode, Opcode } from "../websocket/frame.js";
import type { Board } from "./board.js";
import type { SwitchNames } from "./names.js";

export interface CommandsOptions {
	readonly board: Pick<Board, "message" | "ledCount" | "setLeds">;
	readonly names: Pick<SwitchNames, "rename">;
	readonly text: Text;
}

export class Commands {
	private readonly options: CommandsOptions;

	constructor(options: CommandsOptions) {
		this.options = options;
	}

	/** A message has come from `client`, whose page counts NetBurner's check boxes from `firstBox`. */
	receive(opcode: MessageOpcode, message: Uint8Array, client: Client, firstBox: number): void {
		const { board, names, text } = this.options;
		const tell = (answer: string) => void client.send(Opcode.text, text.encode(answer));
		const context = { decode: text.decode, ledCount: board.ledCount, firstBox };
		const asked = opcode === Opcode.text ? decodeCommand(message, context) : { error: "A command is text." };
		if (asked.command === "state") {
			tell(board.message);
			return;
		}
		const answer = client.trusted ? asked : { error: "The secret is needed.", command: asked.command, secret: true };
		if ("error" in answer) tell(JSON.stringify(answer));
		else if (answer.command === "names") names.rename(answer.names);
		else board.setLeds(answer.mask, answer.on);
	}
}
