/*
	An attempt to join a network: two tries within a limit of time, since radio is lossy and a wrong password looks like a
	handshake that was lost; and in the end our address, or what went wrong.

	A failure may come without news: the interface does not tell of it when it has just told that the former network is left. So
	it is asked, too.

	Limit: what the radio reports of the network that was left before is taken for the first try's; the second one makes up for it.
*/

import type { Clock } from "../server/ports.js";
import type { Credentials, JoinFault, NetworkInterface } from "./ports.js";

/** For how long it is tried at most, in ms: a handshake, a DHCP server that takes its time, all of it twice. */
export const attemptLimit = 25_000;
/** How often it is tried, and the pause between, in ms. */
export const tries = 2;
export const tryPause = 1000;
/** How often the radio is asked without news, in ms. */
export const watchInterval = 1000;

/** The outcome: an address, or the problem as a sentence. */
export type Outcome =
	| { readonly address: string; readonly problem?: undefined }
	| { readonly address?: undefined; readonly problem: string };

export class Attempt {
	private readonly station: NetworkInterface;
	private readonly credentials: Credentials;
	private readonly clock: Clock;
	private onEnd: ((outcome: Outcome) => void) | undefined;
	private left = tries;
	private waiting = false;

	constructor(station: NetworkInterface, credentials: Credentials, clock: Clock, onEnd: (outcome: Outcome) => void) {
		this.station = station;
		this.credentials = credentials;
		this.clock = clock;
		this.onEnd = onEnd;
	}

	begin(): void {
		this.clock.after(attemptLimit, () => this.expire());
		this.watch();
		this.join();
	}

	private watch(): void {
		this.clock.after(watchInterval, () => {
			if (!this.onEnd) return;
			this.changed();
			this.watch();
		});
	}

	/** The radio has news. */
	changed(): void {
		const { address, lost, fault } = this.station;
		if (!this.onEnd || this.waiting) return;
		if (address) this.end({ address });
		else if (lost && fault !== undefined) this.fail(fault);
	}

	private join(): void {
		this.waiting = false;
		if (!this.onEnd) return;
		this.left--;
		try {
			this.station.join(this.credentials);
		} catch {
			this.fail("refused");
		}
	}

	private fail(fault: JoinFault): void {
		if (this.left > 0) {
			this.waiting = true;
			this.clock.after(tryPause, () => this.join());
		} else this.end({ problem: sentenceOf(fault, this.credentials) });
	}

	private expire(): void {
		const { station, credentials } = this;
		if (!this.onEnd) return;
		const problem = station.linked ? noAddress(credentials) : sentenceOf(station.fault ?? "refused", credentials);
		this.end({ problem });
	}

	private end(outcome: Outcome): void {
		const { onEnd } = this;
		this.onEnd = undefined;
		if (outcome.address === undefined) this.station.leave();
		onEnd?.(outcome);
	}
}

const noAddress = ({ ssid }: Credentials): string =>
	`“${ssid}” let the board in, but gave it no address. Is its DHCP server on?`;

function sentenceOf(fault: JoinFault, { ssid, password }: Credentials): string {
	if (fault === "not found") return `“${ssid}” was not found. Is it near, spelled like this, and on 2.4 GHz?`;
	if (fault === "password") return password ? `“${ssid}” did not take this password.` : `“${ssid}” wants a password.`;
	return `“${ssid}” did not let the board in.`;
}
