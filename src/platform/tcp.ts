/*
	TCP by ECMA-419 §16 (`embedded:io/socket/…`) as the server's transport.

	What the SDK leaves to its user is done here, once: the writable count is kept; a peer that is gone shows as a write
	that throws or answers with nothing, and is then told through `onError` later, never from inside the call; accepted
	connections are taken over at once and all of them; and no exception leaves a callback, where it would abort the app.

	lwIP counts the pieces of its send queue as well as their bytes, and takes a full queue for a broken connection. The
	pieces are counted here on the safe side, and nothing more is writable until the peer has acknowledged all of them.
*/

import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import Timer from "timer";
import type { Log, Transport, TransportEvents } from "../server/ports.js";

/** The most bytes read at a time: what a client that is not read further holds in RAM beside the TCP stack's window. */
const readSize = 1024;

/** Pieces in lwIP's send queue: it takes four for each segment of the send buffer, which has two at least. */
const maxPieces = 6;

/** lwIP cuts a write into pieces of a segment, about this many bytes. */
const pieceSize = 1024;

class Socket extends TCP implements Transport {
	writable = 0;
	events: TransportEvents | undefined;
	private unread = 0;
	/** What is writable when nothing waits for an acknowledgement, as far as seen. */
	private capacity = 0;
	/** Pieces that wait for an acknowledgement, at most. */
	private pieces = 0;

	constructor(from: TCP) {
		super({ from, nodelay: true, onReadable, onWritable, onError });
	}

	get address(): string {
		return this.remoteAddress ?? "";
	}

	end(): void {}

	override close(): void {
		this.events = undefined;
		super.close();
	}

	send(bytes: Uint8Array): void {
		this.pieces += 1 + Math.floor(bytes.length / pieceSize);
		this.takes(this.written(bytes) ?? this.lost());
	}

	receive(): Uint8Array | undefined {
		const count = Math.min(this.unread, readSize);
		if (count === 0) return undefined;
		this.unread -= count;
		return new Uint8Array(this.read(count) as ArrayBuffer);
	}

	/** `count` bytes in all are there to be read. */
	arrived(count: number): void {
		this.unread = count;
	}

	/** `count` bytes can be written, as far as their number goes. */
	takes(count: number): void {
		if (count >= this.capacity) {
			this.capacity = count;
			this.pieces = 0;
		}
		this.writable = this.pieces < maxPieces ? count : 0;
	}

	/** Writes; returns how many bytes are writable now, or undefined when the peer is gone. */
	private written(bytes: Uint8Array): number | undefined {
		try {
			return this.write(bytes);
		} catch {
			return undefined;
		}
	}

	private lost(): 0 {
		Timer.set(() => deliver(this, tellError));
		return 0;
	}
}

const tellReadable = (events: TransportEvents) => events.onReadable();
const tellWritable = (events: TransportEvents) => events.onWritable();
const tellError = (events: TransportEvents) => events.onError();

function deliver(socket: Socket, tell: (events: TransportEvents) => void): void {
	const { events } = socket;
	if (!events) return;
	try {
		tell(events);
	} catch (error) {
		events.onFault(error);
	}
}

function onReadable(this: TCP, count: number): void {
	const socket = this as Socket;
	socket.arrived(count);
	deliver(socket, tellReadable);
}

function onWritable(this: TCP, count: number): void {
	const socket = this as Socket;
	socket.takes(count);
	deliver(socket, tellWritable);
}

function onError(this: TCP): void {
	deliver(this as Socket, tellError);
}

/** Who is given the connections: it sets their `events`, or closes them. */
export interface Admitter {
	admit(transport: Transport): void;
}

export type { Listener };

/** Listens on `port`, for `server`. Throws when the port is taken. */
export function listen(port: number, server: Admitter, log: Log): Listener {
	return new Listener({
		port,
		onReadable(count) {
			for (; count > 0; count--) {
				try {
					accept(this, server);
				} catch (error) {
					log(`accept: ${error}`);
				}
			}
		},
	});
}

function accept(listener: Listener, server: Admitter): void {
	const from = listener.read();
	if (!from) return;
	const socket = transfer(from);
	try {
		server.admit(socket);
	} catch (error) {
		socket.close();
		throw error;
	}
}

/** Takes the connection over. One that was reset meanwhile, or that lwIP had no memory for, must still be closed. */
function transfer(from: TCP): Socket {
	try {
		return new Socket(from);
	} catch (error) {
		from.close();
		throw error;
	}
}
