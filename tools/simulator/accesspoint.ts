// The access point of the simulated Wi-Fi: in reach, unless a test takes it away.
//
// Strategy: the stations (instances of the stand-in for "embedded:network/interface/wifi") join here and are told of the
// events that the ESP32's Wi-Fi driver sends to all of them. As there, a station that lost the access point does not
// come back by itself: whoever used it has to call `connect` again.
// Limit: TCP connections survive a loss; on the device they stall and time out.

/** The driver's events: WIFI_EVENT_STA_CONNECTED, …_DISCONNECTED, IP_EVENT_STA_GOT_IP. */
export type StationEvent = "connected" | "disconnected" | "got address";

export interface Station {
	onEvent(event: StationEvent): void;
}

/** Time from connect() to each of the two steps of success, or to failure, in ms. */
const STEP = 5;

class AccessPoint {
	readonly #stations = new Set<Station>();
	#inReach = true;
	/** The name that the chip, shared by all stations, is connected with. */
	#name: string | undefined;

	get name(): string | undefined {
		return this.#name;
	}

	join(station: Station): void {
		this.#stations.add(station);
	}

	leave(station: Station): void {
		this.#stations.delete(station);
	}

	connect(name: string): void {
		setTimeout(() => {
			if (!this.#inReach) {
				this.#tell("disconnected");
				return;
			}
			this.#name = name;
			this.#tell("connected");
			setTimeout(() => this.#name !== undefined && this.#tell("got address"), STEP);
		}, STEP);
	}

	disconnect(): void {
		this.#name = undefined;
		setImmediate(() => this.#tell("disconnected"));
	}

	/** For tests: the radio goes silent; every station is disconnected, and no attempt to connect succeeds. */
	drop(): void {
		this.#inReach = false;
		this.disconnect();
	}

	/** For tests: the radio is back; the next `connect` succeeds. */
	regain(): void {
		this.#inReach = true;
	}

	#tell(event: StationEvent): void {
		for (const station of [...this.#stations]) station.onEvent(event);
	}
}

export const accessPoint = new AccessPoint();
