/*
	A connection of either role whose steps and events are functions: what the tests watch it through.
*/

import { ClientConnection } from "../src/websocket/client.js";
import { Connection } from "../src/websocket/connection.js";
import type { Host } from "../src/websocket/frame.js";
import { portable } from "../src/websocket/mask.js";
import type { MessageOpcode } from "../src/websocket/names.js";

/** Which end of the connection we are. */
export const Role = Object.freeze({ server: "server", client: "client" } as const);
export type Role = (typeof Role)[keyof typeof Role];

export interface Events {
	readonly maxMessage: number;
	/** Else a portable one. */
	readonly host?: Host;
	/** For the client. */
	readonly maskingKey?: () => number;
	readonly isPaused?: () => boolean;
	readonly write: (bytes: Uint8Array) => void;
	readonly onFragment?: (opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean) => void;
	readonly onPong?: (payload: Uint8Array) => void;
	readonly onClose?: (code: number, reason: Uint8Array, clean: boolean) => void;
}

/** Opens a connection of `role`. */
export function endpoint(role: Role, events: Events): Connection {
	return role === Role.client ? new Client(events) : new Server(events);
}

function watched(Base: typeof Connection) {
	abstract class Watched extends Base {
		protected readonly events: Events;

		constructor(events: Events) {
			super();
			this.events = events;
		}

		protected override get maxMessage(): number {
			return this.events.maxMessage;
		}

		protected override isPaused(): boolean {
			return this.events.isPaused?.() ?? false;
		}

		protected override write(bytes: Uint8Array): void {
			this.events.write(bytes);
		}

		protected override get host(): Host {
			return this.events.host ?? portable;
		}

		protected override onFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
			this.events.onFragment?.(opcode, bytes, left, last);
		}

		protected override onPong(payload: Uint8Array): void {
			this.events.onPong?.(payload);
		}

		protected override onClose(code: number, reason: Uint8Array, clean: boolean): void {
			this.events.onClose?.(code, reason, clean);
		}
	}
	return Watched;
}

class Server extends watched(Connection) {}

class Client extends watched(ClientConnection) {
	protected override maskingKey(): number {
		if (!this.events.maskingKey) throw new TypeError("a client needs masking keys");
		return this.events.maskingKey();
	}
}
