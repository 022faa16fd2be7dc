/*
	What the server's connections share: its settings and services, and whom to tell when a connection changes hands or ends.
	The hub implements it; exchange, client and lingering close know no more of the hub than this.
*/

import type { Feed } from "./feed.js";
import type { Merit, Occupant } from "./place.js";
import type { Clock, Log, Mask, Room, Text } from "./ports.js";
import type { Site } from "./respond.js";
import type { Traffic } from "./traffic.js";

/**
 * How many pieces are read from one connection in a turn (on a board a piece has at most 1 KB). While they are worked on more
 * can come, and so without end; but before that it is the others' turn.
 */
export const piecesInTurn = 2;

export interface ServerSettings {
	/** WebSockets at once; the next one gets 503 unless somebody has to make room. */
	readonly maxClients: number;
	/** TCP connections at once, WebSockets and page loads together; the next one is closed unless somebody has to make room. */
	readonly maxConnections: number;
	/** Bytes of the longest message taken from a client. */
	readonly maxMessage: number;
	/** A WebSocket client that has been silent for this many ms is pinged; 0 = never. */
	readonly pingInterval: number;
	/** A client that stays silent for this many ms after the Ping is dropped; 0 = never. */
	readonly pingTimeout: number;
	/** A request head must be complete within this many ms; 0 = no limit. */
	readonly headTimeout: number;
}

export interface Services {
	readonly settings: ServerSettings;
	readonly site: Site;
	readonly clock: Clock;
	readonly text: Text;
	readonly mask: Mask;
	readonly room: Room;
	readonly log: Log;
	readonly traffic: Traffic;
}

export interface Server extends Services {
	/** That of `text`: with `mask` it makes the server the host of its clients' codec. */
	readonly isUtf8: Text["isUtf8"];
	/** Whether a WebSocket from `address` would get a place: a free one, or that of somebody who has to make room. */
	hasPlace(address: string, merit: Merit): boolean;
	/** The newest message of a feed as a frame. */
	frameOf(feed: Feed): Uint8Array;
	/** `next` takes the place of `former`, and its transport. */
	handOver(former: Occupant, next: Occupant): void;
	/** An occupant's connection is over. */
	leave(occupant: Occupant): void;
	/** Has it read on in another turn, behind whatever else there is to do. */
	readOn(occupant: Occupant): void;
}
