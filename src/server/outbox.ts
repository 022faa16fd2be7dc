/*
	Bytes on their way to one client. A transport takes all of a write or nothing, so what does not fit waits here and goes
	out piece by piece. It goes with the transport from one part of the server to the next; how long it may wait is for
	connectedclient.ts and lingering.ts to say.

	Bounded by its users' rule: while something waits (not `idle`), nothing more is asked of the client, so that at most the
	answer to one request or one frame is held, as views without a copy.
*/

import type { Transport } from "./ports.js";

/** So many bytes of a frame have to fit at once; the rest of a longer one may wait. */
const leastPiece = 1024;

export class Outbox {
	readonly transport: Transport;
	private waiting: Uint8Array[] | undefined;

	constructor(transport: Transport) {
		this.transport = transport;
	}

	/** Whether everything has been handed to the transport. */
	get idle(): boolean {
		return this.waiting === undefined;
	}

	/** Whether a frame of `length` bytes would go out at once, or begin to if it is a long one. */
	fits(length: number): boolean {
		return this.idle && Math.min(length, leastPiece) <= this.transport.writable;
	}

	/** Sends `bytes`, now or later. They must not change any more. */
	send(bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		if (this.idle && bytes.length <= this.transport.writable) this.transport.send(bytes);
		else {
			this.waiting ??= [];
			this.waiting.push(bytes);
			this.flush();
		}
	}

	/** Hands on what the transport takes. To be called when it has become writable. */
	flush(): void {
		const { transport, waiting } = this;
		if (!waiting) return;
		while (waiting.length && transport.writable) {
			const first = waiting[0];
			const count = Math.min(first.length, transport.writable);
			transport.send(first.subarray(0, count));
			if (count < first.length) waiting[0] = first.subarray(count);
			else waiting.shift();
		}
		if (waiting.length === 0) this.waiting = undefined;
	}
}
