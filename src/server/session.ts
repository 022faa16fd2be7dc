/*
	One client, from the first byte of its request to the end of its connection: a request head, then a response, or a
	WebSocket on the same transport (`peer.ts`).

	Input is taken only while output is idle: so a client that does not read what it asked for is not read from either, and
	holds a constant amount of RAM.

	At the end the order of RFC 6455 §7.1.1 and RFC 9112 §9.6: after a clean close the server closes first; after a
	response or a failure it drains what still comes in until the client closes, or for `lingerTime`, because a
	connection closed with data unread is reset and its last bytes may be lost.
*/

import { type Request, RequestParser } from "../http/request.js";
import { encodeHead } from "../http/response.js";
import { CloseCode } from "../websocket/frame.js";
import { asksForWebSocket } from "../websocket/handshake.js";
import type { Hub } from "./hub.js";
import { Output } from "./output.js";
import { Peer } from "./peer.js";
import type { Transport, TransportEvents } from "./ports.js";
import { credentialsOfRequest, failure, isGuarded, type Response, respond } from "./respond.js";
import type { Feed } from "./routes.js";
import { Credentials, wrongSecretDelay } from "./secret.js";
import type { Traffic } from "./traffic.js";

/** How long the last bytes of a client are drained, in ms. */
export const lingerTime = 500;

/** How long a client may take to take a response, in ms. */
export const responseTime = 30_000;

const Phase = Object.freeze({
	/** The request head is coming in. */
	head: 0,
	/** The request is held back, for its secret is wrong. */
	held: 1,
	/** It is a WebSocket. */
	webSocket: 2,
	/** The last bytes are going out; the client will close, or be drained. */
	answering: 3,
	/** The last bytes are going out; then we close. */
	closing: 4,
	/** All is said; what comes in is dropped. */
	draining: 5,
	closed: 6,
} as const);

export class Session extends Output implements TransportEvents {
	readonly hub: Hub;
	private phase: number = Phase.head;
	/** When `expired` is due, in the clock's ms; undefined = never. */
	private deadline: number | undefined;
	/** From the first byte to the answer: browsers open connections that they may never use. */
	private parser: RequestParser | undefined;
	/** What has come behind the request head, until that is answered. */
	private early: Uint8Array | undefined;
	private peer: Peer | undefined;

	constructor(hub: Hub, transport: Transport) {
		super(transport);
		this.hub = hub;
		this.expire(hub.settings.headTimeout);
	}

	/** Whether it takes one of the places for WebSockets. */
	get isWebSocket(): boolean {
		return this.phase === Phase.webSocket;
	}

	onReadable(): void {
		while (this.takesInput) {
			const bytes = this.transport.receive();
			if (!bytes) return;
			this.traffic.bytesIn += bytes.length;
			this.heard();
			if (this.phase === Phase.head) this.takeHead(bytes);
			else if (this.phase === Phase.webSocket) this.peer?.receive(bytes);
		}
	}

	onWritable(): void {
		// A client that takes what waited for it lives. A mere acknowledgement is its system's, not its own.
		if (!this.idle) this.heard();
		this.flush();
		if (this.phase === Phase.answering || this.phase === Phase.closing) this.answered();
		if (this.phase === Phase.webSocket) this.peer?.drained();
		// Input may have waited for the output.
		this.onReadable();
	}

	onEnd(): void {
		this.close();
	}

	onError(): void {
		this.close();
	}

	onFault(error: unknown): void {
		this.hub.log(`session: ${error}`);
		try {
			if (this.phase === Phase.webSocket) this.peer?.fail(CloseCode.internalError);
			else this.close();
		} catch {
			// Not even that: what has thrown may throw again.
			this.close();
		}
	}

	/** Whether it is a WebSocket that is told of `feed`. */
	watches(feed: Feed): boolean {
		return this.phase === Phase.webSocket && this.peer !== undefined && this.peer.watches(feed);
	}

	/** `feed`, which it watches, has a new message, `frame`: tells it, now or when the client can take it. */
	push(feed: Feed, frame: Uint8Array): void {
		this.peer?.push(feed, frame);
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
		this.transport.close();
		this.peer?.end();
		this.hub.leave(this);
	}

	protected override get traffic(): Traffic {
		return this.hub.traffic;
	}

	/** What is not answered any more is always taken, and dropped: it must not pile up in the TCP stack. */
	private get takesInput(): boolean {
		if (this.phase === Phase.closed || this.phase === Phase.held) return false;
		return this.idle || this.phase >= Phase.answering;
	}

	private takeHead(bytes: Uint8Array): void {
		const { hub } = this;
		this.parser ??= new RequestParser(hub.requestFields, hub.decode);
		const { parser } = this;
		const next = parser.receive(bytes, 0);
		const { refusal, request } = parser;
		if (refusal) this.answer(failure(refusal.status, refusal.reason, [], parser.method === "HEAD"));
		else if (request) {
			if (next < bytes.length) this.early = bytes.subarray(next);
			this.judge(request);
		}
	}

	private judge(request: Request): void {
		const { site } = this.hub;
		const isWrong = credentialsOfRequest(request, site) === Credentials.wrong;
		if (isWrong && isGuarded(request, site)) {
			this.phase = Phase.held;
			this.expire(wrongSecretDelay);
		} else this.respond(request);
	}

	private respond(request: Request): void {
		const { site, full } = this.hub;
		const response = respond(request, site, full);
		if (response.status === 503 && asksForWebSocket(request)) this.traffic.refused++;
		this.answer(response);
	}

	private answer({ status, fields, body, endpoint, trusted }: Response): void {
		const { early } = this;
		this.parser = undefined;
		this.early = undefined;
		this.phase = endpoint ? Phase.webSocket : Phase.answering;
		this.send(encodeHead(status, fields));
		this.send(body);
		this.expire(responseTime);
		if (!endpoint) {
			this.answered();
			return;
		}
		this.peer = new Peer(this, endpoint, trusted ?? false);
		this.heard();
		this.hub.opened();
		this.peer.greet();
		if (early) this.peer.receive(early);
	}

	/** The WebSocket connection is closed; `clean` says whether by a whole closing handshake. */
	ended(clean: boolean): void {
		if (this.phase !== Phase.webSocket) return;
		// §7.1.1: the server MUST close the TCP connection first; after a failure the last data is drained before.
		this.phase = clean ? Phase.closing : Phase.answering;
		this.expire(responseTime);
		this.answered();
	}

	/** Something may have been the last of what is to go out. */
	private answered(): void {
		if (!this.idle) return;
		if (this.phase === Phase.closing) this.close();
		else {
			this.phase = Phase.draining;
			this.expire(lingerTime);
		}
	}

	/** The client has given a sign of life. */
	private heard(): void {
		if (this.phase === Phase.webSocket && this.peer) this.expire(this.peer.heard());
	}

	private expire(delay: number): void {
		this.deadline = delay ? (this.hub.clock.now() + delay) | 0 : undefined;
	}

	private expired(): void {
		switch (this.phase) {
			case Phase.head:
				if (this.parser) this.answer(failure(408, "The request took too long."));
				else this.close();
				return;
			case Phase.held:
				this.release();
				return;
			case Phase.webSocket: {
				const delay = this.peer?.silent();
				if (delay === undefined) this.close();
				else this.expire(delay);
				return;
			}
			default:
				this.close();
		}
	}

	/** The request has been held back for long enough. */
	private release(): void {
		const request = this.parser?.request;
		if (!request) return;
		this.respond(request);
		this.onReadable();
	}
}
