/*
	Peer: the SDK's WebSocket class in the browsers' manner, upon its websocketclient, attached to a TCP connection as a
	server's end. Out of $MODDABLE.
*/

import { type Opened, type Subject, type Tally, unlimited } from "../subject.js";
import { loadClass } from "./client.js";

interface Module {
	readonly default: new (options: {
		readonly attach: TCP;
	}) => {
		onmessage(event: { readonly data: string | ArrayBuffer }): void;
		send(message: Uint8Array): void;
	};
}

export async function load(moddable: string): Promise<Subject> {
	const io = await loadClass(moddable);
	Object.assign(globalThis, { device: { network: { ws: { io } } } });
	const { default: WebSocket }: Module = await import(`${moddable}/examples/io/tcp/websocket/WebSocket.js`);
	let total: Tally;
	function onmessage({ data }: { readonly data: string | ArrayBuffer }): void {
		total.bytes += typeof data === "string" ? data.length : data.byteLength;
		total.messages++;
	}
	return {
		open(tally): Opened {
			total = tally;
			const socket = new WebSocket({ attach: new TCP() });
			socket.onmessage = onmessage;
			const tcp = TCP.newest();
			TCP.drain(tcp, unlimited);
			return {
				parts: socket,
				receive: (bytes) => TCP.arrive(tcp, bytes),
				send: (payload) => socket.send(payload),
				written: () => TCP.sent(tcp),
			};
		},
	};
}
