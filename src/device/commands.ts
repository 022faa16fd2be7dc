/*
	What clients command: LEDs, names, or to be told the state. A command applies completely or is rejected; only its sender
	gets the error.
*/

import type { Text } from "../server/ports.js";
import type { Client } from "../server/route.js";
import { decodeCommand, type Mistake } from "../switches/message.js";
import type { Board } from "./board.js";
import type { SwitchNames } from "./names.js";

export interface CommandsOptions {
	readonly board: Pick<Board, "message" | "ledCount" | "setLeds">;
	readonly names: Pick<SwitchNames, "rename">;
	readonly text: Text;
}

/** The state is asked for. */
export const asked = "asked";

export class Commands {
	private readonly options: CommandsOptions;

	constructor(options: CommandsOptions) {
		this.options = options;
	}

	/** A message has come from `client`, whose page counts NetBurner's check boxes from `firstBox`. */
	receive(message: Uint8Array, binary: boolean, client: Client, firstBox: number): void {
		const { board, text } = this.options;
		const tell = (answer: string) => void client.tell(text.encode(answer));
		const outcome = binary ? { error: "A command is text." } : this.carryOut(message, client.trusted, firstBox);
		if (outcome === asked) tell(board.message);
		else if (outcome) tell(JSON.stringify(outcome));
	}

	/**
	 * Carries out the command in `message`, from somebody who is trusted or may only ask. Returns what is wrong with it, or
	 * `asked` when the state is all that is wanted, or undefined.
	 */
	carryOut(message: Uint8Array, trusted: boolean, firstBox = 0): Mistake | typeof asked | undefined {
		const { board, names, text } = this.options;
		const decoded = decodeCommand(message, { decode: text.decode, ledCount: board.ledCount, firstBox });
		if (decoded.command === "state") return asked;
		if (!trusted) return { error: "The token is needed.", command: decoded.command, token: true };
		if ("error" in decoded) return decoded;
		if (decoded.command === "names") names.rename(decoded.names);
		else board.setLeds(decoded.mask, decoded.on);
		return undefined;
	}
}
