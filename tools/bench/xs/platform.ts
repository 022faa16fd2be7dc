/*
	No codec at all: bytes are read from TCP, a message is written to it as it is. What the platform's own calls cost.
*/

import { type Opened, type Subject, unlimited } from "./subject.js";

function onReadable(this: TCP, count: number): void {
	new Uint8Array(this.read(count));
}

export const platform: Subject = {
	open(): Opened {
		const tcp = new TCP({ onReadable });
		TCP.drain(tcp, unlimited);
		return {
			parts: tcp,
			receive: (bytes) => TCP.arrive(tcp, bytes),
			send: (payload) => tcp.write(payload),
			written: () => TCP.sent(tcp),
		};
	},
};
