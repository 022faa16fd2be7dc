/*
	The codec of src/websocket/ on a TCP object: the least that an application needs, callbacks and all. Bytes are read and
	handed on as src/platform/tcp.ts does.
*/

import { openMask } from "../../../src/platform/mask.js";
import { Connection } from "../../../src/websocket/connection.js";
import { Opcode, Role } from "../../../src/websocket/frame.js";
import type { ConnectionOptions } from "../../../src/websocket/options.js";
import { type Opened, type Subject, type Tally, unlimited } from "./subject.js";

/** Of all connections: a connection's target is its TCP, as a TCP's target is its connection. */
let total: Tally = { messages: 0, bytes: 0 };

interface Link extends TCP {
	target: Connection<Link>;
}

const options: ConnectionOptions<Link> = Object.freeze({
	role: Role.server,
	mask: openMask(),
	maxMessage: 1 << 20,
	write(bytes: Uint8Array, tcp: Link) {
		tcp.write(bytes);
	},
	onFragment(_opcode: number, bytes: Uint8Array, left: number, last: boolean) {
		total.bytes += bytes.length;
		if (last && left === 0) total.messages++;
	},
});

function onReadable(this: Link, count: number): void {
	this.target.receive(new Uint8Array(this.read(count)));
}

function onWritable(): void {}

function onError(this: Link): void {
	this.target.end();
}

export const codecOnTCP: Subject = {
	open(tally): Opened {
		total = tally;
		const tcp = new TCP({ target: undefined, onReadable, onWritable, onError }) as Link;
		tcp.target = new Connection<Link>(options, tcp);
		TCP.drain(tcp, unlimited);
		return {
			parts: tcp,
			receive: (bytes) => TCP.arrive(tcp, bytes),
			send: (payload) => tcp.target.send(Opcode.binary, payload),
			written: () => TCP.sent(tcp),
		};
	},
};
