/*
 * `embedded:network/interface/wifi` (ECMA-419 §16) on a desktop that is on its network already: any SSID is joined with
 * any password, and the address is the machine's own.
 *
 * `onChanged` comes as on the ESP32: asynchronously, "connection" at each step, then "address".
 * Limits: no scan, no configuration, no loss of the network.
 */

// biome-ignore lint/style/useNodejsImportProtocol: the SDK's "net", not Node's
import Net from "net";
import Timer from "timer";

export type WiFiChangedProperty = "connection" | "address";

export interface Options {
	onChanged?: (this: WiFi, property: WiFiChangedProperty) => void;
}

const Connection = Object.freeze({ DISCONNECTED: 200, CONNECTING: 300, ADDRESSED: 500 } as const);

class WiFi {
	readonly MAC = "02:00:00:00:00:00";
	#onChanged: NonNullable<Options["onChanged"]>;
	#connection: number = Connection.DISCONNECTED;
	#SSID: string | undefined;
	#joining: Timer | undefined;

	constructor({ onChanged = () => undefined }: Options) {
		this.#onChanged = onChanged;
	}

	/** Throws without an SSID and while connecting, as the ESP32 does. */
	connect({ SSID }: { SSID: string; password?: string }): void {
		if (this.#joining) throw new Error("already connecting");
		if (SSID === undefined) throw new Error("SSID required");
		this.#SSID = SSID;
		this.#connection = Connection.CONNECTING;
		this.#joining = Timer.set(() => {
			this.#joining = undefined;
			this.#connection = Connection.ADDRESSED;
			this.#onChanged("connection");
			if (this.#connection === Connection.ADDRESSED) this.#onChanged("address");
		});
	}

	disconnect(): void {
		if (this.#joining) Timer.clear(this.#joining);
		this.#joining = undefined;
		this.#SSID = undefined;
		this.#connection = Connection.DISCONNECTED;
	}

	close(): void {
		this.disconnect();
	}

	get connection(): number {
		return this.#connection;
	}

	get address(): string | undefined {
		return this.#connection === Connection.ADDRESSED ? Net.get("IP") : undefined;
	}

	get SSID(): string | undefined {
		return this.#SSID;
	}

	/** A desktop's network has no strength. */
	get RSSI(): number | undefined {
		return undefined;
	}
}

export default WiFi;
