/*
	One client as a WebSocket: what an endpoint's clients are told and say, and whether they still live.

	The live state needs no queue: a message holds all of it, so a slow client has one bit (`behind`) and gets the newest
	state when it can take it.
*/

import { Assembler } from "../websocket/assembler.js";
import { Connection, Phase } from "../websocket/connection.js";
import { CloseCode, type MessageOpcode } from "../websocket/frame.js";
import type { Hub } from "./hub.js";
import type { Output } from "./output.js";
import type { Client, Endpoint } from "./routes.js";

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
	/** The client has not been told the newest state. */
	private behind = false;
	/** A Ping has been sent, and nothing has come since. */
	private pinged = false;

	constructor(options: PeerOptions) {
		this.options = options;
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
		return this.connection.send(opcode, message);
	}

	/** Tells the newest state, now or when the client can take it. */
	push(): void {
		const { hub, output, endpoint } = this.options;
		if (!endpoint.live) return;
		this.behind = !output.takes(hub.frame.length);
		if (!this.behind) this.connection.sendFrame(hub.frame);
	}

	/** The client takes more output. */
	drained(): void {
		if (this.behind) this.push();
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
		this.options.output.send(bytes);
	}

	/** A piece of a message has come in. */
	receiveFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		const { endpoint } = this.options;
		if (left || !last) this.assembler ??= new Assembler();
		const message = this.assembler ? this.assembler.add(bytes, left, last) : bytes;
		if (!message) return;
		this.assembler = undefined;
		endpoint.onMessage(opcode, message, this);
	}

	/** The connection is closed. */
	ended(clean: boolean): void {
		this.options.onEnd(clean);
	}
}
