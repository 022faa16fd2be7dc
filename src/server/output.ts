/*
	Bytes on their way to one client. A transport takes all of a write or nothing, so what does not fit waits here and goes
	out piece by piece. Bounded by its user's rule: nothing is asked for while something waits (`idle`), hence at most the
	answer to one request or one frame is held, as views without a copy.
*/

import type { Transport } from "./ports.js";

export class Output {
	private readonly transport: Transport;
	private waiting: Uint8Array[] | undefined;

	constructor(transport: Transport) {
		this.transport = transport;
	}

	/** Whether everything has been handed to the transport. */
	get idle(): boolean {
		return this.waiting === undefined;
	}

	/** Whether `length` bytes would go out at once. */
	takes(length: number): boolean {
		return this.idle && length <= this.transport.writable;
	}

	/** Sends `bytes`, now or later; returns how many went out now. They must not change any more. */
	send(bytes: Uint8Array): number {
		if (bytes.length === 0) return 0;
		if (this.takes(bytes.length)) {
			this.transport.send(bytes);
			return bytes.length;
		}
		this.waiting ??= [];
		this.waiting.push(bytes);
		return this.flush();
	}

	/** Hands on what the transport takes; returns how many bytes. To be called when it has become writable. */
	flush(): number {
		const { transport, waiting } = this;
		if (!waiting) return 0;
		let flushed = 0;
		while (waiting.length && transport.writable) {
			const first = waiting[0];
			const count = Math.min(first.length, transport.writable);
			transport.send(first.subarray(0, count));
			flushed += count;
			if (count < first.length) waiting[0] = first.subarray(count);
			else waiting.shift();
		}
		if (waiting.length === 0) this.waiting = undefined;
		return flushed;
	}
}
