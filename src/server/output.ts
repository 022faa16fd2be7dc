/*
	Bytes on their way to one client. A transport takes all of a write or nothing, so what does not fit waits here and goes
	out piece by piece. Bounded by its user's rule: nothing is asked for while something waits (`idle`), hence at most the
	answer to one request or one frame is held, as views without a copy.

	A base class, since an object of its own would cost each client 64 bytes.
*/

import type { Transport } from "./ports.js";
import type { Traffic } from "./traffic.js";

export abstract class Output {
	protected readonly transport: Transport;
	private waiting: Uint8Array[] | undefined;

	constructor(transport: Transport) {
		this.transport = transport;
	}

	/** Who is told how many bytes go out. */
	protected abstract get traffic(): Traffic;

	/** Whether everything has been handed to the transport. */
	get idle(): boolean {
		return this.waiting === undefined;
	}

	/** Whether `length` bytes would go out at once. */
	takes(length: number): boolean {
		return this.idle && length <= this.transport.writable;
	}

	/** Sends `bytes`, now or later. They must not change any more. */
	send(bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		if (this.takes(bytes.length)) this.hand(bytes);
		else {
			this.waiting ??= [];
			this.waiting.push(bytes);
			this.flush();
		}
	}

	/** Hands on what the transport takes. To be called when it has become writable. */
	protected flush(): void {
		const { transport, waiting } = this;
		if (!waiting) return;
		while (waiting.length && transport.writable) {
			const first = waiting[0];
			const count = Math.min(first.length, transport.writable);
			this.hand(first.subarray(0, count));
			if (count < first.length) waiting[0] = first.subarray(count);
			else waiting.shift();
		}
		if (waiting.length === 0) this.waiting = undefined;
	}

	private hand(bytes: Uint8Array): void {
		this.transport.send(bytes);
		this.traffic.bytesOut += bytes.length;
	}
}
