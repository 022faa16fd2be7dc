/*
 * `embedded:network/interface/wifi` (ECMA-419 §16) on a simulated radio (airwaves.ts); once a network is joined the address is
 * the machine's own.
 *
 * `onChanged` comes as on the ESP32: asynchronously, "connection" at each step, then "address". `disconnect` itself tells
 * nothing.
 * Limits: no scan, for which the firmware has its own; with a static address the address is the machine's all the same.
 */

import type { Air, Station, StationEvent } from "air";
import { openAir } from "airwaves";
// biome-ignore lint/style/useNodejsImportProtocol: the SDK's "net", not Node's
import Net from "net";

export type WiFiChangedProperty = "connection" | "address";

export interface Options {
	onChanged?: (this: WiFi, property: WiFiChangedProperty) => void;
}

const Connection = Object.freeze({ none: 200, connecting: 300, connected: 400, address: 500 } as const);
type Connection = (typeof Connection)[keyof typeof Connection];

class WiFi implements Station {
	readonly MAC = "02:00:00:00:00:00";
	#onChanged: NonNullable<Options["onChanged"]>;
	#air: Air = openAir();
	#connection: Connection;

	constructor({ onChanged = () => undefined }: Options) {
		this.#onChanged = onChanged;
		this.#connection = this.#air.isUp ? Connection.address : Connection.none;
		this.#air.join(this);
	}

	/** Throws without an SSID and while connecting, as the ESP32 does. */
	connect({ SSID, password }: { SSID: string; password?: string }): void {
		if (this.#connection === Connection.connecting) throw new Error("already connecting");
		if (SSID === undefined) throw new Error("SSID required");
		this.#connection = Connection.connecting;
		this.#air.connect(SSID, password);
	}

	disconnect(): void {
		this.#connection = Connection.none;
		this.#air.disconnect();
	}

	close(): void {
		this.#air.leave(this);
	}

	get connection(): number {
		return this.#connection;
	}

	get address(): string | undefined {
		return this.#connection === Connection.address ? Net.get("IP") : undefined;
	}

	get SSID(): string | undefined {
		return this.#air.name;
	}

	configure({ static: fixed }: { static?: object }): void {
		this.#air.isFixed = fixed !== undefined;
	}

	get BSSID(): string | undefined {
		return this.#air.spot?.bssid;
	}

	get channel(): number | undefined {
		return this.#air.spot?.channel;
	}

	/** A desktop's network has no strength. */
	get RSSI(): number | undefined {
		return this.#air.signal;
	}

	/** The driver's event; called by the radio alone, never from inside a call. */
	onEvent(event: StationEvent): void {
		const before = this.#connection;
		if (event === "connected") this.#connection = Connection.connected;
		else if (event === "got address") this.#connection = Connection.address;
		else this.#connection = Connection.none;
		if (this.#connection === before) return;
		this.#onChanged("connection");
		if (this.#connection === Connection.address) this.#onChanged("address");
	}
}

export default WiFi;
