/*
	Wi-Fi that heals itself (ECMA-419 network interface): connects, and connects again whenever it is lost, with pauses that
	grow up to half a minute. The SDK's own start-up does it only once; the manifest leaves that out.
	Without an `ssid` there is nothing to join: the simulators' interface is simply there.
*/

import WiFi from "embedded:network/interface/wifi";
import Timer from "timer";
import type { Log } from "../server/ports.js";

/** `connection` from here on: the network is joined and there is an IP address. */
const hasAddress = 500;
/** `connection` up to here: not joined, and not about to be. */
const isDisconnected = 200;

const firstPause = 1000;
const longestPause = 30_000;

export interface WiFiOptions {
	readonly ssid: string;
	readonly password: string;
	readonly log: Log;
	/** The network is there, with our IP address. */
	readonly onUp: (address: string) => void;
	/** The network is gone. */
	readonly onDown: () => void;
}

class Link {
	private readonly options: WiFiOptions;
	private readonly interface: WiFi;
	private up = false;
	private pause = firstPause;
	private waiting = false;

	constructor(options: WiFiOptions) {
		this.options = options;
		const changed = () => this.changed();
		this.interface = new WiFi({ onChanged: changed });
		this.connect();
	}

	private connect(): void {
		const { ssid, password, log } = this.options;
		log(`Wi-Fi: joining "${ssid}"`);
		this.interface.connect(password ? { SSID: ssid, password } : { SSID: ssid });
	}

	private changed(): void {
		const { connection, address } = this.interface;
		if (connection >= hasAddress && address) this.rise(address);
		else if (connection <= isDisconnected) this.fall();
	}

	private rise(address: string): void {
		this.pause = firstPause;
		if (this.up) return;
		this.up = true;
		this.options.log(`Wi-Fi: ${address}`);
		this.options.onUp(address);
	}

	private fall(): void {
		if (this.up) {
			this.up = false;
			this.options.log("Wi-Fi: lost");
			this.options.onDown();
		}
		if (this.waiting) return;
		this.waiting = true;
		Timer.set(() => {
			this.waiting = false;
			this.connect();
		}, this.pause);
		this.pause = Math.min(2 * this.pause, longestPause);
	}
}

/** Joins the network and stays in it. */
export function joinWiFi(options: WiFiOptions): void {
	new Link(options);
}
