/*
	https and wss: a certificate for the names and the address that the device has, and a door that listens for the server once
	the network is there. Before that there is nothing of it but counts.
*/

import type { Preferences, TlsCounts, TlsSettings } from "../../device/ports.js";
import type { Clock, Log } from "../../server/ports.js";
import { Door } from "../tcp.js";
import { openIdentity } from "./certificate.js";
import { SecureDoor, type Server } from "./securedoor.js";

export interface TlsOptions {
	readonly settings: TlsSettings;
	/** The names that browsers call the device by. */
	readonly hosts: readonly string[];
	readonly maxConnections: number;
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
}

export class Tls {
	readonly counts: TlsCounts;
	private readonly options: TlsOptions;
	private secureDoor: SecureDoor | undefined;
	private door: Door | undefined;

	constructor(options: TlsOptions) {
		this.options = options;
		this.counts = {
			fingerprint: "",
			from: "",
			until: "",
			sessions: 0,
			limit: options.settings.maxSessions,
			handshakes: 0,
			resumed: 0,
			failed: 0,
			refused: 0,
		};
	}

	/** The network is there, with our IP address: listens for `server`, with a certificate for that. Returns the port. */
	listen(address: string, server: Server): number {
		const { options, counts } = this;
		const { settings, hosts, preferences, log } = options;
		this.secureDoor ??= new SecureDoor({ ...options, server, counts });
		const identity = openIdentity([...hosts, address], preferences, log);
		this.secureDoor.identity = identity;
		counts.fingerprint = identity.fingerprint;
		counts.from = identity.notBefore;
		counts.until = identity.notAfter;
		this.door ??= new Door(settings.port, this.secureDoor, log);
		this.door.open();
		return this.door.port;
	}

	/** Ends every connection at once: the network is gone. */
	drop(): void {
		this.secureDoor?.drop();
	}
}
