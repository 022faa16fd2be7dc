/*
	The names that guests of our access point ask for: each is here (src/dns/portal.ts), so that whatever a phone looks for
	leads to the page. Each query is answered at once and nothing is kept; what is no query is not answered.

	Limit: while it is open the socket hears the network that the board is in, too; who asks there on purpose is answered
	with an address that leads nowhere.
*/

import { addressOf } from "../dns/address.js";
import { answerOf } from "../dns/portal.js";
import type { Log } from "../server/ports.js";
import type { DatagramEvents, Datagrams, OpenDatagrams } from "./ports.js";

/** RFC 1035 §4.2.1. */
const port = 53;

export class GuestNames implements DatagramEvents {
	private readonly address: Uint8Array | undefined;
	private readonly log: Log;
	private readonly socket: Datagrams | undefined;

	/** `address` is what every name has. Without a socket phones do not find the page by themselves, which is logged. */
	constructor(address: string, openDatagrams: OpenDatagrams, log: Log) {
		this.address = addressOf(address);
		this.log = log;
		try {
			this.socket = openDatagrams({ port, events: this });
		} catch (error) {
			this.onFault(error);
		}
	}

	close(): void {
		this.socket?.close();
	}

	onDatagram(bytes: Uint8Array, address: string, port: number): void {
		const answer = this.address && answerOf(bytes, this.address);
		if (answer) this.socket?.send(answer, address, port);
	}

	onFault(error: unknown): void {
		this.log(`DNS: ${error}`);
	}
}
