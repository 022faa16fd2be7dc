/*
	A message that comes in several pieces: held until it is whole, as long as memory has room for it (longest.ts); from then on
	handed on part by part, where the endpoint takes parts.
*/

import { Assembler } from "../websocket/assembler.js";
import { longestMessage } from "./longest.js";
import type { Client, Endpoint } from "./route.js";
import type { Services } from "./server.js";

export class IncomingMessage extends Assembler {
	private readonly endpoint: Endpoint;
	private readonly client: Client;
	private readonly binary: boolean;
	/** Whether memory has had no room for it; absent until then. */
	declare private inParts?: boolean;

	constructor(endpoint: Endpoint, client: Client, binary: boolean) {
		super();
		this.endpoint = endpoint;
		this.client = client;
		this.binary = binary;
	}

	/** Takes a piece, as an Assembler does, and tells the endpoint what it is to have. */
	take(bytes: Uint8Array, left: number, last: boolean, services: Pick<Services, "settings" | "room">): void {
		const { endpoint, client, binary } = this;
		if (endpoint.onPart && !this.inParts && !this.fits(bytes.length + left, services)) {
			this.inParts = true;
			const former = this.add(bytes.subarray(0, 0), 0, true);
			if (former?.length) endpoint.onPart(former, binary, false, client);
		}
		if (this.inParts) endpoint.onPart?.(bytes, binary, last && !left, client);
		else {
			const message = this.add(bytes, left, last);
			if (message) endpoint.onMessage(message, binary, client);
		}
	}

	/** Whether `length` more bytes fit: into what is reserved, or into memory. */
	private fits(length: number, services: Pick<Services, "settings" | "room">): boolean {
		const held = this.length ?? 0;
		const whole = held + length;
		return (
			whole <= (this.bytes?.length ?? 0) ||
			whole <= longestMessage(services.settings.maxMessage, services.room, held > 0)
		);
	}
}
