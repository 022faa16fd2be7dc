/*
	Set-up mode: the board has a network of its own, whose page says which network it is to join. It exists only while it
	is needed; `mayOpen` says when.

	Strategy: one look for networks before the access point opens, since each takes the radio away from the phone that is
	there by then, and later only when somebody asks for one. What is to be joined is tried first, and stored when it works. The
	access point then stays a little, for the phone to read where the board is.

	Limits: all of it is as secret as the access point: without a `setupPassword` whoever is near can hear the password that
	is typed, and set the board up. Hence it is open for a limited time only.
*/

import type { Clock, Log } from "../server/ports.js";
import type { Network } from "./network.js";
import type { FoundNetwork, NetworkInterface, Radio } from "./ports.js";
import { type Provisioned, provision, type Wish } from "./provision.js";
import type { Settings } from "./settings.js";
import type { StoredSettings } from "./stored.js";

/** How often deadlines are looked at, in ms. */
export const setUpTick = 1000;
/** For how long the access point stays once a network is joined, in ms. */
export const farewell = 30_000;
/** How long after a wish its answer has time to get out, in ms. */
export const answerTime = 1000;
/** How long a visitor of the page keeps the radio from looking for the configured network, in ms. */
export const visitTime = 60_000;

export const Phase = Object.freeze({
	/** It looks for networks, and opens then. */
	beginning: "beginning",
	/** The access point is open, and nothing else goes on. */
	open: "open",
	scanning: "scanning",
	joining: "joining",
	/** A network is joined; the access point is about to close. */
	joined: "joined",
	closed: "closed",
} as const);
export type Phase = (typeof Phase)[keyof typeof Phase];

export interface SetUpOptions {
	readonly settings: Pick<Settings, "name" | "port" | "setupPassword" | "setupTimeout">;
	readonly network: Pick<Network, "isKnown" | "isUp" | "address" | "try" | "look" | "rests">;
	readonly radio: Omit<Radio, "scan" | "found" | "isGuest"> & Pick<NetworkInterface, "mac">;
	readonly stored: Pick<StoredSettings, "change">;
	readonly clock: Clock;
	readonly log: Log;
	/** The access point is open. What throws here is tried again. */
	readonly onOpen: (setUp: SetUp) => void;
	/** It is over. `changed` says whether settings have changed that need a restart. */
	readonly onClose: (changed: boolean) => void;
}

export class SetUp {
	phase: Phase = Phase.beginning;
	/** What the last look has found. */
	networks: readonly FoundNetwork[] = [];
	/** The network that was tried last. */
	ssid = "";
	/** Why it could not be joined, as a sentence. */
	problem = "";
	/** Our address in the network that was joined. */
	address = "";
	/** What the device is called once this is over. */
	name: string;
	private readonly options: SetUpOptions;
	/** When the phase ends by itself; undefined for never. */
	private phaseEnd: number | undefined;
	/** When the access point closes; undefined for never. */
	private end: number | undefined;
	private lastVisit: number;
	/** Whether the first look for networks is over. */
	private hasLooked = false;
	/** Whether the network was there before. */
	private readonly wasUp: boolean;
	private restarts = false;

	constructor(options: SetUpOptions) {
		const { clock, settings, network } = options;
		this.options = options;
		this.name = settings.name;
		this.lastVisit = clock.now() - visitTime;
		this.wasUp = network.isUp;
		network.rests = () => this.isBusy;
		this.enter(Phase.beginning);
		this.scan();
		this.wait();
	}

	/** What the access point is called: the last four digits of the hardware address tell boards apart. */
	get accessPointName(): string {
		return accessPointNameOf(this.options.radio.mac ?? "");
	}

	/** How many seconds are left until the access point closes; undefined for no end. */
	get left(): number | undefined {
		const end = this.phase === Phase.joined ? this.phaseEnd : this.end;
		return end === undefined ? undefined : Math.max(0, Math.ceil(((end - this.options.clock.now()) | 0) / 1000));
	}

	/** Somebody is at the page. */
	visit(): void {
		this.lastVisit = this.options.clock.now();
	}

	/** Looks for networks, if nothing else goes on. */
	look(): void {
		if (this.phase !== Phase.open) return;
		this.enter(Phase.scanning);
		this.scan();
	}

	/** Tries a network, if no other is being tried; returns whether it does. What is wrong with the wish has been said before. */
	join(wish: Wish): boolean {
		if (this.phase !== Phase.open && this.phase !== Phase.scanning && this.phase !== Phase.joined) return false;
		this.ssid = wish.ssid;
		this.problem = "";
		this.enter(Phase.joining);
		this.options.clock.after(answerTime, () => {
			if (this.phase === Phase.joining) provision(wish, this.options, (outcome) => this.tried(wish, outcome));
		});
		return true;
	}

	/** Ends it at once. */
	close(): void {
		if (this.phase === Phase.closed) return;
		const { radio, network, onClose } = this.options;
		this.enter(Phase.closed);
		network.rests = () => false;
		try {
			radio.closeAccessPoint();
		} catch (error) {
			this.say(error);
		}
		onClose(this.restarts);
	}

	private get isBusy(): boolean {
		const quiet = ((this.options.clock.now() - this.lastVisit) | 0) >= visitTime;
		return this.phase !== Phase.open || !quiet;
	}

	private tried({ name }: Wish, { address, problem }: Provisioned): void {
		if (this.phase !== Phase.joining) return;
		this.problem = problem;
		if (address === undefined) {
			this.enter(Phase.open);
			return;
		}
		this.address = address;
		this.enter(Phase.joined, farewell);
		if (problem || !name) return;
		this.name = name;
		this.restarts = name !== this.options.settings.name;
	}

	private open(): void {
		const { radio, settings, clock, log, onOpen, network } = this.options;
		const { port, setupPassword, setupTimeout } = settings;
		const uri = pageOf(radio.accessPointAddress, port);
		radio.openAccessPoint(this.accessPointName, setupPassword, uri);
		onOpen(this);
		this.enter(Phase.open);
		// Whom nobody can join by accident may wait for ever.
		const ends = setupTimeout > 0 && (network.isKnown || !setupPassword);
		this.end = ends ? clock.now() + setupTimeout : undefined;
		log(`set-up: join the network "${this.accessPointName}", the page is ${uri}`);
	}

	private scan(): void {
		this.options.network.look((found) => {
			if (found) this.networks = found;
			this.hasLooked = true;
			if (this.phase === Phase.scanning) this.enter(Phase.open);
		});
	}

	private tick(): void {
		switch (this.phase) {
			case Phase.beginning:
				if (this.hasLooked) this.open();
				break;
			case Phase.open:
				this.tickOfOpen();
				break;
			case Phase.joined:
				if (this.isPast(this.phaseEnd)) this.close();
		}
	}

	private tickOfOpen(): void {
		const { isUp, address } = this.options.network;
		if (isUp && address && !this.wasUp) {
			// The configured network is back.
			this.address = address;
			this.enter(Phase.joined, farewell);
		} else if (this.isPast(this.end)) this.close();
	}

	private isPast(time: number | undefined): boolean {
		return time !== undefined && ((this.options.clock.now() - time) | 0) >= 0;
	}

	private enter(phase: Phase, duration?: number): void {
		this.phase = phase;
		this.phaseEnd = duration === undefined ? undefined : this.options.clock.now() + duration;
	}

	private wait(): void {
		this.options.clock.after(setUpTick, () => {
			// An access point that cannot be opened now is tried again.
			try {
				this.tick();
			} catch (error) {
				this.say(error);
			}
			if (this.phase !== Phase.closed) this.wait();
		});
	}

	private say(error: unknown): void {
		this.options.log(`set-up: ${error}`);
	}
}

export const setUpPath = "/setup.html";

/** Where our pages are (RFC 6454). */
export const originOf = (address: string, port: number): string => `http://${address}${port === 80 ? "" : `:${port}`}`;

/** The address of the page. */
export const pageOf = (address: string, port: number): string => `${originOf(address, port)}${setUpPath}`;

const accessPointNameOf = (mac: string): string => `dipsocket-${mac.slice(-5).replace(":", "").toUpperCase()}`;
