/*
	Wi-Fi by the ECMA-419 network interface. The SDK's own start-up joins once and never again; the manifest leaves that out.
	Without an `ssid` there is nothing to join: the simulators' interface is simply there.
*/

import WiFi from "embedded:network/interface/wifi";
import type { NetworkInterface } from "../device/ports.js";
import type { Log } from "../server/ports.js";

/** `connection` from here on: the network is joined and there is an IP address. */
const hasAddress = 500;
/** `connection` up to here: not joined, and not about to be. */
const isDisconnected = 200;

const ignore = (): void => {};

/** A class, whose methods lie in flash: closures would be copied from there. */
class Station implements NetworkInterface {
	/** Its own: what a prototype in flash has cannot be set anew. */
	onChanged: () => void = ignore;
	private readonly wifi: WiFi;
	private readonly ssid: string;
	private readonly password: string;
	private readonly log: Log;

	constructor(ssid: string, password: string, log: Log) {
		this.ssid = ssid;
		this.password = password;
		this.log = log;
		this.wifi = new WiFi({ onChanged: () => this.onChanged() });
	}

	join(): void {
		const { ssid, password } = this;
		if (ssid) this.log(`Wi-Fi: joining "${ssid}"`);
		this.wifi.connect(password ? { SSID: ssid, password } : { SSID: ssid });
	}

	get address(): string | undefined {
		return this.wifi.connection >= hasAddress ? this.wifi.address : undefined;
	}

	get lost(): boolean {
		return this.wifi.connection <= isDisconnected;
	}

	get signal(): number | undefined {
		return this.wifi.connection >= hasAddress ? this.wifi.RSSI : undefined;
	}

	get mac(): string | undefined {
		return this.wifi.MAC;
	}
}

export const openWiFi = (ssid: string, password: string, log: Log): NetworkInterface =>
	new Station(ssid, password, log);
