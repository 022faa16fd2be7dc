/*
	The end of a connection: pending output is sent, our half is closed, and input is discarded until the client closes, too, or
	`lingerTime` has passed. A connection closed with data unread is reset, and its last bytes may be lost
	(RFC 9112 §9.6).

	After a WebSocket the codec still looks for the client's Close frame. Once both sides have sent one, the server closes
	first and at once (RFC 6455 §7.1.1).
*/

import type { Connection } from "../websocket/connection.js";
import { deadlineIn, isPast } from "./deadline.js";
import type { Outbox } from "./outbox.js";
import { Merit, type Occupant } from "./place.js";
import type { Transport } from "./ports.js";
import { piecesInTurn, type Server } from "./server.js";

/** How long a client's last bytes are drained, in ms. */
export const lingerTime = 500;

/** How long a client may take over a response, in ms. */
export const responseTime = 30_000;

export class LingeringClose implements Occupant {
	/** `answering` or `leaving`. */
	merit: Merit = Merit.answering;
	private readonly server: Server;
	private readonly outbox: Outbox;
	/** The WebSocket that this was. */
	private readonly connection: Connection | undefined;
	private deadline: number | undefined;
	/** Whether the client has closed its half. */
	private ended = false;

	constructor(server: Server, outbox: Outbox, connection?: Connection) {
		this.server = server;
		this.outbox = outbox;
		this.connection = connection;
		this.deadline = deadlineIn(server.clock, responseTime);
	}

	get transport(): Transport {
		return this.outbox.transport;
	}

	/** Also to be called once the transport is ours. */
	onReadable(): void {
		const { transport } = this;
		for (let left = piecesInTurn; transport.events === this; left--) {
			if (left === 0) {
				this.server.readOn(this);
				break;
			}
			const bytes = transport.receive();
			if (!bytes) break;
			this.server.traffic.bytesIn += bytes.length;
			this.connection?.receive(bytes);
		}
		this.proceed();
	}

	onWritable(): void {
		this.outbox.flush();
		this.proceed();
	}

	onEnd(): void {
		this.ended = true;
		this.proceed();
	}

	onError(): void {
		this.drop();
	}

	onFault(error: unknown): void {
		this.server.log(`lingering close: ${error}`);
		this.drop();
	}

	tick(now: number): void {
		if (isPast(this.deadline, now)) this.drop();
	}

	drop(): void {
		this.transport.close();
		this.server.leave(this);
	}

	private proceed(): void {
		const { transport } = this;
		if (!this.outbox.idle || transport.events !== this) return;
		const isClosed = this.connection?.phase === 3;
		if (this.ended || isClosed) this.drop();
		else if (this.merit === Merit.answering) {
			this.merit = Merit.leaving;
			this.deadline = deadlineIn(this.server.clock, lingerTime);
			transport.end();
		}
	}
}
