// Sends an image's file to a board's /update: the head, then what the board asks for, never further ahead than it allows. A
// link that is lost is made again, and the board says where to go on.

import WebSocket from "ws";
import { descriptionLength, headLength } from "../../src/update/image.js";

/** The board, or what is asked of it, says no: there is no use in another attempt. */
export class Refusal extends Error {}

export interface SendOptions {
	readonly url: URL;
	readonly token: string;
	readonly file: Uint8Array;
	note(line: string): void;
	progress(done: number, size: number): void;
	/** How often a lost link is made again, with pauses of so many ms. */
	readonly attempts?: number;
	readonly pause?: number;
}

/** What the board says: src/device/README.md. */
interface Told {
	readonly error?: string;
	readonly update?: {
		readonly received: number;
		readonly chunk?: number;
		readonly window?: number;
		readonly older?: boolean;
		readonly restarts?: boolean;
	};
}

/** For how many ms a board may be silent. */
const silence = 30_000;

/** Resolves once the board has all of it and is about to restart. Rejects with Refusal, or an Error when it cannot be reached. */
export async function sendImage(options: SendOptions): Promise<void> {
	const { attempts = 10, pause = 2000, note } = options;
	for (let left = attempts; ; left--) {
		try {
			await attempt(options);
			return;
		} catch (error) {
			if (error instanceof Refusal || left <= 1) throw error;
			note(`${(error as Error).message}; once more in ${pause / 1000} s`);
			await new Promise((resolve) => setTimeout(resolve, pause));
		}
	}
}

/** A WebSocket of a board, for one who knows its token. */
export function open(url: URL, path: string, token: string, handshakeTimeout: number): WebSocket {
	const address = new URL(path, url);
	address.protocol = url.protocol === "https:" ? "wss:" : "ws:";
	return new WebSocket(address, { headers: { Authorization: `Bearer ${token}` }, handshakeTimeout });
}

function attempt({ url, token, file, note, progress }: SendOptions): Promise<void> {
	const size = file.length - descriptionLength;
	return new Promise((resolve, reject) => {
		const socket = open(url, "/update", token, silence);
		let sent = 0;
		let chunk = 0;
		let window = 0;
		const fail = (error: Error) => {
			clearTimeout(watch);
			socket.terminate();
			reject(error);
		};
		const watch = setTimeout(() => fail(new Error("the board says nothing any more")), silence);
		const goOn = (received: number) => {
			for (; chunk && sent < size && sent - received < window; sent += chunk) {
				const start = descriptionLength + sent;
				socket.send(file.subarray(start, start + chunk));
			}
		};
		socket.on("open", () => socket.send(file.subarray(0, headLength)));
		socket.on("message", (data) => {
			const { error, update }: Told = JSON.parse(String(data));
			watch.refresh();
			if (error !== undefined) return fail(new Refusal(error));
			if (!update) return;
			if (update.chunk) {
				chunk = update.chunk;
				window = update.window ?? chunk;
				sent = update.received;
				if (update.older) note("This version is older than the one that runs.");
			}
			progress(Math.min(update.received, size), size);
			if (!update.restarts) return goOn(update.received);
			clearTimeout(watch);
			socket.close();
			resolve();
		});
		socket.on("unexpected-response", (_request, response) => fail(answered(response.statusCode)));
		socket.on("error", (error) => fail(error));
		socket.on("close", () => fail(new Error("the link was lost")));
	});
}

function answered(status = 0): Error {
	if (status === 503) return new Error("every place at the board is taken");
	if (status === 401) return new Refusal("That is not the board's token.");
	if (status === 404)
		return new Refusal("This board cannot be updated over the air: it has no token, or was flashed before.");
	return new Refusal(`The board answered ${status}.`);
}
