// Stand-in for the firmware's own "embedded:io/socket/tcp" (src/platform/native/tcp.c), with its contract.
//
// Strategy: events only set bits; one message per burst delivers them all later, in the order readable, writable, end, and
// never from inside a public call. `write` is all or nothing: it throws for its caller's mistakes (not connected yet, more
// than is writable, after end()) and returns undefined when the peer is gone. The peer's FIN is told by onEnd, or by onError
// where there is no onEnd, after the last byte has been read; a broken connection is told by onError.
// A transfer (`from`) takes the connection over at any time, and tells all that holds.

import { isIP } from "node:net";
import { type ByteBuffer, bytesOf } from "../../../../bytes.js";
import { Connection } from "../../../../lwip.js";

type Format = "buffer" | "number";

interface CommonOptions {
	onReadable?: (this: TCP, count: number) => void;
	onWritable?: (this: TCP, count: number) => void;
	onEnd?: (this: TCP) => void;
	onError?: (this: TCP) => void;
	target?: unknown;
	nodelay?: boolean;
	format?: Format;
}

/** `from` is a TCP that gives its connection away and is closed by it, or what a Listener has accepted. */
export type Options = CommonOptions & ({ from: TCP | Connection } | { address: string; port: number });

/** What `read()` without a count takes at most. */
const READ_LIMIT = 1024;

const Trigger = Object.freeze({ writable: 1, readable: 2, over: 4, output: 8 } as const);

type Sending = "not yet" | "open" | "ended";

/** What of the connection's end has been told. */
type Told = "nothing" | "end" | "error";

export default class TCP {
	target?: unknown;
	readonly #onReadable: CommonOptions["onReadable"];
	readonly #onWritable: CommonOptions["onWritable"];
	readonly #onEnd: CommonOptions["onEnd"];
	readonly #onError: CommonOptions["onError"];
	/** Undefined once closed. */
	#connection: Connection | undefined;
	#format: Format;
	#sending: Sending;
	#told: Told = "nothing";
	#triggered = 0;

	constructor(options: Options) {
		this.#format = formatOf(options.format);
		this.#onReadable = callback(options.onReadable);
		this.#onWritable = callback(options.onWritable);
		this.#onEnd = callback(options.onEnd);
		this.#onError = callback(options.onError);
		if ("target" in options) this.target = options.target;

		let connection: Connection;
		if (!("from" in options)) {
			connection = Connection.connect(addressOf(options.address), portOf(options.port));
			this.#sending = "not yet";
			connection.open();
		} else if (options.from instanceof Connection) {
			connection = options.from;
			this.#sending = "open";
			connection.open();
		} else {
			const { from } = options;
			connection = from.#opened();
			this.#sending = from.#sending;
			this.#trigger(this.#backlog(connection) | (from.#triggered & Trigger.output));
			from.#connection = undefined;
		}
		if (options.nodelay !== undefined) connection.nodelay = options.nodelay;
		this.#connection = connection;
		this.#watch(connection);
	}

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
	 * Reads `count` bytes, or as many as `buffer` holds, or what there is, up to READ_LIMIT. Returns undefined when there are
	 * none, else an ArrayBuffer, the count (into a buffer), or one byte (format "number"). Throws for more than there are.
	 */
	read(count?: number | ByteBuffer): ArrayBuffer | number | undefined {
		const { unread } = this.#opened();
		if (unread === 0) return undefined;

		if (this.#format === "number") return this.#take(new Uint8Array(1))[0];
		if (typeof count === "object") return this.#take(bytesOf(count)).length;
		if (count === undefined && unread > READ_LIMIT) this.#trigger(Trigger.readable);
		return this.#take(new Uint8Array(Math.max(0, count ?? Math.min(unread, READ_LIMIT)))).buffer;
	}

	/** Sends all of `value` and returns the count still writable; undefined when the peer is gone. */
	write(value: number | ByteBuffer): number | undefined {
		const connection = this.#opened();
		if (this.#sending === "not yet" && !connection.gone) throw new Error("not ready");
		if (this.#sending === "ended") throw new Error("ended");
		if (connection.gone || this.#told === "error") return undefined;

		const bytes = this.#format === "number" ? Uint8Array.of(Number(value)) : bytesOf(value);
		if (bytes.length > connection.sendable) throw new Error("would block");
		connection.write(bytes);
		this.#trigger(Trigger.output);
		return connection.sendable;
	}

	/** Half-closes behind what was written. */
	end(): void {
		const connection = this.#opened();
		if (this.#sending === "not yet") throw new Error("not ready");
		this.#sending = "ended";
		connection.end();
	}

	close(): void {
		this.#connection?.close();
		this.#connection = undefined;
	}

	/** The connection, for a call that a closed instance must refuse. */
	#opened(): Connection {
		if (!this.#connection) throw new Error("closed");
		return this.#connection;
	}

	#take(target: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
		const connection = this.#opened();
		if (target.length === 0 || target.length > connection.unread) throw new Error("invalid");
		connection.take(target);
		if (connection.unread === 0 && isOver(connection)) this.#trigger(Trigger.over);
		return target;
	}

	/** What an application that takes a connection over is told first. */
	#backlog(connection: Connection): number {
		const readable = connection.unread > 0 ? Trigger.readable : 0;
		const writable = this.#sending === "open" ? Trigger.writable : 0;
		return readable | writable | (isOver(connection) ? Trigger.over : 0);
	}

	#watch(connection: Connection): void {
		connection.watcher = {
			onConnected: () => {
				this.#sending = "open";
				this.#trigger(Trigger.writable);
			},
			onReceived: () => this.#trigger(Trigger.readable),
			onSent: () => this.#trigger(Trigger.writable),
			onEnded: () => this.#trigger(Trigger.over),
			onGone: () => this.#trigger(Trigger.over),
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
		if (triggered & Trigger.output) this.#connection?.output();
		if (triggered & Trigger.readable) this.#tellReadable();
		if (triggered & Trigger.writable) this.#tellWritable();
		if (triggered & Trigger.over) this.#tellOver();
	}

	#tellReadable(): void {
		const unread = this.#connection?.unread ?? 0;
		if (unread > 0 && this.#told !== "error") this.#onReadable?.call(this, unread);
	}

	#tellWritable(): void {
		const connection = this.#connection;
		if (!connection || connection.gone || this.#sending !== "open" || this.#told === "error") return;
		if (connection.sendable > 0) this.#onWritable?.call(this, connection.sendable);
	}

	#tellOver(): void {
		const connection = this.#connection;
		if (!connection || connection.unread > 0 || this.#told === "error") return;
		if (!connection.gone && this.#onEnd) {
			if (this.#told === "end") return;
			this.#told = "end";
			this.#onEnd.call(this);
		} else {
			this.#told = "error";
			this.#onError?.call(this);
		}
	}
}

const isOver = (connection: Connection) => connection.ended || connection.gone;

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
