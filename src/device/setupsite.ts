/*
	What set-up mode has on the web, for those who come by the board's own access point: the page, what it asks for and
	sends, and for browsers without script a page that tells how it went.

	Every other address leads to the page (src/server/portal.ts), for that is how phones find out that there is one.
*/

import { fieldNamed, formType, readForm } from "../http/form.js";
import type { Text } from "../server/ports.js";
import type { Answer, Resource, Route } from "../server/route.js";
import { busy, faultOfWish } from "./provision.js";
import { Phase, type SetUp, setUpPath } from "./setup.js";
import type { StoredSettings } from "./stored.js";

export interface SetUpSiteOptions {
	readonly setUp: SetUp;
	readonly stored: Pick<StoredSettings, "faultOf">;
	readonly text: Text;
}

const json = "application/json";
const html = "text/html; charset=utf-8";
const plain = "text/plain; charset=utf-8";

/** Where a browser without script waits. */
const outcomePath = "/joining";

export const setUpRoutes = (options: SetUpSiteOptions): readonly Route[] => [
	{ path: setUpPath, page: "setup.html" },
	{ path: "/setup", resource: new SetUpResource(options) },
	{ path: outcomePath, resource: new OutcomeResource(options) },
];

class SetUpResource implements Resource {
	private readonly options: SetUpSiteOptions;

	constructor(options: SetUpSiteOptions) {
		this.options = options;
	}

	get type(): string {
		return json;
	}

	get takes(): string {
		return formType;
	}

	represent(): Uint8Array {
		const { setUp, text } = this.options;
		const { phase, ssid, problem, address, name, left, networks } = setUp;
		setUp.visit();
		return text.encode(JSON.stringify({ phase, ssid, problem, address, name, left, networks }));
	}

	take(content: Uint8Array): Answer {
		const { setUp, stored, text } = this.options;
		const fields = readForm(content, text);
		if (!fields) return this.say(400, "This is no form.");
		setUp.visit();
		if (fieldNamed(fields, "look") !== undefined) {
			setUp.look();
			return this.say(202, "The board looks for networks.");
		}
		const ssid = fieldNamed(fields, "ssid") ?? "";
		const password = fieldNamed(fields, "password") ?? "";
		const name = fieldNamed(fields, "name") ?? "";
		const wish = { ssid, password, name };
		const problem = faultOfWish(wish, stored);
		if (problem) return this.say(400, problem);
		if (!setUp.join(wish)) return this.say(409, busy);
		return this.say(303, "", [["Location", outcomePath]]);
	}

	private say(status: number, sentence: string, fields?: Answer["fields"]): Answer {
		return { status, type: plain, body: this.options.text.encode(sentence), fields };
	}
}

/** It asks for itself again as long as the outcome is not known. */
class OutcomeResource implements Resource {
	private readonly options: SetUpSiteOptions;

	constructor(options: SetUpSiteOptions) {
		this.options = options;
	}

	get type(): string {
		return html;
	}

	represent(): Uint8Array {
		const { setUp, text } = this.options;
		setUp.visit();
		return text.encode(`${beginning}${this.middle(setUp)}</main>`);
	}

	private middle({ phase, ssid, problem, address, name }: SetUp): string {
		if (phase === Phase.joining)
			return `<meta http-equiv=refresh content=3><p>Joining “${escaped(ssid)}” … This may take half a minute, and your phone may lose this page for a moment.`;
		if (phase === Phase.joined)
			return `<p>${escaped(problem)}<p>The board is in “${escaped(ssid)}” now. Go back to that network, and open <a href="http://${address}/">${address}</a> or <a href="http://${name}.local/">${name}.local</a>.`;
		return `<p>${escaped(problem)}<p><a href="setup.html">Set up</a>`;
	}
}

const beginning =
	'<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Dipsocket · Set-up</title><link rel=stylesheet href="style.css"><main><h1>Set-up</h1>';

const escaped = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
