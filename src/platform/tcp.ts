/*
	TCP by ECMA-419 §16 (`embedded:io/socket/…`) as a transport: of connections that have come, and of those that we make.

	What the platform leaves to its user is done here, once: the writable count is kept; a lost peer shows up
	as a write that returns undefined or throws, and is reported through `onError` later, never from inside the call; accepted
	connections are taken over at once and all of them; and no exception leaves a callback, where it would abort the app.
	Each field costs every client 16 bytes of XS's heap.
*/

import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import Timer from "timer";
import type { Sockets } from "../device/ports.js";
import type { Log, Transport, TransportEvents } from "../server/ports.js";
import { resolve } from "./resolver.js";

class Socket extends TCP implements Transport {
	writable = 0;
	events: TransportEvents | undefined;

	get address(): string {
		return this.remoteAddress ?? "";
	}

	get secure(): boolean {
		return false;
	}

	override close(): void {
		this.events = undefined;
		super.close();
	}

	send(bytes: Uint8Array): void {
		this.writable = this.written(bytes) ?? this.lost();
	}

	receive(): Uint8Array | undefined {
		const bytes = this.read();
		return bytes === undefined ? undefined : new Uint8Array(bytes as ArrayBuffer);
	}

	override end(): void {
		this.writable = 0;
		super.end?.();
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

/** Another class, since a field would cost every client memory. */
class GuestSocket extends Socket {
	get isGuest(): boolean {
		return true;
	}
}

const nodelay = true;

const tellReadable = (events: TransportEvents) => events.onReadable();
const tellWritable = (events: TransportEvents) => events.onWritable();
const tellEnd = (events: TransportEvents) => events.onEnd();
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

function onReadable(this: TCP): void {
	deliver(this as Socket, tellReadable);
}

function onWritable(this: TCP, count: number): void {
	const socket = this as Socket;
	socket.writable = count;
	deliver(socket, tellWritable);
}

function onEnd(this: TCP): void {
	deliver(this as Socket, tellEnd);
}

function onError(this: TCP): void {
	const socket = this as Socket;
	socket.writable = 0;
	deliver(socket, tellError);
}

/** Connects to an IP address; the first `onWritable` says that it is done. Throws when that cannot even begin. */
const connect = (address: string, port: number): Transport =>
	new Socket({ address, port, nodelay, onReadable, onWritable, onEnd, onError });

/** Who is given the connections: it sets their `events`, or closes them. */
export interface Admitter {
	admit(transport: Transport): void;
}

/** Knows whether whoever has an IP address has come by our own access point. */
export interface Gate {
	isGuest(address: string): boolean;
}

const closedGate: Gate = Object.freeze({ isGuest: () => false });

/** Lets clients in to a server, by a port of ours, once it has been opened. */
export class Door {
	private readonly wanted: number;
	private readonly server: Admitter;
	private readonly log: Log;
	private readonly gate: Gate;
	private listener: Listener | undefined;

	constructor(port: number, server: Admitter, log: Log, gate: Gate = closedGate) {
		this.wanted = port;
		this.server = server;
		this.log = log;
		this.gate = gate;
	}

	/** The one in use: the desktop is given it late. */
	get port(): number {
		return this.listener?.port ?? this.wanted;
	}

	/** Listens from now on, on every address, while networks come and go. Throws when the port is taken. */
	open(): void {
		this.listener ??= new Listener({ port: this.wanted, target: this, onReadable: onKnock });
	}

	/** Somebody has connected. */
	accept(listener: Listener): void {
		try {
			accept(listener, this.server, this.gate);
		} catch (error) {
			this.log(`accept: ${error}`);
		}
	}
}

function onKnock(this: Listener, count: number): void {
	for (; count > 0; count--) (this.target as Door).accept(this);
}

function accept(listener: Listener, server: Admitter, gate: Gate): void {
	const from = listener.read();
	if (!from) return;
	const socket = transfer(from, gate.isGuest(from.remoteAddress ?? ""));
	try {
		server.admit(socket);
	} catch (error) {
		socket.close();
		throw error;
	}
}

/** Takes the connection over. One that was reset meanwhile, or that lwIP had no memory for, must still be closed. */
function transfer(from: TCP, isGuest: boolean): Socket {
	try {
		const options = { from, nodelay, onReadable, onWritable, onEnd, onError };
		return isGuest ? new GuestSocket(options) : new Socket(options);
	} catch (error) {
		from.close();
		throw error;
	}
}

/** What reaches out, in one: each name that is imported by main.ts takes of the heap. */
export const sockets = Object.freeze({ Door, connect, resolve }) satisfies Sockets;
