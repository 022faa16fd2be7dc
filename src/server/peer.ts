/*
	One client as a WebSocket: what an endpoint's clients are told and say, and whether they still live.

	Feeds need no queue: a message says all of its feed, so a slow client has one bit for each (`behind`), and gets the newest
	message, made then, when it can take it.
*/

import { Assembler } from "../websocket/assembler.js";
import { Connection, Phase } from "../websocket/connection.js";
import { CloseCode, type MessageOpcode } from "../websocket/frame.js";
import type { Hub } from "./hub.js";
import type { Output } from "./output.js";
import type { Client, Endpoint, Feed } from "./routes.js";

export interface PeerOptions {
	readonly hub: Hub;
	readonly output: Output;
	readonly endpoint: Endpoint;
	/** Whether the client has shown the secret, if there is one. */
	readonly trusted: boolean;
	/** The WebSocket connection is closed; `clean` says whether by a whole closing handshake. */
	readonly onEnd: (clean: boolean) => void;
}

export class Peer implements Client {
	private readonly options: PeerOptions;
	private readonly connection: Connection<Peer>;
	/** A message that comes in several pieces. */
	private assembler: Assembler | undefined;
	/** The feeds whose newest message the client has yet to be told, as bits. */
	private behind: number;
	/** A Ping has been sent, and nothing has come since. */
	private pinged = false;

	constructor(options: PeerOptions) {
		this.options = options;
		this.behind = (1 << options.endpoint.feeds.length) - 1;
		this.connection = new Connection<Peer>(options.hub.connectionOptions, this);
	}

	get trusted(): boolean {
		return this.options.trusted;
	}

	/** Takes bytes from `offset`, one frame at most; returns the offset behind them. */
	take(bytes: Uint8Array, offset: number): number {
		return this.connection.receiveFrame(bytes, offset);
	}

	send(opcode: MessageOpcode, message: Uint8Array): boolean {
		return this.sent(this.connection.send(opcode, message));
	}

	/** The client has come: it is told everything, now or when it can take it. */
	greet(): void {
		this.options.endpoint.onOpen?.();
		this.drained();
	}

	/** Whether the client is told of `feed`. */
	watches(feed: Feed): boolean {
		return this.options.endpoint.feeds.includes(feed);
	}

	/** A feed has a new message, `frame`: tells it, now or when the client can take it. */
	push(feed: Feed, frame: Uint8Array): void {
		const { hub, output, endpoint } = this.options;
		const bit = 1 << endpoint.feeds.indexOf(feed);
		if (this.behind & bit) hub.traffic.coalesced++;
		if (this.behind === 0 && output.takes(frame.length)) this.sent(this.connection.sendFrame(frame));
		else this.behind |= bit;
	}

	/** The client takes more output. */
	drained(): void {
		const { hub, output, endpoint } = this.options;
		for (let i = 0; this.behind >> i && output.idle; i++) {
			if (!(this.behind & (1 << i))) continue;
			const frame = hub.frameOf(endpoint.feeds[i]);
			if (!output.takes(frame.length)) return;
			this.behind &= ~(1 << i);
			this.sent(this.connection.sendFrame(frame));
		}
	}

	/** The client has given a sign of life. Returns for how many ms it may be silent now, 0 for ever. */
	heard(): number {
		this.pinged = false;
		return this.options.hub.settings.pingInterval;
	}

	/** The client has been silent for as long as it may. Returns for how long it still may, or undefined: drop it. */
	silent(): number | undefined {
		if (this.pinged || this.connection.phase !== Phase.open) return undefined;
		const { pingInterval, pingTimeout } = this.options.hub.settings;
		this.pinged = pingTimeout > 0;
		// A client whose output is stuck is not pinged, but has as long to come unstuck.
		if (this.options.output.idle) this.connection.ping();
		return pingTimeout || pingInterval;
	}

	/** Something of ours has thrown. */
	fail(): void {
		this.connection.fail(CloseCode.internalError, "internal error");
	}

	/** The transport has ended. */
	end(): void {
		this.connection.end();
	}

	/** A frame is to go out. */
	write(bytes: Uint8Array): void {
		const { hub, output } = this.options;
		hub.traffic.bytesOut += output.send(bytes);
	}

	/** A piece of a message has come in. */
	receiveFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		const { hub, endpoint } = this.options;
		if (left || !last) this.assembler ??= new Assembler();
		const message = this.assembler ? this.assembler.add(bytes, left, last) : bytes;
		if (!message) return;
		this.assembler = undefined;
		hub.traffic.messagesIn++;
		endpoint.onMessage(opcode, message, this);
	}

	/** The connection is closed. */
	ended(clean: boolean): void {
		this.options.onEnd(clean);
	}

	/** Counts a message, if it was sent. */
	private sent(done: boolean): boolean {
		if (done) this.options.hub.traffic.messagesOut++;
		return done;
	}
}
