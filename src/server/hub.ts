/*
	The sessions of a server: admitted up to a limit, told of each change, looked after by one timer. The state is encoded
	once per change and shared by all: server frames are not masked.

	One client's trouble never touches another: whatever a session throws ends that session alone.
*/

import { encodeFrame } from "../websocket/encoder.js";
import { finBit, type Mask, Opcode, Role } from "../websocket/frame.js";
import type { ConnectionOptions } from "../websocket/options.js";
import type { Peer } from "./peer.js";
import type { Clock, Log, Text, Transport, TransportEvents } from "./ports.js";
import { requestFieldsOf, type Site } from "./respond.js";
import { Session } from "./session.js";
import type { Settings } from "./settings.js";

/** How often deadlines are looked at, in ms. */
export const tickInterval = 250;

export interface HubOptions {
	readonly settings: Settings;
	readonly site: Site;
	readonly clock: Clock;
	readonly text: Text;
	readonly mask: Mask;
	readonly log: Log;
	/** The message that says the state now. */
	readonly state: string;
}

export class Hub {
	readonly settings: Settings;
	readonly site: Site;
	readonly clock: Clock;
	readonly log: Log;
	readonly connectionOptions: ConnectionOptions<Peer>;
	/** The request fields to keep: cookies only if there is a secret in them. */
	readonly requestFields: readonly string[];
	/** The newest state as a frame. */
	frame: Uint8Array;
	private readonly text: Text;
	private readonly sessions: Session[] = [];

	constructor(options: HubOptions) {
		this.settings = options.settings;
		this.site = options.site;
		this.clock = options.clock;
		this.text = options.text;
		this.log = options.log;
		this.frame = this.encode(options.state);
		this.requestFields = requestFieldsOf(options.site);
		this.connectionOptions = Object.freeze({
			role: Role.server,
			mask: options.mask,
			maxMessage: options.settings.maxMessage,
			write: sendFrom,
			onFragment: receiveAt,
			onClose: endAt,
		});
		this.clock.every(tickInterval, () => this.tick());
	}

	/** A client has connected. Returns who is to be told of its transport, or undefined when it is to be closed. */
	admit(transport: Transport): TransportEvents | undefined {
		if (this.sessions.length >= this.settings.maxConnections) return undefined;
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

	/** Tells every live client `state`. */
	broadcast(state: string): void {
		this.frame = this.encode(state);
		this.each((session) => session.push());
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

	private encode(state: string): Uint8Array {
		return encodeFrame(finBit | Opcode.text, this.text.encode(state));
	}

	private tick(): void {
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

const sendFrom = (bytes: Uint8Array, peer: Peer) => peer.write(bytes);
const receiveAt: ConnectionOptions<Peer>["onFragment"] = (opcode, bytes, left, last, peer) =>
	peer.receiveFragment(opcode, bytes, left, last);
const endAt: ConnectionOptions<Peer>["onClose"] = (_code, _reason, clean, peer) => peer.ended(clean);
