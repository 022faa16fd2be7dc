/*
	Who has joined the access point of a board in set-up mode: a phone that says by itself which Host it asks for.
*/

import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** A board in set-up mode, wherever it runs. */
export interface NewBoard {
	/** Where its guests find it. */
	readonly setUp: string;
	/** The port that it has in the network that it is to join. */
	readonly port: number;
}

export interface Answer {
	readonly status: number;
	readonly location: string | undefined;
	readonly body: string;
}

/** Asks for what a client of any host would, by a Host that fetch() would not let one say. */
export async function ask(base: string, path: string, host: string, method = "GET", form?: string): Promise<Answer> {
	const { port } = new URL(base);
	const headers = form === undefined ? { host } : { host, "Content-Type": "application/x-www-form-urlencoded" };
	const asked = request({ host: "127.0.0.1", port, path, method, headers });
	asked.end(form);
	const [response] = await once(asked, "response");
	let body = "";
	for await (const piece of response) body += piece;
	return { status: response.statusCode, location: response.headers.location, body };
}

/** The board's address for its guests. */
export const own = "172.29.0.1";

export interface State {
	readonly phase: string;
	readonly problem: string;
	readonly address: string;
}

export async function state(board: NewBoard): Promise<State | undefined> {
	try {
		return JSON.parse((await ask(board.setUp, "/setup", own)).body);
	} catch {
		// The access point has changed its channel, and lost us for a moment.
		return undefined;
	}
}

export async function becomes(board: NewBoard, phase: string): Promise<State> {
	for (;;) {
		const now = await state(board);
		if (now?.phase === phase) return now;
		await delay(100);
	}
}

export const join = (board: NewBoard, fields: Record<string, string>) =>
	ask(board.setUp, "/setup", own, "POST", String(new URLSearchParams(fields)));
