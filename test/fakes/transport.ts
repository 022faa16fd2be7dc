/*
	A transport with ECMA-419's contract: a write is all or nothing and checked, reading is by pieces, events come only when
	the test delivers them, nothing works or comes after close.
*/

import type { Transport, TransportEvents } from "../../src/server/ports.js";
import { concat } from "../harness.js";
import { asciiOf } from "./text.js";

export class FakeTransport implements Transport {
	address = "10.0.0.2";
	secure = false;
	writable = 0;
	closed = false;
	/** Whether our half is closed. */
	ended = false;
	events: TransportEvents | undefined;
	private sent: Uint8Array[] = [];
	private readonly arrived: Uint8Array[] = [];
	private inside = false;

	send(bytes: Uint8Array): void {
		if (this.closed || this.ended) throw new Error("closed");
		if (bytes.length > this.writable) throw new Error("would block");
		this.sent.push(bytes.slice());
		this.writable -= bytes.length;
	}

	receive(): Uint8Array | undefined {
		if (this.closed) throw new Error("closed");
		return this.arrived.shift();
	}

	end(): void {
		if (this.closed) throw new Error("closed");
		this.ended = true;
		this.writable = 0;
	}

	close(): void {
		this.closed = true;
		this.events = undefined;
	}

	/** The peer has read: `count` bytes can be written. */
	drain(count: number): void {
		if (this.ended) return;
		this.writable = count;
		this.deliver((events) => events.onWritable());
	}

	/** Bytes arrive, `times` pieces of them. */
	arrive(bytes: Uint8Array, times = 1): void {
		for (let i = 0; i < times; i++) this.arrived.push(bytes.slice());
		this.deliver((events) => events.onReadable());
	}

	/** The peer has closed its half, and all it sent has been read. */
	finish(): void {
		if (this.arrived.length) throw new Error("the end is told after all that was sent");
		this.deliver((events) => events.onEnd());
	}

	/** The peer is gone. */
	fail(): void {
		this.deliver((events) => events.onError());
	}

	/** How many pieces wait to be read. */
	get unread(): number {
		return this.arrived.length;
	}

	/** What was sent since the last call, as ASCII. */
	takeText(): string {
		return asciiOf(this.take());
	}

	/** What was sent since the last call. */
	take(): Uint8Array {
		const sent = concat(this.sent);
		this.sent = [];
		return sent;
	}

	private deliver(tell: (events: TransportEvents) => void): void {
		if (this.closed || !this.events) return;
		if (this.inside) throw new Error("a callback from inside a callback");
		this.inside = true;
		tell(this.events);
		this.inside = false;
	}
}
