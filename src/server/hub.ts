/*
	Owns all connections of a server: limits, broadcasts, one timer. Who gives way to whom at a limit is said in place.ts.
	What a feed says is encoded once per change and shared by all who follow it, since a server's frames are not masked.

	One client's trouble never touches another: whatever a connection throws ends that connection alone.
*/

import { encodeFrame } from "../websocket/frame.js";
import { ConnectedClient } from "./connectedclient.js";
import { Exchange } from "./exchange.js";
import type { Feed } from "./feed.js";
import { Outbox } from "./outbox.js";
import { type Claim, giverOf, Merit, type Occupant } from "./place.js";
import type { Clock, Log, Mask, Room, Text, Transport } from "./ports.js";
import type { Site } from "./respond.js";
import type { Server, ServerSettings, Services } from "./server.js";
import type { Traffic } from "./traffic.js";

/** How often deadlines are checked, in ms. */
export const tickInterval = 250;

export class Hub implements Server {
	readonly settings: ServerSettings;
	readonly site: Site;
	readonly clock: Clock;
	readonly text: Text;
	readonly mask: Mask;
	readonly isUtf8: Text["isUtf8"];
	readonly room: Room;
	readonly log: Log;
	readonly traffic: Traffic;
	/** Oldest first, by when each came to be what it is. */
	private readonly occupants: Occupant[] = [];
	/** Those that have more to read than they could in their turn; undefined when there are none. */
	declare private behind: Occupant[] | undefined;

	constructor({ settings, site, clock, text, mask, room, log, traffic }: Services) {
		this.settings = settings;
		this.site = site;
		this.clock = clock;
		this.text = text;
		this.mask = mask;
		this.isUtf8 = text.isUtf8;
		this.room = room;
		this.log = log;
		this.traffic = traffic;
		for (const { endpoint } of site.routes)
			for (const feed of endpoint?.feeds ?? []) feed.onChange = () => this.broadcast(feed);
		clock.every(tickInterval, () => this.tick());
	}

	/** How many connections there are, page loads included. */
	get connections(): number {
		return this.occupants.length;
	}

	/** How many WebSockets there are. */
	get webSockets(): number {
		return this.clients().length;
	}

	/** A client has connected: it gets a place, or its transport is closed. */
	admit(transport: Transport): void {
		const { occupants, settings, traffic } = this;
		if (occupants.length >= settings.maxConnections) {
			giverOf(occupants, newcomer(transport.address))?.drop();
		}
		if (occupants.length >= settings.maxConnections) {
			traffic.refused++;
			transport.close();
			return;
		}
		const exchange = new Exchange(this, transport);
		occupants.push(exchange);
		transport.events = exchange;
	}

	/** Has a secure connection end for a newcomer from `address`, as if there were no more places than those. Returns whether one does. */
	makeRoom(address: string): boolean {
		const giver = giverOf(
			this.occupants.filter(({ transport }) => transport.secure),
			newcomer(address),
		);
		giver?.drop();
		return giver !== undefined;
	}

	hasPlace(address: string, merit: Merit): boolean {
		const clients = this.clients();
		return clients.length < this.settings.maxClients || giverOf(clients, claimOf(address, merit)) !== undefined;
	}

	frameOf(feed: Feed): Uint8Array {
		return encodeFrame(0x81, this.text.encode(feed.message));
	}

	handOver(former: Occupant, next: Occupant): void {
		if (isClient(next)) this.makePlaceFor(next);
		this.remove(former);
		this.occupants.push(next);
		next.transport.events = next;
		this.count();
	}

	leave(occupant: Occupant): void {
		this.remove(occupant);
		this.count();
	}

	readOn(occupant: Occupant): void {
		if (!this.behind) {
			this.behind = [];
			this.clock.after(0, () => this.nextTurn());
		}
		if (!this.behind.includes(occupant)) this.behind.push(occupant);
	}

	/** Bytes on their way to somebody whom this device has called, not a client. */
	outboxOf(transport: Transport): Outbox {
		return new Outbox(transport);
	}

	/** Ends every connection at once: the network is gone. */
	drop(): void {
		this.each((occupant) => occupant.drop());
	}

	/** Tells everybody who follows `feed` its newest message. Returns whether anybody does. */
	private broadcast(feed: Feed): boolean {
		const follows = (occupant: Occupant): occupant is ConnectedClient => isClient(occupant) && occupant.follows(feed);
		if (!this.occupants.some(follows)) return false;
		const frame = this.frameOf(feed);
		this.each((occupant) => {
			if (follows(occupant)) occupant.push(feed, frame);
		});
		return true;
	}

	private makePlaceFor(next: ConnectedClient): void {
		const clients = this.clients();
		if (clients.length < this.settings.maxClients) return;
		giverOf(clients, claimOf(next.transport.address, next.merit))?.giveWay();
	}

	private clients(): ConnectedClient[] {
		return this.occupants.filter(isClient);
	}

	private remove(occupant: Occupant): void {
		const i = this.occupants.indexOf(occupant);
		if (i >= 0) this.occupants.splice(i, 1);
	}

	private count(): void {
		const { traffic } = this;
		traffic.clients = this.webSockets;
		traffic.most = Math.max(traffic.most, traffic.clients);
	}

	private tick(): void {
		const now = this.clock.now();
		this.each((occupant) => occupant.tick(now));
	}

	private nextTurn(): void {
		const { behind = [] } = this;
		this.behind = undefined;
		each(behind, (occupant) => occupant.onReadable());
	}

	private each(action: (occupant: Occupant) => void): void {
		each(this.occupants, action);
	}
}

const isClient = (occupant: Occupant): occupant is ConnectedClient => occupant instanceof ConnectedClient;

/** What a connection may ask of the others. */
const newcomer = (address: string): Claim => ({ address, above: Merit.answering, upTo: Merit.webSocket });

/** What a newcomer may ask of the WebSockets: one that has shown the token may take the place of one that has not. */
const claimOf = (address: string, merit: Merit): Claim => ({ address, above: merit, upTo: merit });

function each(occupants: readonly Occupant[], action: (occupant: Occupant) => void): void {
	// From the end: who leaves, or hands over to one that is put there, moves only those that have had their turn.
	for (let i = occupants.length - 1; i >= 0; i--) {
		const occupant = occupants[i];
		try {
			action(occupant);
		} catch (error) {
			occupant.onFault(error);
		}
	}
}
