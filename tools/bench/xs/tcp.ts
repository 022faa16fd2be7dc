/*
	The codec of src/websocket/ on a TCP object: the least that an application needs, callbacks and all. Bytes are read and
	handed on as src/platform/tcp.ts does.
*/

import { openMask } from "../../../src/platform/mask.js";
import { openText } from "../../../src/platform/text.js";
import { Connection } from "../../../src/websocket/connection.js";
import { type MessageOpcode, Opcode } from "../../../src/websocket/frame.js";
import { type Opened, type Subject, type Tally, unlimited } from "./subject.js";

let total: Tally = { messages: 0, bytes: 0 };
const mask = openMask();
const text = openText();

interface Link extends TCP {
	target: OnTCP;
}

class OnTCP extends Connection {
	private readonly tcp: Link;

	constructor(tcp: Link) {
		super();
		this.tcp = tcp;
	}

	protected override get maxMessage(): number {
		return 1 << 20;
	}

	protected override write(bytes: Uint8Array): void {
		this.tcp.write(bytes);
	}
	protected override mask(bytes: Uint8Array, key: number): void {
		mask(bytes, key);
	}
	protected override utf8(bytes: Uint8Array, state: number): number {
		return state === 0 && text.isUtf8(bytes) ? 0 : super.utf8(bytes, state);
	}

	protected override onFragment(_opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		total.bytes += bytes.length;
		if (last && left === 0) total.messages++;
	}
	protected override onClose(): void {}
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
		total = tally;
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
