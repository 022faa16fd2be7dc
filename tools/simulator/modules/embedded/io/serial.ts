// Stand-in for Moddable's "embedded:io/serial", as on the ESP32: the far end of the cable is a TCP port (serialcable.ts).
//
// Strategy: what the SDK's driver was seen to do: a buffer of 128 bytes each way, of which the one that is full loses what comes;
// nothing is told from inside a call; `onWritable` at first, and after a write once there is room again.
// Limit: bytes take no time.

import { cable } from "../../../serialcable.js";

/** Of the ESP32's UART. */
const fifo = 128;

export interface Options {
	port?: number;
	transmit?: number;
	receive?: number;
	baud: number;
	format?: "number" | "buffer";
	onReadable?: (this: Serial, count: number) => void;
	onWritable?: (this: Serial, count: number) => void;
	target?: unknown;
}

export default class Serial {
	target?: unknown;
	readonly #onReadable: Options["onReadable"];
	readonly #onWritable: Options["onWritable"];
	#received: number[] = [];
	#room = fifo;
	#readable = false;
	#writable = false;

	constructor(options: Options) {
		const { transmit, receive, port = 0, baud, format = "buffer", onReadable, onWritable } = options;
		if (receive === undefined && transmit === undefined) throw new Error("invalid");
		if (port < 0 || port > 2) throw new RangeError("invalid port");
		if (!(baud > 0 && baud <= 20_000_000)) throw new RangeError("invalid baud");
		if (format !== "buffer") throw new RangeError("invalid format");
		if ("target" in options) this.target = options.target;
		if (!cable.plug((bytes) => this.#take(bytes))) throw new RangeError("port in use");
		this.#onReadable = onReadable;
		this.#onWritable = onWritable;
		this.#tellWritable();
	}

	get format(): "buffer" {
		return "buffer";
	}

	read(): ArrayBuffer | undefined {
		if (this.#received.length === 0) return undefined;
		return Uint8Array.from(this.#received.splice(0)).buffer;
	}

	write(bytes: Uint8Array): void {
		if (bytes.length > this.#room) throw new Error("output full");
		this.#room -= bytes.length;
		cable.send(Uint8Array.from(bytes));
		this.#tellWritable();
	}

	close(): void {
		cable.unplug();
	}

	#take(bytes: Uint8Array): void {
		this.#received.push(...bytes.subarray(0, fifo - this.#received.length));
		if (this.#readable) return;
		this.#readable = true;
		setImmediate(() => {
			this.#readable = false;
			if (this.#received.length) this.#onReadable?.call(this, this.#received.length);
		});
	}

	#tellWritable(): void {
		if (this.#writable) return;
		this.#writable = true;
		setImmediate(() => {
			this.#writable = false;
			this.#room = fifo;
			this.#onWritable?.call(this, this.#room);
		});
	}
}
