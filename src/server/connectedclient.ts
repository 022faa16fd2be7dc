/*
	One client as a WebSocket, open: what its endpoint tells it and hears from it, and whether it still lives.

	A feed needs no queue: a message says all of it, so a slow client has one bit for each feed (`behind`) and gets the newest
	message, made then, when it can take it. Input is taken only while output is idle: a client that does not read what it has
	asked for is not read from either, and holds a constant amount of RAM.

	A client is pinged when it has been silent for a while. Not being able to tell it everything has a deadline of its own
	(`stuckTime`), which no sign of life extends: else clients that never read could hold their places for ever.
*/

import { Connection } from "../websocket/connection.js";
import type { Host } from "../websocket/frame.js";
import type { MessageOpcode } from "../websocket/names.js";
import type { Upgrade } from "./answer.js";
import { deadlineIn, isPast } from "./deadline.js";
import type { Feed } from "./feed.js";
import { IncomingMessage } from "./incomingmessage.js";
import { LingeringClose } from "./lingering.js";
import { longestMessage } from "./longest.js";
import type { Outbox } from "./outbox.js";
import { Merit, type Occupant } from "./place.js";
import type { Transport } from "./ports.js";
import type { Client, Endpoint } from "./route.js";
import { piecesInTurn, type Server } from "./server.js";

/** Close codes: RFC 6455 §7.4.1, and IANA's registry. */
const internalError = 1011;
const tryAgainLater = 1013;

/** How long a client may take over all that waits for it, in ms: at most, and no longer than it may be silent. */
export const stuckTime = 15_000;

/** What a deadline waits for. */
const Pulse = Object.freeze({
	/** The client has been heard of: it may be silent for a while. */
	heard: 0,
	/** It was pinged: it has to be heard of. */
	pinged: 1,
	/** Something waits for it: it has to take that. */
	stuck: 2,
} as const);
type Pulse = (typeof Pulse)[keyof typeof Pulse];

const nothing = Object.freeze(new Uint8Array(0));

export class ConnectedClient extends Connection implements Client, Occupant {
	readonly merit: Merit;
	private readonly server: Server;
	private readonly outbox: Outbox;
	private readonly endpoint: Endpoint;
	/** A message that comes in several pieces. */
	private incoming: IncomingMessage | undefined;
	/** The feeds whose newest message the client has yet to be told, as bits. */
	private behind: number;
	private pulse: Pulse = Pulse.heard;
	/** In the clock's ms; undefined = none. */
	private deadline: number | undefined;

	constructor(server: Server, outbox: Outbox, { endpoint, merit }: Upgrade) {
		super();
		this.server = server;
		this.outbox = outbox;
		this.endpoint = endpoint;
		this.merit = merit;
		this.behind = (1 << endpoint.feeds.length) - 1;
	}

	/** The transport is ours, and `early` has come behind the request head: the client is told everything. */
	begin(early: Uint8Array | undefined): void {
		for (const feed of this.endpoint.feeds) feed.followed?.();
		this.heard();
		this.catchUp();
		if (early) this.receive(early);
		this.onReadable();
	}

	get transport(): Transport {
		return this.outbox.transport;
	}

	get trusted(): boolean {
		return this.merit === Merit.trusted || this.server.site.token.value === "";
	}

	tell(message: Uint8Array, binary = false, last = true): boolean {
		const sent = this.send(binary ? 0x2 : 0x1, message, last);
		return last ? this.counted(sent) : sent;
	}

	/** Whether the client follows `feed`. */
	follows(feed: Feed): boolean {
		return this.endpoint.feeds.includes(feed);
	}

	/** `feed`, which it follows, has a new message, `frame`: tells it, now or when the client can take it. */
	push(feed: Feed, frame: Uint8Array): void {
		const bit = 1 << this.endpoint.feeds.indexOf(feed);
		if (this.behind & bit) this.server.traffic.coalesced++;
		if (this.behind === 0 && this.outbox.fits(frame.length)) this.counted(this.sendFrame(frame));
		else this.behind |= bit;
		this.checkOutput();
	}

	/** Somebody else gets its place. */
	giveWay(): void {
		this.fail(tryAgainLater);
		this.checkOutput();
	}

	onReadable(): void {
		const { transport } = this;
		for (let left = piecesInTurn; transport.events === this && this.outbox.idle; left--) {
			if (left === 0) {
				this.server.readOn(this);
				break;
			}
			const bytes = transport.receive();
			if (!bytes) break;
			this.server.traffic.bytesIn += bytes.length;
			this.heard();
			this.receive(bytes);
		}
		this.checkOutput();
	}

	onWritable(): void {
		this.outbox.flush();
		this.catchUp();
		this.checkOutput();
		// Input may have waited for the output.
		this.receive(nothing);
		this.onReadable();
	}

	/** RFC 6455 §7.1.5, §7.1.7: a TCP connection that ends without a Close frame has failed. */
	onEnd(): void {
		this.drop();
	}

	onError(): void {
		this.drop();
	}

	onFault(error: unknown): void {
		this.server.log(`client: ${error}`);
		try {
			this.fail(internalError);
			this.checkOutput();
		} catch {
			// Not even that: what has thrown may throw again.
			this.drop();
		}
	}

	tick(now: number): void {
		if (!isPast(this.deadline, now)) return;
		const { pingInterval, pingTimeout } = this.server.settings;
		// Our Close frame is not answered, a Ping is not, or what waits is not taken.
		if (this.phase || this.pulse !== Pulse.heard) this.drop();
		else {
			if (pingTimeout) this.pulse = Pulse.pinged;
			this.send(0x9, nothing);
			this.expire(pingTimeout || pingInterval);
			this.checkOutput();
		}
	}

	drop(): void {
		this.transport.close();
		this.server.leave(this);
		this.end();
	}

	protected override get maxMessage(): number {
		const { settings, room } = this.server;
		const { onPart } = this.endpoint;
		return onPart ? settings.maxMessage : longestMessage(settings.maxMessage, room, this.incoming !== undefined);
	}

	protected override isPaused(): boolean {
		return !this.outbox.idle;
	}

	protected override write(bytes: Uint8Array): void {
		this.server.traffic.bytesOut += bytes.length;
		this.outbox.send(bytes);
	}

	protected override get host(): Host {
		return this.server;
	}

	protected override onFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		const { server, endpoint } = this;
		const binary = opcode === 0x2;
		const ends = last && !left;
		if (ends) server.traffic.messagesIn++;
		if (ends && !this.incoming) {
			endpoint.onMessage(bytes, binary, this);
			return;
		}
		const incoming = this.incoming ?? new IncomingMessage(endpoint, this, binary);
		this.incoming = ends ? undefined : incoming;
		incoming.take(bytes, left, last, server);
	}

	protected override onClose(code: number): void {
		const { server, outbox } = this;
		this.endpoint.onLeft?.(this);
		if (this.transport.events !== this) return;
		this.incoming = undefined;
		// After an exception of ours nobody knows where the next frame begins.
		const connection = code === internalError ? undefined : this;
		server.handOver(this, new LingeringClose(server, outbox, connection));
	}

	/** Tells the client what it has missed, as far as it can take that. */
	private catchUp(): void {
		const { feeds } = this.endpoint;
		for (let i = 0; this.behind >> i && this.outbox.idle; i++) {
			if (!(this.behind & (1 << i))) continue;
			const frame = this.server.frameOf(feeds[i]);
			if (!this.outbox.fits(frame.length)) return;
			this.behind &= ~(1 << i);
			this.counted(this.sendFrame(frame));
		}
	}

	/** The client has given a sign of life. */
	private heard(): void {
		if (this.pulse === Pulse.stuck) return;
		this.pulse = Pulse.heard;
		this.expire(this.server.settings.pingInterval);
	}

	/**
	 * To be called after whatever may have sent something. Sets the deadline when something begins to wait for the client, and
	 * lifts it when nothing does any more: a client that has taken everything lives. A mere acknowledgement only proves that its
	 * kernel does.
	 */
	private checkOutput(): void {
		const { events } = this.transport;
		if (events !== this) {
			// The connection is over, and whoever ends it has not looked at the transport yet.
			events?.onReadable();
			return;
		}
		const isStuck = !this.outbox.idle || this.behind !== 0;
		if (isStuck === (this.pulse === Pulse.stuck)) return;
		const { pingInterval, pingTimeout } = this.server.settings;
		const silence = pingInterval && pingTimeout ? pingInterval + pingTimeout : stuckTime;
		this.pulse = isStuck ? Pulse.stuck : Pulse.heard;
		this.expire(isStuck ? Math.min(stuckTime, silence) : pingInterval);
	}

	private expire(delay: number): void {
		this.deadline = deadlineIn(this.server.clock, delay);
	}

	/** Counts a message, if it was sent. */
	private counted(sent: boolean): boolean {
		if (sent) this.server.traffic.messagesOut++;
		return sent;
	}
}
