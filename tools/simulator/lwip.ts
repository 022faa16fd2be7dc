// A connection as lwIP keeps it: the half of the ESP32's TCP below Moddable's TCP class, over a node:net socket.
//
// Strategy: the ESP32's two sizes are kept, send buffer and receive window as tools/sdkconfig asks for them, so that code which fits the
// device fits here and code which does not shows it. Received bytes wait in a fixed window; while it is full nothing is
// taken from the socket, and TCP's own flow control stops the peer. Sent bytes count until the kernel has them.
// Limits: the kernel and node:net buffer more behind this window (at least 64 KB before the peer feels it); lwIP's
// segment queue, its retransmission time-outs and the number of its control blocks are not imitated.

import { connect, type Socket } from "node:net";

/** Bytes that may be written and not yet taken by the network: lwIP's TCP_SND_BUF. */
export const SEND_BUFFER = 2880;

/** Bytes that may be received and not yet read: lwIP's TCP_WND. */
export const RECEIVE_WINDOW = 2880;

/** Time for the peer to close its half after ours, in ms: lwIP's TCP_FIN_WAIT_TIMEOUT. */
const FIN_WAIT = 20_000;

/** lwIP's callbacks of a protocol control block. None is called from inside a call to the connection. */
export interface Watcher {
	/** The three-way handshake is done. */
	onConnected(): void;
	/** More bytes wait in the window. */
	onReceived(): void;
	/** The network has taken bytes; `sendable` grew. */
	onSent(): void;
	/** The peer sent FIN, and everything before it is in the window. */
	onEnded(): void;
	/** The connection is gone: reset by the peer, refused, unreachable. Not told when both halves have ended. */
	onGone(): void;
}

/** The window's content is compacted to its start whenever the tail has no room. */
class Window {
	readonly #bytes = new Uint8Array(RECEIVE_WINDOW);
	#begin = 0;
	#end = 0;

	get length(): number {
		return this.#end - this.#begin;
	}

	get room(): number {
		return RECEIVE_WINDOW - this.length;
	}

	append(bytes: Uint8Array): void {
		if (this.#end + bytes.length > RECEIVE_WINDOW) {
			this.#bytes.copyWithin(0, this.#begin, this.#end);
			this.#end -= this.#begin;
			this.#begin = 0;
		}
		this.#bytes.set(bytes, this.#end);
		this.#end += bytes.length;
	}

	take(target: Uint8Array): void {
		const end = this.#begin + target.length;
		target.set(this.#bytes.subarray(this.#begin, end));
		this.#begin = end;
	}
}

export class Connection {
	/** Undefined while nobody has claimed the connection, and again once nobody cares. */
	watcher: Watcher | undefined;
	readonly #socket: Socket;
	readonly #window = new Window();
	readonly #address: string | undefined;
	#peer: { address?: string; port?: number } = {};
	#sendable = SEND_BUFFER;
	#gone = false;
	/** The peer's half and ours. */
	#ended = false;
	#shut = false;
	#receiving = false;

	/**
	 * Takes a connected socket that is paused, or one that is connecting; both with allowHalfOpen. `address` is the peer's if that
	 * is not to be the socket's.
	 */
	constructor(socket: Socket, address?: string) {
		this.#socket = socket;
		this.#address = address;
		socket.on("error", () => this.#lose());
		socket.on("close", () => this.#lose());
		socket.on("connect", () => {
			this.#identify();
			this.watcher?.onConnected();
		});
		this.#identify();
		socket.on("end", () => this.#end());
	}

	static connect(address: string, port: number): Connection {
		return new Connection(connect({ host: address, port, allowHalfOpen: true }));
	}

	/** Bytes in the window. */
	get unread(): number {
		return this.#window.length;
	}

	/** Bytes that `write` would accept now. */
	get sendable(): number {
		return this.#sendable;
	}

	/** Whether the peer reset the connection, or it never came to be. Bytes in the window can still be read. */
	get gone(): boolean {
		return this.#gone;
	}

	/** Whether the peer has sent FIN. */
	get ended(): boolean {
		return this.#ended;
	}

	/** Known once it is connected, and still after a reset. */
	get remoteAddress(): string | undefined {
		return this.#peer.address?.replace("::ffff:", "");
	}

	get remotePort(): number | undefined {
		return this.#peer.port;
	}

	set nodelay(value: boolean) {
		this.#socket.setNoDelay(value);
	}

	/** Begins to fill the window; until then arriving bytes wait in the kernel. */
	open(): void {
		this.#socket.on("readable", () => this.#receive());
	}

	/** Moves `target.length` bytes, at most `unread`, out of the window, which opens by as much. */
	take(target: Uint8Array): void {
		this.#window.take(target);
		if (this.#receiving) return;
		this.#receiving = true;
		setImmediate(() => {
			this.#receiving = false;
			this.#receive();
		});
	}

	/** Queues a copy of `bytes`, at most `sendable`; they leave with `output()`. */
	write(bytes: Uint8Array): void {
		const count = bytes.length;
		this.#sendable -= count;
		if (this.#socket.writableCorked === 0) this.#socket.cork();
		this.#socket.write(Uint8Array.from(bytes), () => {
			this.#sendable += count;
			this.watcher?.onSent();
		});
	}

	/** Sends what was queued in this turn, in as few segments as it fits. */
	output(): void {
		this.#socket.uncork();
	}

	/** Sends what was queued, and FIN behind it; receiving goes on. */
	end(): void {
		if (this.#shut) return;
		this.#shut = true;
		this.#socket.uncork();
		this.#socket.end();
	}

	/** Ends the connection: what was queued is sent and then FIN, unless received bytes are thrown away with it. */
	close(): void {
		this.watcher = undefined;
		if (this.#gone) return;
		const socket = this.#socket;
		socket.removeAllListeners("readable");
		if (socket.connecting) {
			socket.destroy();
			return;
		}
		if (this.unread > 0 || socket.readableLength > 0) {
			socket.resetAndDestroy();
			return;
		}
		// lwIP's tcp_close() sets TF_RXCLOSED: bytes that still arrive are answered with a reset.
		socket.on("data", () => socket.resetAndDestroy());
		socket.resume();
		socket.end();
		const finWait = setTimeout(() => socket.destroy(), FIN_WAIT);
		socket.on("close", () => clearTimeout(finWait));
	}

	#receive(): void {
		const before = this.unread;
		while (this.#window.room > 0) {
			// read(0) returns null, asks the kernel for more, and lets a FIN behind the last byte through as "end".
			const chunk = this.#socket.read(Math.min(this.#window.room, this.#socket.readableLength));
			if (chunk === null) break;
			this.#window.append(chunk);
		}
		if (this.unread > before) this.watcher?.onReceived();
	}

	/** node:net forgets the peer when the connection ends. */
	#identify(): void {
		this.#peer = { address: this.#address ?? this.#socket.remoteAddress, port: this.#socket.remotePort };
	}

	#end(): void {
		this.#ended = true;
		this.watcher?.onEnded();
	}

	#lose(): void {
		if (this.#gone || (this.#ended && this.#shut)) return;
		this.#gone = true;
		this.watcher?.onGone();
	}
}
