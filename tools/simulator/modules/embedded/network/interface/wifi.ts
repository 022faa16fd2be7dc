// Stand-in for Moddable's "embedded:network/interface/wifi", as on the ESP32.
//
// Strategy: the states and notices of the SDK's modules/io/wifi/esp32/wifi-esp32.c, driven by a simulated access point.
// `connection` is 200 (not connected), 300 (connecting), 400 (connected) or 500 (has an IP address); onChanged tells
// each change of "connection" or "address". What networks there are, and their passwords, is the radio's to know (air.ts).
// `disconnect` itself tells nothing.
// Limits: no scan, for which the firmware has its own; with a static address the address is the desktop's all the same.

import { accessPoint } from "../../../../accesspoint.js";
import type { StationEvent } from "../../../../air.js";
import { stationInterface } from "../../../../host.js";

export interface Options {
	onChanged?: (this: WiFi, property: "connection" | "address") => void;
}

const Connection = Object.freeze({ none: 200, connecting: 300, connected: 400, address: 500 } as const);
type Connection = (typeof Connection)[keyof typeof Connection];

const NEXT: Readonly<Record<StationEvent, Connection>> = Object.freeze({
	connected: Connection.connected,
	disconnected: Connection.none,
	"got address": Connection.address,
});

export default class WiFi {
	readonly #onChanged: Options["onChanged"];
	#connection: Connection;
	#closed = false;

	constructor(options: Options = {}) {
		const { onChanged } = options;
		if (onChanged && typeof onChanged !== "function") throw new Error("not a function");
		this.#onChanged = onChanged;
		// The radio is shared: what the boot code, or an earlier instance, connected stays connected.
		this.#connection = accessPoint.isUp ? Connection.address : Connection.none;
		accessPoint.join(this);
	}

	get connection(): number {
		this.#checkOpen();
		return this.#connection;
	}

	get address(): string | undefined {
		this.#checkOpen();
		return this.#connection === Connection.address ? stationInterface().address : undefined;
	}

	get SSID(): string | undefined {
		this.#checkOpen();
		return accessPoint.name;
	}

	get BSSID(): string | undefined {
		this.#checkOpen();
		return accessPoint.spot?.bssid;
	}

	get channel(): number | undefined {
		this.#checkOpen();
		return accessPoint.spot?.channel;
	}

	get RSSI(): number | undefined {
		this.#checkOpen();
		return accessPoint.signal;
	}

	get MAC(): string {
		this.#checkOpen();
		return "02:00:00:00:00:01";
	}

	connect(options: { SSID: string; password?: string }): void {
		this.#checkOpen();
		if (this.#connection === Connection.connecting) throw new Error("already connecting");
		if (!("SSID" in options)) throw new Error("SSID required");
		this.#connection = Connection.connecting;
		accessPoint.connect(String(options.SSID), options.password);
	}

	disconnect(): void {
		this.#checkOpen();
		this.#connection = Connection.none;
		accessPoint.disconnect();
	}

	configure(options: { static?: object }): void {
		this.#checkOpen();
		if ("static" in options) accessPoint.isFixed = options.static !== undefined;
	}

	close(): void {
		this.#closed = true;
		accessPoint.leave(this);
	}

	/** The driver's event; called by the access point alone, never from inside a call. */
	onEvent(event: StationEvent): void {
		const connection = NEXT[event];
		if (connection === this.#connection) return;
		this.#connection = connection;
		this.#onChanged?.call(this, "connection");
		if (connection === Connection.address && !this.#closed) this.#onChanged?.call(this, "address");
	}

	#checkOpen(): void {
		if (this.#closed) throw new Error("closed");
	}
}
