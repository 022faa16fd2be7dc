// Stand-in for Moddable's "embedded:io/socket/tcp" with the ESP32's behaviour, quirks included.
//
// Strategy: the state machine of the SDK's lwIP sockets, observed in its source. Events only set bits; one message per
// burst delivers them all later, in the order readable, then writable or error, and never from inside a public call.
// The quirks worth knowing: `write` is all or nothing and throws "would block" past the writable count; after a reset it
// returns undefined; once the peer's FIN or reset has been delivered it throws "not ready", even inside the onReadable
// that brings the peer's last bytes. The end of the connection is told by onError, after the last byte has been read.
// A transfer (`from`) takes over what was triggered, not what was already delivered, as in the C: a FIN that the giving
// instance has seen is never told again. Limit: where the C reports the end twice to an application that does not close
// in onError, this reports it once.

import { isIP } from "node:net";
import { type ByteBuffer, bytesOf } from "../../../../bytes.js";
import { Connection } from "../../../../lwip.js";

type Format = "buffer" | "number";

interface CommonOptions {
	onReadable?: (this: TCP, count: number) => void;
	onWritable?: (this: TCP, count: number) => void;
	onError?: (this: TCP) => void;
	target?: unknown;
	nodelay?: boolean;
	format?: Format;
}

/** `from` is a TCP that gives its connection away and is closed by it, or what a Listener has accepted. */
export type Options = CommonOptions & ({ from: TCP | Connection } | { address: string; port: number });

const Trigger = Object.freeze({ writable: 1, readable: 2, error: 4, output: 8 } as const);

/** "failed": the connection's end is known here, and the application is told once it has read everything. */
type Phase = "connecting" | "ready" | "failed" | "reported" | "closed";

export default class TCP {
	target?: unknown;
	readonly #onReadable: CommonOptions["onReadable"];
	readonly #onWritable: CommonOptions["onWritable"];
	readonly #onError: CommonOptions["onError"];
	readonly #connection: Connection;
	#format: Format;
	#phase: Phase;
	#triggered = 0;

	constructor(options: Options) {
		this.#format = formatOf(options.format);
		this.#onReadable = callback(options.onReadable);
		this.#onWritable = callback(options.onWritable);
		this.#onError = callback(options.onError);
		if ("target" in options) this.target = options.target;

		if (!("from" in options)) {
			this.#connection = Connection.connect(addressOf(options.address), portOf(options.port));
			this.#phase = "connecting";
			this.#connection.open();
		} else if (options.from instanceof Connection) {
			this.#connection = options.from;
			this.#phase = "ready";
			this.#connection.open();
		} else {
			const { from } = options;
			this.#connection = from.#opened();
			if (this.#connection.gone) throw new Error("invalid from");
			this.#phase = from.#phase === "ready" ? "ready" : "connecting";
			this.#trigger(from.#triggered | this.#backlog());
			from.#phase = "closed";
		}
		if (options.nodelay !== undefined) this.#connection.nodelay = options.nodelay;
		this.#watch();
	}

	/** The peer's address. Read it at accept: on the ESP32 the same after a reset dereferences NULL. */
	get remoteAddress(): string | undefined {
		return this.#opened().remoteAddress;
	}

	get remotePort(): number | undefined {
		return this.#opened().remotePort;
	}

	get format(): Format {
		this.#opened();
		return this.#format;
	}

	set format(format: Format) {
		this.#opened();
		this.#format = formatOf(format);
	}

	/**
	 * Reads `count` bytes, or as many as `buffer` holds, or all. Returns undefined when there are none, else an
	 * ArrayBuffer, the count (into a buffer), or one byte (format "number"). Throws for more than there are.
	 */
	read(count?: number | ByteBuffer): ArrayBuffer | number | undefined {
		const connection = this.#opened();
		const available = connection.unread;
		if (available === 0) return undefined;

		if (this.#format === "number") return this.#take(new Uint8Array(1))[0];
		if (typeof count === "object") return this.#take(bytesOf(count)).length;
		return this.#take(new Uint8Array(Math.max(0, count ?? available))).buffer;
	}

	/** Sends all of `value` and returns the count still writable; undefined when the connection is gone. */
	write(value: number | ByteBuffer): number | undefined {
		const connection = this.#opened();
		if (this.#phase !== "ready") throw new Error("not ready");
		if (connection.gone) return undefined;

		const bytes = this.#format === "number" ? Uint8Array.of(Number(value)) : bytesOf(value);
		if (bytes.length > connection.sendable) throw new Error("would block");
		connection.write(bytes);
		this.#trigger(Trigger.output);
		return connection.sendable;
	}

	close(): void {
		if (this.#phase === "closed") return;
		this.#phase = "closed";
		this.#connection.close();
	}

	/** The connection, for a call that a closed instance must refuse. */
	#opened(): Connection {
		if (this.#phase === "closed") throw new Error("closed");
		return this.#connection;
	}

	#take(target: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
		const connection = this.#connection;
		if (target.length === 0 || target.length > connection.unread) throw new Error("invalid");
		connection.take(target);
		if (connection.unread === 0 && this.#phase === "failed") this.#trigger(Trigger.error);
		return target;
	}

	/** What an application that takes a connection over is told first. */
	#backlog(): number {
		const readable = this.#onReadable !== undefined && this.#connection.unread > 0;
		const writable = this.#onWritable !== undefined && this.#connection.sendable > 0;
		return (readable ? Trigger.readable : 0) | (writable ? Trigger.writable : 0);
	}

	#watch(): void {
		const connection = this.#connection;
		const end = () => {
			connection.watcher = undefined;
			this.#trigger(Trigger.error);
		};
		connection.watcher = {
			onConnected: () => {
				this.#phase = "ready";
				this.#trigger(Trigger.writable);
			},
			onReceived: () => this.#trigger(Trigger.readable),
			onSent: () => this.#trigger(Trigger.writable),
			onEnded: end,
			// The C tells only those who listen; for the others `write` keeps returning undefined.
			onGone: () => this.#onError && end(),
		};
	}

	#trigger(trigger: number): void {
		if (trigger === 0) return;
		if (this.#triggered === 0) setImmediate(() => this.#deliver());
		this.#triggered |= trigger;
	}

	#deliver(): void {
		const triggered = this.#triggered;
		this.#triggered = 0;
		if (this.#phase === "closed") return;

		const ended = (triggered & Trigger.error) !== 0 && this.#phase !== "reported";
		if (ended) this.#phase = "failed";
		else if (triggered & Trigger.output) this.#connection.output();

		const { unread } = this.#connection;
		if (triggered & Trigger.readable && unread > 0) this.#onReadable?.call(this, unread);
		if (triggered & Trigger.writable) this.#deliverWritable();
		this.#deliverError();
	}

	#deliverWritable(): void {
		if (this.#phase === "ready") this.#onWritable?.call(this, this.#connection.sendable);
	}

	#deliverError(): void {
		if (this.#phase !== "failed" || this.#connection.unread > 0) return;
		this.#phase = "reported";
		this.#onError?.call(this);
	}
}

function callback<Callback>(value: Callback): Callback | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "function") throw new Error("not a function");
	return value;
}

function formatOf(format: string | undefined): Format {
	if (format === undefined || format === "buffer") return "buffer";
	if (format === "number") return format;
	throw new RangeError("unimplemented");
}

function addressOf(address: string): string {
	if (isIP(address) === 0) throw new Error("invalid address");
	return address;
}

function portOf(port: number): number {
	if (port === undefined) throw new Error("invalid");
	if (port < 0 || port > 65535) throw new RangeError("invalid port");
	return port;
}
