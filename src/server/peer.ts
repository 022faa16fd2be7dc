/*
	One client as a WebSocket: what an endpoint's clients are told and say, and whether they still live.

	Feeds need no queue: a message says all of its feed, so a slow client has one bit for each (`behind`), and gets the newest
	message, made then, when it can take it.
*/

import { Assembler } from "../websocket/assembler.js";
import { Connection, Phase } from "../websocket/connection.js";
import { type MessageOpcode, Opcode } from "../websocket/frame.js";
import type { Client, Endpoint, Feed } from "./routes.js";
import type { Session } from "./session.js";

const nothing = Object.freeze(new Uint8Array(0));

export class Peer extends Connection implements Client {
	/** Whether the client has shown the secret, if there is one. */
	readonly trusted: boolean;
	private readonly session: Session;
	private readonly endpoint: Endpoint;
	/** A message that comes in several pieces. */
	private assembler: Assembler | undefined;
	/** The feeds whose newest message the client has yet to be told, as bits. */
	private behind: number;
	/** A Ping has been sent, and nothing has come since. */
	private pinged = false;

	constructor(session: Session, endpoint: Endpoint, trusted: boolean) {
		super();
		this.session = session;
		this.endpoint = endpoint;
		this.trusted = trusted;
		this.behind = (1 << endpoint.feeds.length) - 1;
	}

	override send(opcode: MessageOpcode, message: Uint8Array): boolean {
		return this.sent(super.send(opcode, message));
	}

	/** The client has come: it is told everything, now or when it can take it. */
	greet(): void {
		this.endpoint.onOpen?.();
		this.drained();
	}

	/** Whether the client is told of `feed`. */
	watches(feed: Feed): boolean {
		return this.endpoint.feeds.includes(feed);
	}

	/** A feed has a new message, `frame`: tells it, now or when the client can take it. */
	push(feed: Feed, frame: Uint8Array): void {
		const { session, endpoint } = this;
		const bit = 1 << endpoint.feeds.indexOf(feed);
		if (this.behind & bit) session.hub.traffic.coalesced++;
		if (this.behind === 0 && session.takes(frame.length)) this.sent(this.sendFrame(frame));
		else this.behind |= bit;
	}

	/** The client takes more output: it is told what it has missed, and its input, which has waited for this, goes on. */
	drained(): void {
		const { session, endpoint } = this;
		for (let i = 0; this.behind >> i && session.idle; i++) {
			if (!(this.behind & (1 << i))) continue;
			const frame = session.hub.frameOf(endpoint.feeds[i]);
			if (!session.takes(frame.length)) break;
			this.behind &= ~(1 << i);
			this.sent(this.sendFrame(frame));
		}
		this.receive(nothing);
	}

	/** The client has given a sign of life. Returns for how many ms it may be silent now, 0 for ever. */
	heard(): number {
		this.pinged = false;
		return this.session.hub.settings.pingInterval;
	}

	/** The client has been silent for as long as it may. Returns for how long it still may, or undefined: drop it. */
	silent(): number | undefined {
		if (this.pinged || this.phase !== Phase.open) return undefined;
		const { pingInterval, pingTimeout } = this.session.hub.settings;
		this.pinged = pingTimeout > 0;
		// A client whose output is stuck is not pinged, but has as long to come unstuck.
		if (this.session.idle) super.send(Opcode.ping, nothing);
		return pingTimeout || pingInterval;
	}

	protected override get maxMessage(): number {
		return this.session.hub.settings.maxMessage;
	}

	/** A client that does not take what it has asked for is not listened to. */
	protected override get paused(): boolean {
		return !this.session.idle;
	}

	protected override write(bytes: Uint8Array): void {
		this.session.send(bytes);
	}

	protected override mask(bytes: Uint8Array, key: number): void {
		this.session.hub.mask(bytes, key);
	}

	/** By the platform, far faster; but a character that is cut needs the state. */
	protected override utf8(bytes: Uint8Array, state: number): number {
		return state === 0 && this.session.hub.text.isUtf8(bytes) ? 0 : super.utf8(bytes, state);
	}

	protected override onFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		if (left || !last) this.assembler ??= new Assembler();
		const message = this.assembler ? this.assembler.add(bytes, left, last) : bytes;
		if (!message) return;
		this.assembler = undefined;
		this.session.hub.traffic.messagesIn++;
		this.endpoint.onMessage(opcode, message, this);
	}

	protected override onClose(_code: number, _reason: Uint8Array, clean: boolean): void {
		this.session.ended(clean);
	}

	/** Counts a message, if it was sent. */
	private sent(done: boolean): boolean {
		if (done) this.session.hub.traffic.messagesOut++;
		return done;
	}
}
