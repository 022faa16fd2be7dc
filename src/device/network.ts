/*
	A network that heals itself: joins, and joins again whenever it is lost, with growing pauses. What fails on the way, also
	in what is done once the network is there, is tried again after a pause.

	Another network can be tried (attempt.ts): it is kept when that works; otherwise the former one is joined again.

	A board that knows no network, or has not been in its own for `patience` since the start, is stranded, which is told once;
	what has been joined once is waited for.

	The first time it goes straight to where the access point was the last time (spot.ts), and looks around if that does not
	work.
*/

import type { Clock, Log } from "../server/ports.js";
import { Attempt, type Outcome } from "./attempt.js";
import { Look } from "./look.js";
import type { Credentials, FoundNetwork, NetworkInterface, Preferences, Radio, Spot } from "./ports.js";
import { LastSpot } from "./spot.js";

export const firstPause = 1000;
export const longestPause = 30_000;
/** How long it may take until an access point has let us in that is where it was, in ms. */
export const spotLimit = 2000;

export interface NetworkOptions {
	readonly network: NetworkInterface & Pick<Radio, "scan" | "found">;
	/** The network to join; undefined for none. */
	readonly credentials: Credentials | undefined;
	/** For how many ms it may take until the network is there for the first time; 0 = for ever. */
	readonly patience: number;
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly log: Log;
	/** The network is there, with our IP address. */
	readonly onUp: (address: string) => void;
	/** The network is gone. */
	readonly onDown: () => void;
}

export class Network {
	/** Whether joining is put off: looking for a network takes the radio away from who else uses it. */
	rests: () => boolean = awake;
	private readonly options: NetworkOptions;
	private readonly spot: LastSpot;
	private credentials: Credentials | undefined;
	private up = false;
	private pause = firstPause;
	private waiting = false;
	private attempt: Attempt | undefined;
	private lookout: Look | undefined;
	/** The timer of `patience`. */
	private deadline: object | undefined;

	constructor(options: NetworkOptions) {
		this.options = options;
		this.spot = new LastSpot(options.preferences, options.log);
		this.credentials = options.credentials;
		options.network.onChanged = () => this.changed();
	}

	/** Whether there is a network to join. */
	get isKnown(): boolean {
		return this.credentials !== undefined || this.options.network.address !== undefined;
	}

	get isUp(): boolean {
		return this.up;
	}

	get address(): string | undefined {
		return this.options.network.address;
	}

	/**
	 * Joins the network, unless it is there already, and stays in it. `onStranded` is told when there is none to join, or it is
	 * not there in time.
	 */
	begin(onStranded: () => void): void {
		const { clock, patience, network } = this.options;
		const { credentials } = this;
		const spot = credentials && !network.address ? this.spot.of(credentials.ssid) : undefined;
		if (credentials && spot) this.joinAt(credentials, spot);
		else this.join();
		if (!this.isKnown) onStranded();
		else if (patience && !this.up)
			this.deadline = clock.after(patience, () => {
				this.deadline = undefined;
				onStranded();
			});
	}

	private joinAt(credentials: Credentials, spot: Spot): void {
		const { network, clock } = this.options;
		this.guard(() => {
			network.join(credentials, spot);
			clock.after(spotLimit, () => {
				if (!network.linked && !this.attempt && !this.waiting) this.join();
			});
		});
	}

	private join(): void {
		const { network } = this.options;
		const { credentials } = this;
		if (network.address) this.changed();
		else if (credentials) this.guard(() => network.join(credentials));
	}

	/** Whether another network is being tried. */
	get isTrying(): boolean {
		return this.attempt !== undefined;
	}

	/**
	 * Leaves the network for another one, which is kept if it can be joined. One at a time: returns whether it is tried.
	 */
	try(credentials: Credentials, onEnd: (outcome: Outcome) => void): boolean {
		const { network, clock } = this.options;
		if (this.attempt) return false;
		this.fall();
		this.attempt = new Attempt(network, credentials, clock, (outcome) => {
			this.attempt = undefined;
			if (outcome.address !== undefined) this.credentials = credentials;
			this.changed();
			onEnd(outcome);
		});
		this.attempt.begin();
		return true;
	}

	/** Looks for networks: `onEnd` is told what was found, undefined for nothing. Who asks meanwhile is told the same. */
	look(onEnd: (found: readonly FoundNetwork[] | undefined) => void): void {
		const { network, clock, log } = this.options;
		this.lookout ??= new Look(network, clock, log, () => {
			this.lookout = undefined;
		});
		this.lookout.tell(onEnd);
	}

	private changed(): void {
		const { network } = this.options;
		if (this.attempt) {
			this.attempt.changed();
			return;
		}
		const { address } = network;
		if (address) this.guard(() => this.rise(address));
		else if (network.lost) {
			this.fall();
			this.retry();
		}
	}

	private rise(address: string): void {
		if (this.up) return;
		const { onUp, network, clock } = this.options;
		onUp(address);
		this.up = true;
		this.pause = firstPause;
		if (this.deadline) clock.cancel(this.deadline);
		this.deadline = undefined;
		if (this.credentials) this.spot.keep(this.credentials.ssid, network.spot);
	}

	private fall(): void {
		if (this.up) this.guard(this.options.onDown);
		this.up = false;
	}

	private retry(): void {
		if (this.waiting || !this.isKnown) return;
		this.waiting = true;
		this.options.clock.after(this.pause, () => {
			this.waiting = false;
			if (this.attempt) return;
			if (this.options.network.address) this.changed();
			// Joining would end the look.
			else if (this.rests() || this.lookout) this.retry();
			else this.join();
		});
		this.pause = Math.min(2 * this.pause, longestPause);
	}

	private guard(action: () => void): void {
		try {
			action();
		} catch (error) {
			this.options.log(`network: ${error}`);
			this.retry();
		}
	}
}

const awake = (): boolean => false;
