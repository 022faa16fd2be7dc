/*
	Peer: the SDK's modules/network/websocket, as a server. Out of $MODDABLE, on its own kind of socket.
*/

import { pass } from "../../modules/timer.js";
import { ascii } from "../frames.js";
import type { Opened, Subject, Tally } from "../subject.js";

interface Module {
	readonly Server: new (
		options: object,
	) => { callback(this: Client, message: number, value: unknown): void; attach(socket: Socket): void };
}

interface Client {
	write(message: ArrayBuffer): void;
}

const received = 3;

/** What an upgrade request has behind its first line. */
const head = ascii(
	[
		"Upgrade: websocket",
		"Connection: Upgrade",
		"Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
		"",
		"",
	].join("\r\n"),
);

export async function load(moddable: string): Promise<Subject> {
	const { Server }: Module = await import(`${moddable}/modules/network/websocket/websocket.js`);
	// Younger than this XS; a digest that nobody reads.
	Object.defineProperty(Uint8Array.prototype, "toBase64", { value: () => "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" });
	let total: Tally;
	let newest: Client;
	const server = new Server({ port: null });
	server.callback = function (message, value) {
		if (message !== received) {
			newest = this;
			return;
		}
		total.bytes += typeof value === "string" ? value.length : (value as ArrayBuffer).byteLength;
		total.messages++;
	};
	return {
		open(tally): Opened {
			total = tally;
			const socket = new Socket();
			server.attach(socket);
			// It goes on in a moment, with what has come by then: nothing.
			pass(1);
			Socket.arrive(socket, head);
			if (Socket.sent(socket) === 0) throw new Error("no handshake");
			const client = newest;
			return {
				parts: client,
				receive: (bytes) => Socket.arrive(socket, bytes),
				send: (payload) => client.write(payload.buffer as ArrayBuffer),
				written: () => Socket.sent(socket),
			};
		},
	};
}
