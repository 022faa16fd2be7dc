/*
	One client, from the first byte of its request to the end of its connection: a request head, then a response, or a
	WebSocket on the same transport.

	Input is taken only while output is idle, one frame at a time: so a client that does not read what it asked for is not
	read from either, and holds a constant amount of RAM. The live state needs no queue: a message holds all of it, so a
	slow client has one bit (`behind`) and gets the newest state when it can take it.

	At the end the order of RFC 6455 §7.1.1 and RFC 9112 §9.6: after a clean close the server closes first; after a
	response or a failure it drains what still comes in until the client closes, or for `lingerTime`, because a
	connection closed with data unread is reset and its last bytes may be lost.
*/

import { RequestParser } from "../http/request.js";
import { encodeHead } from "../http/response.js";
import { Assembler } from "../websocket/assembler.js";
import { Connection, Phase as ConnectionPhase } from "../websocket/connection.js";
import { CloseCode, type MessageOpcode } from "../websocket/frame.js";
import type { Hub } from "./hub.js";
import { Output } from "./output.js";
import type { Transport, TransportEvents } from "./ports.js";
import { failure, type Response, requestFields, respond } from "./respond.js";
import type { Endpoint } from "./routes.js";

/** How long the last bytes of a client are drained, in ms. */
export const lingerTime = 500;

/** How long a client may take to take a response, in ms. */
export const responseTime = 30_000;

const Phase = Object.freeze({
	/** The request head is coming in. */
	head: 0,
	/** It is a WebSocket. */
	webSocket: 1,
	/** The last bytes are going out; the client will close, or be drained. */
	answering: 2,
	/** The last bytes are going out; then we close. */
	closing: 3,
	/** All is said; what comes in is dropped. */
	draining: 4,
	closed: 5,
} as const);

export class Session implements TransportEvents {
	private readonly hub: Hub;
	private readonly transport: Transport;
	private readonly output: Output;
	private phase: number = Phase.head;
	/** When `expired` is due, in the clock's ms; undefined = never. */
	private deadline: number | undefined;
	/** Bytes that have been read, and not taken further than `taken`. */
	private bytes: Uint8Array | undefined;
	private taken = 0;
	private parser: RequestParser | undefined;
	private connection: Connection<Session> | undefined;
	private endpoint: Endpoint | undefined;
	private assembler: Assembler | undefined;
	/** A Ping has been sent, and nothing has come since. */
	private pinged = false;
	/** The client has not been told the newest state. */
	private behind = false;

	constructor(hub: Hub, transport: Transport) {
		this.hub = hub;
		this.transport = transport;
		this.output = new Output(transport);
		this.parser = new RequestParser(requestFields, hub.decode);
		this.expire(hub.settings.headTimeout);
	}

	/** Whether it takes one of the places for WebSockets. */
	get isWebSocket(): boolean {
		return this.phase === Phase.webSocket;
	}

	onReadable(): void {
		while (this.takesInput) {
			const bytes = this.bytes ?? this.receive();
			if (!bytes) return;
			this.bytes = bytes;
			this.taken = this.take(bytes, this.taken);
			if (this.taken >= bytes.length) this.bytes = undefined;
		}
	}

	onWritable(): void {
		// A client that takes what waited for it lives. A mere acknowledgement is its system's, not its own.
		if (!this.output.idle) this.heard();
		this.output.flush();
		if (this.phase === Phase.answering || this.phase === Phase.closing) this.answered();
		if (this.behind) this.push();
		// Input may have waited for the output.
		this.onReadable();
	}

	onError(): void {
		this.close();
	}

	onFault(error: unknown): void {
		this.hub.log(`session: ${error}`);
		try {
			if (this.phase !== Phase.webSocket) this.close();
			else this.connection?.fail(CloseCode.internalError, "internal error");
		} catch {
			// Not even that: what has thrown may throw again.
			this.close();
		}
	}

	/** Tells the newest state, now or when the client can take it. */
	push(): void {
		if (this.phase !== Phase.webSocket || !this.endpoint?.live) return;
		const frame = this.hub.frame;
		this.behind = !this.output.takes(frame.length);
		if (!this.behind) this.connection?.sendFrame(frame);
	}

	/** Looks at the deadline. */
	tick(now: number): void {
		if (this.deadline !== undefined && ((now - this.deadline) | 0) >= 0) this.expired();
	}

	/** Ends the session at once. Idempotent. */
	close(): void {
		if (this.phase === Phase.closed) return;
		this.phase = Phase.closed;
		this.deadline = undefined;
		this.bytes = undefined;
		this.transport.close();
		this.connection?.end();
		this.hub.leave(this);
	}

	/** What is not answered any more is always taken, and dropped: it must not pile up in the TCP stack. */
	private get takesInput(): boolean {
		if (this.phase === Phase.closed) return false;
		return this.output.idle || this.phase >= Phase.answering;
	}

	private receive(): Uint8Array | undefined {
		const bytes = this.transport.receive();
		this.taken = 0;
		if (bytes) this.heard();
		return bytes;
	}

	private take(bytes: Uint8Array, offset: number): number {
		switch (this.phase) {
			case Phase.head:
				return this.takeHead(bytes, offset);
			case Phase.webSocket:
				return this.connection?.receiveFrame(bytes, offset) ?? bytes.length;
			default:
				return bytes.length;
		}
	}

	private takeHead(bytes: Uint8Array, offset: number): number {
		const { parser } = this;
		if (!parser) return bytes.length;
		const next = parser.receive(bytes, offset);
		const { refusal } = parser;
		if (refusal) this.answer(failure(refusal.status, refusal.reason, [], parser.method === "HEAD"));
		else if (parser.request) this.answer(respond(parser.request, this.hub.site, this.hub.full));
		return next;
	}

	private answer({ status, fields, body, endpoint }: Response): void {
		this.parser = undefined;
		this.phase = endpoint ? Phase.webSocket : Phase.answering;
		this.output.send(encodeHead(status, fields));
		this.output.send(body);
		this.expire(responseTime);
		if (endpoint) this.open(endpoint);
		else this.answered();
	}

	private open(endpoint: Endpoint): void {
		this.endpoint = endpoint;
		this.connection = new Connection<Session>(this.hub.connectionOptions, this);
		this.expire(this.hub.settings.pingInterval);
		this.push();
	}

	/** A piece of a message has come in. */
	receiveFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		if (!this.endpoint?.onMessage) return;
		if (left || !last) this.assembler ??= new Assembler();
		const message = this.assembler ? this.assembler.add(bytes, left, last) : bytes;
		if (!message) return;
		this.assembler = undefined;
		if (this.connection) this.endpoint.onMessage(opcode, message, this.connection);
	}

	/** A frame is to go out. */
	send(bytes: Uint8Array): void {
		this.output.send(bytes);
	}

	/** The WebSocket connection is closed. */
	ended(clean: boolean): void {
		if (this.phase !== Phase.webSocket) return;
		// §7.1.1: the server MUST close the TCP connection first; after a failure the last data is drained before.
		this.phase = clean ? Phase.closing : Phase.answering;
		this.expire(responseTime);
		this.answered();
	}

	/** Something may have been the last of what is to go out. */
	private answered(): void {
		if (!this.output.idle) return;
		if (this.phase === Phase.closing) this.close();
		else {
			this.phase = Phase.draining;
			this.expire(lingerTime);
		}
	}

	/** The client has given a sign of life. */
	private heard(): void {
		if (this.phase !== Phase.webSocket || this.connection?.phase !== ConnectionPhase.open) return;
		this.pinged = false;
		this.expire(this.hub.settings.pingInterval);
	}

	private expire(delay: number): void {
		this.deadline = delay ? (this.hub.clock.now() + delay) | 0 : undefined;
	}

	private expired(): void {
		if (this.phase === Phase.head && this.parser?.started) {
			this.answer(failure(408, "The request took too long."));
		} else if (this.phase === Phase.webSocket && !this.pinged && this.connection?.phase === ConnectionPhase.open) {
			const { pingInterval, pingTimeout } = this.hub.settings;
			this.pinged = pingTimeout > 0;
			this.expire(pingTimeout || pingInterval);
			// A client whose output is stuck is not pinged, but has as long to come unstuck.
			if (this.output.idle) this.connection.ping();
		} else this.close();
	}
}
