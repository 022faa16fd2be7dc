/*
	How the device itself is: one message with all that can be known here, made when somebody asks, and then every two
	seconds for as long as anybody watches. Nothing is measured and no timer runs while nobody does.
*/

import { Opcode } from "../websocket/frame.js";
import type { Clock, Radio, Text, Vitals } from "./ports.js";
import type { Client, Feed } from "./routes.js";
import type { Settings } from "./settings.js";
import type { Traffic } from "./traffic.js";

/** How often it is told, in ms. */
export const deviceInterval = 2000;

export interface DeviceOptions {
	readonly settings: Pick<Settings, "name" | "board" | "version" | "build" | "maxClients">;
	readonly vitals: Vitals;
	readonly radio: Pick<Radio, "address" | "signal">;
	readonly traffic: Traffic;
	readonly uptime: { readonly ms: number };
	readonly clock: Clock;
	readonly text: Text;
	/** How many WebSockets there are. */
	readonly clients: () => number;
	/** Tells everybody who watches; returns whether anybody does. */
	readonly tell: () => boolean;
}

export class Device implements Feed {
	private readonly options: DeviceOptions;
	private waiting = false;

	constructor(options: DeviceOptions) {
		this.options = options;
	}

	/** The message that says all of it; what is undefined is left out. */
	get message(): string {
		const { settings, vitals, radio, traffic, uptime, clients } = this.options;
		const { name, board, version, build, maxClients } = settings;
		const device = {
			name,
			board,
			version: version || undefined,
			build: build || undefined,
			address: radio.address,
			signal: radio.signal,
			uptime: uptime.ms,
			reset: vitals.reset,
			resets: vitals.resets,
			clients: { now: clients(), most: traffic.most, refused: traffic.refused, limit: maxClients },
			messages: { in: traffic.messagesIn, out: traffic.messagesOut },
			bytes: { in: traffic.bytesIn, out: traffic.bytesOut },
			coalesced: traffic.coalesced,
			heap: vitals.heap,
			slots: vitals.slots,
			chunks: vitals.chunks,
		};
		return JSON.stringify({ device });
	}

	/** Somebody has come to watch. */
	watched(): void {
		if (!this.waiting) this.wait();
	}

	/** A message has come from a client, which has nothing to say here. */
	answer(client: Client): void {
		const { text } = this.options;
		client.send(Opcode.text, text.encode('{"error":"Nothing can be commanded here."}'));
	}

	private wait(): void {
		this.waiting = true;
		this.options.clock.after(deviceInterval, () => this.beat());
	}

	private beat(): void {
		// Should it fail for once, it is tried again the next time.
		let watched = true;
		try {
			watched = this.options.tell();
		} finally {
			this.waiting = false;
			if (watched) this.wait();
		}
	}
}
