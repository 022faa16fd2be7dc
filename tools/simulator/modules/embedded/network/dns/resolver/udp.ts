// Stand-in for the firmware's own "embedded:network/dns/resolver/udp" (src/platform/native/resolver.c): this computer's resolver.
//
// Strategy: one answer for each question, later and never after close(); the first IPv4 address, as a board has it.

import { lookup } from "node:dns";

export interface Question {
	readonly host: string;
	readonly onResolved?: (this: Resolver, host: string, address: string) => void;
	readonly onError?: (this: Resolver, host: string) => void;
}

export default class Resolver {
	#closed = false;

	resolve({ host, onResolved, onError }: Question): void {
		if (this.#closed) throw new Error("closed");
		if (!host || !(onResolved || onError)) throw new Error("invalid");
		lookup(host, { family: 4 }, (error, address) => {
			if (this.#closed) return;
			if (error) onError?.call(this, host);
			else onResolved?.call(this, host, address);
		});
	}

	close(): void {
		this.#closed = true;
	}
}
