/*
	The device's part of Improv Wi-Fi over a serial port (https://www.improv-wifi.com/serial/): what it answers to each command.

	Strategy: it holds what there is to say, and is asked for it packet by packet as the port has room: an error, a state, and
	the answer to one command. Clients wait for an answer before they ask again; a command that comes before replaces what is left
	of the former one's. It only listens to commands, so that one that hears itself does not answer itself.
*/

import { Decoder, type PacketEvents } from "./decoder.js";
import { Command, encodeByte, encodeResult, Fault, NetworkFlag, PacketType, State } from "./packet.js";

/** A network that is in reach. */
export interface Network {
	readonly ssid: string;
	/** In dBm. */
	readonly signal: number;
	readonly secured: boolean;
}

/** UTF-8. */
export interface Text {
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
	isUtf8(bytes: Uint8Array): boolean;
}

/** The device. What it is asked to do it tells the outcome of later, or at once. */
export interface Device {
	readonly state: State;
	/** What it has to be visited at; "" while it is in no network. */
	readonly url: string;
	/** The firmware's name and version, the chip, and the device's name. Together at most 249 bytes. */
	readonly information: readonly string[];
	readonly name: string;
	/** Joins a network and stays in it; then `joined` or `failed` is called. */
	join(ssid: string, password: string): void;
	/** Looks for networks; then `found` is called. */
	look(): void;
	/** Takes another name. Returns whether it is a good one. Throws when it cannot. */
	rename(name: string): boolean;
	/** There is something to say. */
	onPending(): void;
}

const noTexts: readonly string[] = Object.freeze([]);

export class Responder implements PacketEvents {
	private readonly device: Device;
	private readonly text: Text;
	private readonly decoder: Decoder = new Decoder(this);
	/** What is to be said: first the fault, then the state, then the results of a command, the oldest first. */
	private fault: Fault | undefined;
	private state: State | undefined;
	/** The state that was said last. */
	private told: State | undefined;
	private command = 0;
	private results: readonly (readonly string[])[] = [];

	constructor(device: Device, text: Text) {
		this.device = device;
		this.text = text;
	}

	/** Takes what has come at `now`, in ms. */
	receive(bytes: Uint8Array, now: number): void {
		this.decoder.receive(bytes, now);
	}

	/** The next packet to be sent; undefined when there is nothing to say. */
	next(): Uint8Array | undefined {
		const { fault, state, command, results, text } = this;
		if (fault !== undefined) {
			this.fault = undefined;
			return encodeByte(PacketType.error, fault);
		}
		if (state !== undefined) {
			this.state = undefined;
			this.told = state;
			return encodeByte(PacketType.state, state);
		}
		const [texts, ...others] = results;
		if (!texts) return undefined;
		this.results = others;
		return encodeResult(
			command,
			texts.map((item) => text.encode(item)),
		);
	}

	/** The network is joined. */
	joined(): void {
		this.tell(Command.settings, [this.urls]);
		this.changed();
	}

	/** It cannot be; or that cannot be kept. */
	failed(fault: Fault): void {
		this.fault = fault;
		this.state = this.device.state;
		this.device.onPending();
	}

	/** What a look for networks has found. */
	found(networks: readonly Network[]): void {
		const lines = networks.map(({ ssid, signal, secured }) => [ssid, String(signal), secured ? "YES" : "NO"]);
		this.tell(Command.networks, [...lines, noTexts]);
	}

	/** The device's state may be another one, which it says without being asked. */
	changed(): void {
		const { state } = this.device;
		if (state === (this.state ?? this.told)) return;
		this.state = state;
		this.device.onPending();
	}

	/** For the decoder. */
	onBadPacket(): void {
		this.refuse(Fault.invalid);
	}

	/** For the decoder. */
	onPacket(type: PacketType, data: Uint8Array): void {
		if (type !== PacketType.command) return;
		const [command, length] = data;
		if (length !== data.length - 2) this.refuse(Fault.invalid);
		else {
			// "When an RPC command is sent, the device should send an update to set the error state to 0."
			this.fault = Fault.none;
			this.results = [];
			this.perform(command, data.subarray(2));
			this.device.onPending();
		}
	}

	private perform(command: number, data: Uint8Array): void {
		const { device } = this;
		switch (command) {
			case Command.settings:
				this.takeSettings(data);
				break;
			case Command.state:
				this.state = device.state;
				// "If already provisioned, the same response you would get if device provisioning was successful."
				if (this.state === State.provisioned) this.tell(command, [this.urls]);
				break;
			case Command.information:
				this.tell(command, [device.information]);
				break;
			case Command.networks:
				device.look();
				break;
			case Command.hostname:
			case Command.deviceName:
				this.takeName(command, data);
				break;
			case Command.networkState: {
				const { urls } = this;
				const flags = NetworkFlag.supportsWiFi | (urls.length ? NetworkFlag.online : 0);
				this.tell(command, [[String(flags), ...urls]]);
				break;
			}
			default:
				this.fault = Fault.unknownCommand;
		}
	}

	private takeSettings(data: Uint8Array): void {
		const ssid = textAt(data, 0);
		const password = ssid && textAt(data, 1 + ssid.length);
		const isWhole = ssid && password && 2 + ssid.length + password.length === data.length;
		if (!isWhole || !this.text.isUtf8(ssid) || !this.text.isUtf8(password)) {
			this.fault = Fault.invalid;
			return;
		}
		this.state = State.provisioning;
		this.device.join(this.text.decode(ssid), this.text.decode(password));
	}

	/** Without a name it is asked for. */
	private takeName(command: number, data: Uint8Array): void {
		const { device, text } = this;
		try {
			const isGood = data.length === 0 || (text.isUtf8(data) && device.rename(text.decode(data)));
			if (isGood) this.tell(command, [[device.name]]);
			else this.fault = Fault.badHostname;
		} catch {
			this.fault = Fault.unknown;
		}
	}

	private get urls(): readonly string[] {
		const { url } = this.device;
		return url ? [url] : noTexts;
	}

	private tell(command: number, results: readonly (readonly string[])[]): void {
		this.command = command;
		this.results = results;
		this.device.onPending();
	}

	private refuse(fault: Fault): void {
		this.fault = fault;
		this.device.onPending();
	}
}

/** A text behind its length; undefined when it is not all there. */
function textAt(data: Uint8Array, offset: number): Uint8Array | undefined {
	const end = offset + 1 + data[offset];
	return end <= data.length ? data.subarray(offset + 1, end) : undefined;
}
