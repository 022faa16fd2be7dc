/*
	Whether a binary message can be received in the heap of a board: by a connection on TCP whose messages are put together, or
	by the firmware, at the endpoint that echoes. Arguments: the firmware's modules (firmware.ts), "codec" or "firmware",
	the length, and the configuration. Prints a line when it has worked; XS aborts when memory is full.
*/

import { openMask } from "../../../src/platform/mask.js";
import { Assembler } from "../../../src/websocket/assembler.js";
import { Connection } from "../../../src/websocket/connection.js";
import { type MessageOpcode, Opcode } from "../../../src/websocket/frame.js";
import { segment } from "../workload.js";
import { boot, openWebSocket, upgradeOf } from "./firmware.js";
import { headerOf, maskingKey } from "./frames.js";
import { tell } from "./result.js";

const [, what, lengthInDigits] = scriptArgs;
const length = Number(lengthInDigits);

let whole: Uint8Array | undefined;
const assembler = new Assembler();
const mask = openMask();

class Receiver extends Connection {
	protected override get maxMessage(): number {
		return 1 << 20;
	}

	protected override write(): void {}

	protected override mask(bytes: Uint8Array, key: number): void {
		mask(bytes, key);
	}

	protected override onFragment(_opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		whole = assembler.add(bytes, left, last);
	}

	protected override onClose(): void {}
}

/** A payload of zeros, masked: the key over and over. */
const piece = new Uint8Array(segment);
for (let i = 0; i < segment; i++) piece[i] = maskingKey[i % 4];
const header = headerOf(Opcode.binary, length);

/** A piece of the message arrives at a TCP. */
function each(arrive: (bytes: Uint8Array) => void): void {
	arrive(header);
	for (let left = length; left > 0; left -= segment) arrive(piece.subarray(0, Math.min(left, segment)));
}

function receive(): boolean {
	const connection = new Receiver();
	const tcp = new TCP({
		onReadable(this: TCP, count: number) {
			connection.receive(new Uint8Array(this.read(count)));
		},
	});
	preloaded();
	each((bytes) => TCP.arrive(tcp, bytes));
	return whole?.length === length;
}

async function echo(): Promise<boolean> {
	const { listener } = await boot();
	const client = openWebSocket(listener, upgradeOf("/echo"));
	each((bytes) => TCP.arrive(client, bytes));
	let echoed = 0;
	for (let count = -1; count !== 0; echoed += count) {
		TCP.drain(client, 8192);
		count = TCP.sent(client);
	}
	return echoed >= length;
}

// In another turn: what loading leaves behind is gone then.
await undefined;
const received = what === "codec" ? receive() : await echo();
if (!received) throw new Error(`${length} bytes have not been received`);
tell(what, () => ({ received: length }));
