/*
	The settings that can be changed at run time, at /settings, for whoever knows the token, if there is one: what they are, as
	JSON, and a form with those that are to be others. Secrets go in and never come out. A change restarts the board, which says
	so first.
*/

import { formType, readForm } from "../http/form.js";
import type { Clock, Text } from "../server/ports.js";
import type { Answer, Resource } from "../server/route.js";
import { type StoredSettings, secretKeys, storedKeys } from "./stored.js";

/** How long after the answer the board restarts, in ms. */
export const restartDelay = 1000;

export interface SettingsResourceOptions {
	readonly stored: Pick<StoredSettings, "change" | "faultOf" | "textOf">;
	readonly clock: Clock;
	readonly text: Text;
	readonly restart: () => void;
}

const json = "application/json";

export class SettingsResource implements Resource {
	private readonly options: SettingsResourceOptions;

	constructor(options: SettingsResourceOptions) {
		this.options = options;
	}

	get type(): string {
		return json;
	}

	get isPrivate(): boolean {
		return true;
	}

	get takes(): string {
		return formType;
	}

	/** `secrets` says of each secret whether there is one. */
	represent(): Uint8Array {
		const { stored, text } = this.options;
		const members = (keys: readonly string[], value: (key: string) => unknown) =>
			keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(value(key))}`).join();
		const shown = storedKeys.filter((key) => !secretKeys.includes(key));
		const settings = members(shown, (key) => stored.textOf(key));
		const secrets = members(secretKeys, (key) => stored.textOf(key) !== "");
		return text.encode(`{"settings":{${settings}},"secrets":{${secrets}}}`);
	}

	take(content: Uint8Array): Answer {
		const { stored, clock, text, restart } = this.options;
		const changes = readForm(content, text);
		const error = changes ? stored.faultOf(changes) : "This is no form.";
		if (!changes || error) return this.say(400, { error });
		try {
			const restarts = stored.change(changes);
			if (restarts) clock.after(restartDelay, restart);
			return this.say(200, { restarts });
		} catch (error) {
			return this.say(500, { error: `The board could not store this: ${error}` });
		}
	}

	private say(status: number, body: object): Answer {
		return { status, type: json, body: this.options.text.encode(JSON.stringify(body)) };
	}
}
