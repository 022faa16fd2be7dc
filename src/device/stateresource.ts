/*
	What scripts ask for and change over plain HTTP, at /json: the state and the names as one object, and the commands that the
	WebSocket takes, too.
*/

import type { Feed } from "../server/feed.js";
import type { Text } from "../server/ports.js";
import type { Answer, Resource } from "../server/route.js";
import { asked, type Commands } from "./commands.js";

export interface StateOptions {
	readonly board: Pick<Feed, "message">;
	readonly names: Pick<Feed, "message">;
	readonly commands: Pick<Commands, "carryOut">;
	readonly text: Text;
}

const json = "application/json";

export class StateResource implements Resource {
	private readonly options: StateOptions;

	constructor(options: StateOptions) {
		this.options = options;
	}

	get type(): string {
		return json;
	}

	get takes(): string {
		return json;
	}

	/** The two objects as one. */
	represent(): Uint8Array {
		const { board, names, text } = this.options;
		return text.encode(`${board.message.slice(0, -1)},${names.message.slice(1)}`);
	}

	take(content: Uint8Array): Answer {
		const { commands, text } = this.options;
		const outcome = commands.carryOut(content, true);
		if (outcome === undefined || outcome === asked) return { status: 200, type: json, body: this.represent() };
		return { status: 400, type: json, body: text.encode(JSON.stringify(outcome)) };
	}
}
