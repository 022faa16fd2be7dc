/*
	The codec of src/websocket/ on a TCP object: the least that an application needs, callbacks and all. Bytes are read and
	handed on as src/platform/tcp.ts does.
*/

import { Opcode } from "../../../src/websocket/names.js";
import { Counting, countIn } from "./counting.js";
import { type Opened, type Subject, unlimited } from "./subject.js";

interface Link extends TCP {
	target: OnTCP;
}

class OnTCP extends Counting {
	private readonly tcp: Link;

	constructor(tcp: Link) {
		super();
		this.tcp = tcp;
	}

	protected override write(bytes: Uint8Array): void {
		this.tcp.write(bytes);
	}
}

function onReadable(this: Link, count: number): void {
	this.target.receive(new Uint8Array(this.read(count)));
}

function onWritable(): void {}

function onError(this: Link): void {
	this.target.end();
}

export const codecOnTCP: Subject = {
	open(tally): Opened {
		countIn(tally);
		const tcp = new TCP({ target: undefined, onReadable, onWritable, onError }) as Link;
		tcp.target = new OnTCP(tcp);
		TCP.drain(tcp, unlimited);
		return {
			parts: tcp,
			receive: (bytes) => TCP.arrive(tcp, bytes),
			send: (payload) => tcp.target.send(Opcode.binary, payload),
			written: () => TCP.sent(tcp),
		};
	},
};
