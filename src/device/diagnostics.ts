/*
	How the device itself is doing: one message with everything that can be known here, made when somebody asks and then every
	two seconds for as long as anybody follows. Otherwise nothing is measured and no timer runs.
*/

import type { Feed } from "../server/feed.js";
import type { Clock } from "../server/ports.js";
import type { Traffic } from "../server/traffic.js";
import type { NetworkInterface, TlsCounts, Vitals } from "./ports.js";
import type { Settings } from "./settings.js";

/** How often it is told, in ms. */
export const diagnosticsInterval = 2000;

export interface DiagnosticsOptions {
	readonly settings: Pick<Settings, "name" | "board" | "version" | "build" | "maxClients">;
	readonly vitals: Vitals;
	readonly network: Pick<NetworkInterface, "address" | "signal">;
	readonly traffic: Traffic;
	/** Where there is TLS. */
	readonly tls?: TlsCounts | undefined;
	readonly uptime: { readonly ms: number };
	readonly clock: Clock;
	/** What the next version finds, and what became of the last one. */
	readonly update?: () => object | undefined;
}

export class Diagnostics implements Feed {
	onChange?: () => boolean;
	/** The connection to a broker, in words; set by whoever makes one. */
	declare broker?: { readonly state: string | undefined };
	/** The name that the device is found by, if it is; set by whoever knows. */
	declare nameService?: { readonly name: string | undefined } | undefined;
	private readonly options: DiagnosticsOptions;
	private waiting = false;

	constructor(options: DiagnosticsOptions) {
		this.options = options;
	}

	/** What is undefined is left out. */
	get message(): string {
		const { settings, vitals, network, traffic, tls, uptime } = this.options;
		const { name, board, version, build, maxClients } = settings;
		const device = {
			name,
			board,
			version: version || undefined,
			build: build || undefined,
			address: network.address,
			host: this.host,
			signal: network.signal,
			uptime: uptime.ms,
			reset: vitals.reset,
			resets: vitals.resets,
			clients: { now: traffic.clients, most: traffic.most, refused: traffic.refused, limit: maxClients },
			messages: { in: traffic.messagesIn, out: traffic.messagesOut },
			bytes: { in: traffic.bytesIn, out: traffic.bytesOut },
			coalesced: traffic.coalesced,
			tls,
			heap: vitals.heap,
			slots: vitals.slots,
			chunks: vitals.chunks,
			update: this.options.update?.(),
			mqtt: this.broker?.state,
		};
		return JSON.stringify({ device });
	}

	private get host(): string | undefined {
		const name = this.nameService?.name;
		return name && `${name}.local`;
	}

	followed(): void {
		if (!this.waiting) this.wait();
	}

	private wait(): void {
		this.waiting = true;
		this.options.clock.after(diagnosticsInterval, () => this.beat());
	}

	private beat(): void {
		// If it fails once, it is tried again the next time.
		let followed = true;
		try {
			followed = this.onChange?.() ?? false;
		} finally {
			this.waiting = false;
			if (followed) this.wait();
		}
	}
}
