/*
	The sessions of a server: admitted up to a limit, told of each change, looked after by one timer. What a feed says is
	encoded once per change and shared by all who are told: server frames are not masked. Nothing of it is kept.

	One client's trouble never touches another: whatever a session throws ends that session alone.
*/

import { encodeFrame } from "../websocket/encoder.js";
import { finBit, Opcode } from "../websocket/frame.js";
import type { Clock, Log, Mask, Text, Transport, TransportEvents } from "./ports.js";
import { requestFieldsOf, type Site } from "./respond.js";
import type { Feed } from "./routes.js";
import { Session } from "./session.js";
import type { Settings } from "./settings.js";
import type { Traffic } from "./traffic.js";
import type { Uptime } from "./uptime.js";

/** How often deadlines are looked at, in ms. */
export const tickInterval = 250;

export interface HubOptions {
	readonly settings: Settings;
	readonly site: Site;
	readonly clock: Clock;
	readonly text: Text;
	readonly mask: Mask;
	readonly log: Log;
	readonly traffic: Traffic;
	/** To be had a look at now and then. */
	readonly uptime: Uptime;
}

export class Hub {
	readonly settings: Settings;
	readonly site: Site;
	readonly clock: Clock;
	readonly log: Log;
	readonly traffic: Traffic;
	readonly mask: Mask;
	readonly text: Text;
	/** The request fields to keep: cookies only if there is a secret in them. */
	readonly requestFields: readonly string[];
	private readonly uptime: Uptime;
	private readonly sessions: Session[] = [];

	constructor(options: HubOptions) {
		this.settings = options.settings;
		this.site = options.site;
		this.clock = options.clock;
		this.text = options.text;
		this.log = options.log;
		this.traffic = options.traffic;
		this.uptime = options.uptime;
		this.requestFields = requestFieldsOf(options.site);
		this.mask = options.mask;
		this.clock.every(tickInterval, () => this.tick());
	}

	/** A client has connected. Returns who is to be told of its transport, or undefined when it is to be closed. */
	admit(transport: Transport): TransportEvents | undefined {
		if (this.sessions.length >= this.settings.maxConnections) {
			this.traffic.refused++;
			return undefined;
		}
		const session = new Session(this, transport);
		this.sessions.push(session);
		return session;
	}

	/** Whether every place for a WebSocket is taken. */
	get full(): boolean {
		return this.webSockets >= this.settings.maxClients;
	}

	/** How many WebSockets there are. */
	get webSockets(): number {
		let count = 0;
		for (const session of this.sessions) if (session.isWebSocket) count++;
		return count;
	}

	/** How many connections there are, page loads included. */
	get connections(): number {
		return this.sessions.length;
	}

	/** There is a WebSocket more. */
	opened(): void {
		this.traffic.most = Math.max(this.traffic.most, this.webSockets);
	}

	/** Tells everybody who watches `feed` its newest message. Returns whether anybody does. */
	broadcast(feed: Feed): boolean {
		if (!this.sessions.some((session) => session.watches(feed))) return false;
		const frame = this.frameOf(feed);
		this.each((session) => {
			if (session.watches(feed)) session.push(feed, frame);
		});
		return true;
	}

	/** The newest message of a feed as a frame. */
	frameOf(feed: Feed): Uint8Array {
		return encodeFrame(finBit | Opcode.text, this.text.encode(feed.message));
	}

	/** Ends every session at once: the network is gone. */
	drop(): void {
		this.each((session) => session.close());
	}

	/** A session is over. */
	leave(session: Session): void {
		const i = this.sessions.indexOf(session);
		if (i >= 0) this.sessions.splice(i, 1);
	}

	readonly decode = (bytes: Uint8Array): string => this.text.decode(bytes);

	private tick(): void {
		this.uptime.look();
		const now = this.clock.now();
		this.each((session) => session.tick(now));
	}

	private each(action: (session: Session) => void): void {
		// From the end: a session that leaves moves only those that have had their turn.
		for (let i = this.sessions.length - 1; i >= 0; i--) {
			const session = this.sessions[i];
			try {
				action(session);
			} catch (error) {
				session.onFault(error);
			}
		}
	}
}
