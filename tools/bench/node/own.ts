// The codec of src/websocket/ on Node: server role, messages put together as ws does.

import { isUtf8 } from "node:buffer";
import { Assembler } from "../../../src/websocket/assembler.js";
import { Connection } from "../../../src/websocket/connection.js";
import type { Host } from "../../../src/websocket/frame.js";
import { maskWords } from "../../../src/websocket/mask.js";
import { type MessageOpcode, Opcode } from "../../../src/websocket/names.js";
import type { Subject, Tally } from "./subject.js";

const host: Host = Object.freeze({ mask: maskWords, isUtf8 });

class Own extends Connection {
	private readonly assembler = new Assembler();
	private readonly tally: Tally;
	private readonly written: (count: number) => void;

	constructor(tally: Tally, written: (count: number) => void) {
		super();
		this.tally = tally;
		this.written = written;
	}

	protected override get maxMessage(): number {
		return 1 << 20;
	}

	protected override write(bytes: Uint8Array): void {
		this.written(bytes.length);
	}

	protected override get host(): Host {
		return host;
	}

	protected override onFragment(_opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		const message = this.assembler.add(bytes, left, last);
		if (!message) return;
		this.tally.messages++;
		this.tally.bytes += message.length;
	}

	protected override onClose(): void {}
}

export const own: Subject = {
	name: "here",
	open(tally, written) {
		const connection = new Own(tally, written);
		return {
			receive: (bytes) => connection.receive(bytes),
			send: (payload) => connection.send(Opcode.binary, payload),
		};
	},
};
