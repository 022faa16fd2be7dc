/*
	Wi-Fi: the station by the ECMA-419 network interface, and by a module of our own ("radio") what that has not: why a network
	could not be joined, what networks there are, an access point, and the power that is saved. The SDK's own start-up joins once
	and never again; the manifest leaves that out.
*/

import WiFi from "embedded:network/interface/wifi";
import { close, forgetReason, found, hasten, open, reason, resolveAt, savePower, scan, watch } from "radio";
import type {
	Credentials,
	FixedAddress,
	FoundNetwork,
	JoinFault,
	NetworkInterface,
	Radio,
	Spot,
} from "../device/ports.js";
import type { Log } from "../server/ports.js";

/** `connection` from here on: the network is joined and there is an IP address. */
const hasAddress = 500;
/** `connection` from here on: the network has let us in. */
const isConnected = 400;
/** `connection` up to here: not joined, and not about to be. */
const isDisconnected = 200;

/**
 * Our address as an access point, and another one for when the station is in that network already: networks of 256 addresses
 * that hardly anybody has at home.
 */
const accessPointAddresses = Object.freeze(["172.29.0.1", "172.30.0.1"] as const);

/** ESP-IDF's wifi_err_reason_t, as far as it tells something. Without a password the last two mean that one is wanted. */
const faults: Readonly<Record<number, JoinFault>> = Object.freeze({
	201: "not found",
	212: "not found",
	14: "password",
	15: "password",
	202: "password",
	204: "password",
	210: "password",
	211: "password",
});

/** None, and that we have left ourselves. */
const noFaults: readonly number[] = Object.freeze([0, 8]);

const ignore = (): void => {};

/** A class, whose methods lie in flash: closures would be copied from there. */
class WiFiRadio implements NetworkInterface, Radio {
	/** Its own: what a prototype in flash has cannot be set anew. */
	onChanged: () => void = ignore;
	private readonly wifi: WiFi;
	private readonly log: Log;
	/** Our address while the access point is open. */
	private open: string | undefined;
	/** Whether a join is under way of which the interface knows nothing yet. */
	private hastens = false;

	constructor({ powerSave, fixedAddress }: WiFiSettings, log: Log) {
		this.log = log;
		// In this order: the reason must be there before anybody is told.
		watch();
		this.wifi = new WiFi({
			onChanged: () => {
				this.hastens = false;
				this.onChanged();
			},
		});
		savePower(powerSave);
		if (fixedAddress) this.fix(fixedAddress);
	}

	private fix({ address, netmask, gateway, dns }: FixedAddress): void {
		this.wifi.configure({ static: { address, mask: netmask, gateway } });
		if (dns) resolveAt(dns);
	}

	join({ ssid, password }: Credentials, spot?: Spot): void {
		this.log(`Wi-Fi: joining "${ssid}"${spot ? ` at channel ${spot.channel}` : ""}`);
		this.leave();
		if (spot) {
			hasten(ssid, password, bytesOf(spot.bssid), spot.channel);
			this.hastens = true;
		} else this.wifi.connect(password ? { SSID: ssid, password } : { SSID: ssid });
	}

	leave(): void {
		if (this.hastens || this.wifi.connection > isDisconnected) this.wifi.disconnect();
		this.hastens = false;
		forgetReason();
	}

	get address(): string | undefined {
		return this.wifi.connection >= hasAddress ? this.wifi.address : undefined;
	}

	get lost(): boolean {
		return !this.hastens && this.wifi.connection <= isDisconnected;
	}

	get fault(): JoinFault | undefined {
		const why = reason();
		return noFaults.includes(why) ? undefined : (faults[why] ?? "refused");
	}

	get linked(): boolean {
		return this.wifi.connection >= isConnected;
	}

	get spot(): Spot | undefined {
		// The SDK's typings have neither.
		const { BSSID, channel } = this.wifi as WiFi & { readonly BSSID?: string; readonly channel?: number };
		return BSSID && channel ? { bssid: BSSID, channel } : undefined;
	}

	get signal(): number | undefined {
		return this.wifi.connection >= hasAddress ? this.wifi.RSSI : undefined;
	}

	get mac(): string | undefined {
		return this.wifi.MAC;
	}

	scan(): void {
		scan();
	}

	get found(): readonly FoundNetwork[] | undefined {
		return found();
	}

	get accessPointAddress(): string {
		const [first, second] = accessPointAddresses;
		return this.open ?? (this.isStationIn(first) ? second : first);
	}

	openAccessPoint(ssid: string, password: string, uri: string): void {
		const address = this.accessPointAddress;
		open(ssid, password, address, uri);
		this.open = address;
	}

	closeAccessPoint(): void {
		this.open = undefined;
		close();
	}

	/** Answers to such an address leave by the access point alone, so nobody elsewhere can have a connection with it. */
	isGuest(address: string): boolean {
		const { open } = this;
		return open !== undefined && isSameNetwork(address, open) && !this.isStationIn(open);
	}

	private isStationIn(address: string): boolean {
		return isSameNetwork(this.wifi.address ?? "", address);
	}
}

const isSameNetwork = (one: string, other: string): boolean =>
	one.startsWith(other.slice(0, other.lastIndexOf(".") + 1));

const bytesOf = (bssid: string): Uint8Array => Uint8Array.from(bssid.split(":"), (byte) => Number.parseInt(byte, 16));

export interface WiFiSettings {
	readonly powerSave: boolean;
	readonly fixedAddress: FixedAddress | undefined;
}

export const openWiFi = (settings: WiFiSettings, log: Log): NetworkInterface & Radio => new WiFiRadio(settings, log);
