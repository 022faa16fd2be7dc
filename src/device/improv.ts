/*
	Set-up by cable: Improv Wi-Fi over a serial port (src/improv/), as ESP Web Tools and other clients speak it, for the board
	to be put into a network by whoever has just flashed it. It is the same trying and storing as in set-up mode.

	Until somebody has sent something there is nothing of it but the port. Clients look for networks again and again, and each
	look takes the radio away from who else uses it; so what a look has found is told for `lookAgain`, and then forgotten.

	Limit: it asks for no token. Who holds the cable can write the whole flash.
*/

import { Fault, State } from "../improv/packet.js";
import { type Device, Responder } from "../improv/responder.js";
import type { Clock, Log, Text } from "../server/ports.js";
import type { Network } from "./network.js";
import type { FoundNetwork, OpenSerial, SerialEvents, SerialPins, SerialPort } from "./ports.js";
import { faultOfWish, provision } from "./provision.js";
import type { Settings } from "./settings.js";
import { originOf } from "./setup.js";
import type { StoredSettings } from "./stored.js";

/** For how long what a look has found is told again, in ms. */
export const lookAgain = 10_000;
/** How long nobody may have said anything before the board restarts with another name, in ms. */
export const quietTime = 5000;

/** What clients know this firmware by. */
const firmwareName = "Dipsocket";

export interface ImprovOptions {
	readonly openSerial: OpenSerial;
	readonly pins: SerialPins;
	readonly settings: Pick<Settings, "board" | "version">;
	readonly network: Pick<Network, "isTrying" | "address" | "try" | "look">;
	readonly stored: Pick<StoredSettings, "change" | "faultOf" | "textOf">;
	/** The TCP port of the pages. */
	readonly door: { readonly port: number };
	readonly hub: { readonly clock: Clock; readonly text: Text; readonly log: Log };
	readonly restart: () => void;
}

export class Improv implements SerialEvents, Device {
	private readonly options: Omit<ImprovOptions, "openSerial" | "pins">;
	private readonly port: SerialPort | undefined;
	private responder: Responder | undefined;
	private networks: readonly FoundNetwork[] | undefined;
	/** When somebody last said something. */
	private last = 0;
	private restarts = false;

	/** A port that is not to be had, as in a debug build, is logged. */
	constructor({ openSerial, pins, ...options }: ImprovOptions) {
		this.options = options;
		try {
			this.port = openSerial(pins);
			this.port.events = this;
		} catch (error) {
			this.onFault(error);
		}
	}

	/** The network has come or gone. */
	changed(): void {
		this.responder?.changed();
	}

	/** For the port. */
	onBytes(bytes: Uint8Array): void {
		const { clock, text } = this.options.hub;
		this.responder ??= new Responder(this, text);
		this.last = clock.now();
		this.responder.receive(bytes, this.last);
	}

	/** For the port. */
	next(): Uint8Array | undefined {
		return this.responder?.next();
	}

	/** For the port. */
	onFault(error: unknown): void {
		this.options.hub.log(`Improv: ${error}`);
	}

	/** For the responder, as is what follows. */
	onPending(): void {
		this.port?.wake();
	}

	get state(): State {
		const { isTrying, address } = this.options.network;
		if (isTrying) return State.provisioning;
		return address ? State.provisioned : State.ready;
	}

	get url(): string {
		const { network, door } = this.options;
		return network.address ? `${originOf(network.address, door.port)}/` : "";
	}

	get information(): readonly string[] {
		const { version, board } = this.options.settings;
		return [firmwareName, version, board, this.name];
	}

	/** As it will be after the next start. */
	get name(): string {
		return this.options.stored.textOf("name");
	}

	join(ssid: string, password: string): void {
		const { stored, hub } = this.options;
		const wish = { ssid, password, name: "" };
		const problem = faultOfWish(wish, stored);
		if (problem) {
			hub.log(`Improv: ${problem}`);
			this.responder?.failed(Fault.unableToConnect);
			return;
		}
		provision(wish, this.options, ({ address, problem }) => {
			if (problem) hub.log(`Improv: ${problem}`);
			if (address === undefined) this.responder?.failed(Fault.unableToConnect);
			else if (problem) this.responder?.failed(Fault.unknown);
			else this.responder?.joined();
		});
	}

	look(): void {
		const { network } = this.options;
		if (this.networks) {
			this.responder?.found(this.networks);
			return;
		}
		network.look((found = []) => {
			this.responder?.found(found);
			// One that has found nothing may have been in the way of something else.
			if (found.length) this.keep(found);
		});
	}

	rename(name: string): boolean {
		const { stored } = this.options;
		if (stored.faultOf([["name", name]])) return false;
		if (stored.change([["name", name]]) && !this.restarts) {
			this.restarts = true;
			this.restartWhenQuiet();
		}
		return true;
	}

	private keep(networks: readonly FoundNetwork[]): void {
		this.networks = networks;
		this.options.hub.clock.after(lookAgain, () => {
			this.networks = undefined;
		});
	}

	private restartWhenQuiet(): void {
		const { network, hub, restart } = this.options;
		hub.clock.after(quietTime, () => {
			if (network.isTrying || ((hub.clock.now() - this.last) | 0) < quietTime) this.restartWhenQuiet();
			else restart();
		});
	}
}
