// What a simulated radio receives and sends: the networks around, the station's part in them, and an access point of its own.
//
// Strategy: knows no host, so that the desktop and the Moddable simulator share it; timers are given. The stations
// (instances of a stand-in for "embedded:network/interface/wifi") join here and are told of the events that the ESP32's
// Wi-Fi driver sends to all of them. As there, a station that lost its network does not come back by itself, unless it is
// plugged in: then that network is simply there. Without a list of networks any name and any password will do.
//
// Kept of the real ones: who does not know the password is told so late, and by a reason that may mean something else; a
// DHCP server can be slow or dead; a hidden network is found by its name alone; no look around while joining; an access
// point follows the station to its channel, and loses its guests for a moment.

/** The driver's events: WIFI_EVENT_STA_CONNECTED, …_DISCONNECTED, IP_EVENT_STA_GOT_IP. */
export type StationEvent = "connected" | "disconnected" | "got address";

export interface Station {
	onEvent(event: StationEvent): void;
}

export interface SimulatedNetwork {
	readonly ssid: string;
	/** "" for an open one. */
	readonly password: string;
	/** In dBm. */
	readonly signal: number;
	readonly hidden?: boolean;
	/** How long its DHCP server takes, in ms; undefined: for ever. */
	readonly dhcp?: number;
	/** Where its access point is. */
	readonly bssid: string;
	readonly channel: number;
}

export interface OpenAccessPoint {
	readonly ssid: string;
	readonly password: string;
	readonly address: string;
	readonly uri: string;
}

/** Calls back after `delay` ms. */
export type After = (delay: number, callback: () => void) => void;

/** Of ESP-IDF's wifi_err_reason_t. */
const Reason = Object.freeze({ none: 0, left: 8, handshakeTimeout: 15, beaconTimeout: 200, notFound: 201 } as const);

/** In ms. */
export const times = Object.freeze({
	/** Each step where any network will do. */
	step: 5,
	scan: 1200,
	link: 400,
	/** Of which that is without a look around. */
	linkAt: 50,
	notFound: 1500,
	wrongPassword: 3000,
	/** How long guests are without the access point when it changes its channel. */
	channelChange: 1000,
});

/** Where any network will do. */
const anywhere = Object.freeze({
	password: "",
	signal: 0,
	dhcp: times.step,
	bssid: "02:00:5e:00:00:00",
	channel: 1,
});

/** A street. */
export const street: readonly SimulatedNetwork[] = Object.freeze([
	Object.freeze({
		ssid: "Home",
		password: "open sesame",
		signal: -48,
		dhcp: 600,
		bssid: "02:00:5e:00:00:01",
		channel: 6,
	}),
	Object.freeze({
		ssid: "Café “Zur Linde” ☕",
		password: "",
		signal: -67,
		dhcp: 600,
		bssid: "02:00:5e:00:00:02",
		channel: 1,
	}),
	Object.freeze({
		ssid: "Workshop",
		password: "screwdriver",
		signal: -71,
		dhcp: 9000,
		bssid: "02:00:5e:00:00:03",
		channel: 11,
	}),
	Object.freeze({ ssid: "No address", password: "", signal: -80, bssid: "02:00:5e:00:00:04", channel: 11 }),
	Object.freeze({
		ssid: "Attic",
		password: "under the roof",
		signal: -77,
		dhcp: 600,
		hidden: true,
		bssid: "02:00:5e:00:00:05",
		channel: 3,
	}),
]);

export class Air {
	/** Those in reach; undefined: whichever is asked for. */
	networks: readonly SimulatedNetwork[] | undefined;
	/** Whether our address is given, and no DHCP server asked. */
	isFixed = false;
	/** Told when the access point opens or closes. */
	onAccessPoint: () => void = () => {};
	/** Told when its guests lose it for some ms. */
	onInterruption: (duration: number) => void = () => {};
	private readonly after: After;
	private readonly stations = new Set<Station>();
	private inReach = true;
	private plugged = false;
	/** The network that the chip, shared by all stations, is in; and whether it has an address there. */
	private joined: string | undefined;
	private hasAddress = false;
	/** Counts attempts: one that is over must not end the next. */
	private attempt = 0;
	private joining = false;
	private lastReason: number = Reason.none;
	private scanning = false;
	private lastFound: readonly SimulatedNetwork[] = [];
	private opened: OpenAccessPoint | undefined;

	constructor(after: After) {
		this.after = after;
	}

	get name(): string | undefined {
		return this.joined;
	}

	/** Whether the station has an address. */
	get isUp(): boolean {
		return this.hasAddress;
	}

	get signal(): number | undefined {
		return this.networks?.find(({ ssid }) => ssid === this.joined)?.signal;
	}

	get reason(): number {
		return this.lastReason;
	}

	get accessPoint(): OpenAccessPoint | undefined {
		return this.opened;
	}

	/** What the last look around has found; undefined while it lasts. */
	get found(): readonly SimulatedNetwork[] | undefined {
		return this.scanning ? undefined : this.lastFound;
	}

	forgetReason(): void {
		this.lastReason = Reason.none;
	}

	/** The network is there without being joined, as a desktop's is. */
	plug(): void {
		this.plugged = true;
		this.joined = "";
		this.hasAddress = true;
	}

	join(station: Station): void {
		this.stations.add(station);
	}

	leave(station: Station): void {
		this.stations.delete(station);
	}

	connect(ssid: string, password = ""): void {
		this.begin(ssid, password, this.find(ssid), times.link);
	}

	/** Without a look around: only if the access point is there. */
	connectAt(ssid: string, password: string, bssid: string, channel: number): void {
		const network = this.find(ssid);
		const isThere = network?.bssid === bssid && network.channel === channel;
		this.begin(ssid, password, isThere ? network : undefined, times.linkAt);
	}

	/** Where we are, once a network has let us in. */
	get spot(): { readonly bssid: string; readonly channel: number } | undefined {
		return this.joined ? this.find(this.joined) : undefined;
	}

	private begin(ssid: string, password: string, network: SimulatedNetwork | undefined, link: number): void {
		const attempt = ++this.attempt;
		const step = (delay: number, action: () => void) =>
			this.after(delay, () => {
				if (this.attempt === attempt) action();
			});
		this.joining = true;
		if (!network) step(this.networks ? times.notFound : times.step, () => this.fail(Reason.notFound));
		else if (this.networks && network.password !== password)
			step(times.wrongPassword, () => this.fail(Reason.handshakeTimeout));
		else
			step(this.networks ? link : times.step, () => {
				this.joining = false;
				this.joined = ssid;
				if (this.opened) this.onInterruption(times.channelChange);
				this.tell("connected");
				const { dhcp } = network;
				if (this.isFixed) step(times.step, () => this.address());
				else if (dhcp !== undefined) step(dhcp, () => this.address());
			});
	}

	disconnect(): void {
		if (!this.joined && !this.joining) return;
		this.end(Reason.left);
	}

	/** Looks around. Throws while a network is being joined. */
	scan(): void {
		if (this.joining) throw new Error("the radio joins a network");
		if (this.scanning) return;
		this.scanning = true;
		this.after(times.scan, () => {
			this.scanning = false;
			const visible = (this.networks ?? []).filter(({ hidden }) => !hidden);
			this.lastFound = this.inReach ? visible : [];
		});
	}

	open(accessPoint: OpenAccessPoint): void {
		this.opened = accessPoint;
		this.onAccessPoint();
	}

	close(): void {
		this.opened = undefined;
		this.onAccessPoint();
	}

	/** For tests: the radio goes silent; every station is disconnected, and no attempt to connect succeeds. */
	drop(): void {
		this.inReach = false;
		this.end(Reason.beaconTimeout);
	}

	/** For tests: the radio is back; the next `connect` succeeds. */
	regain(): void {
		this.inReach = true;
		if (!this.plugged) return;
		this.joined = "";
		this.tell("connected");
		this.address();
	}

	private find(wanted: string): SimulatedNetwork | undefined {
		if (!this.inReach) return undefined;
		if (!this.networks) return { ...anywhere, ssid: wanted };
		return this.networks.find(({ ssid }) => ssid === wanted);
	}

	private address(): void {
		if (this.joined === undefined) return;
		this.hasAddress = true;
		this.tell("got address");
	}

	private fail(reason: number): void {
		this.joining = false;
		this.lastReason = reason;
		this.tell("disconnected");
	}

	private end(reason: number): void {
		this.attempt++;
		this.joining = false;
		this.joined = undefined;
		this.hasAddress = false;
		this.lastReason = reason;
		this.after(0, () => this.tell("disconnected"));
	}

	private tell(event: StationEvent): void {
		for (const station of [...this.stations]) station.onEvent(event);
	}
}
