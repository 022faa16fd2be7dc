/*
	The configuration, checked. `mc/config` carries what the manifest says and what the command line overrides. Defaults stand
	in the manifest and nowhere else, so a missing key is an error, too.
*/

import type { OriginSettings } from "../server/origin.js";
import type { Log } from "../server/ports.js";
import type { ServerSettings } from "../server/server.js";
import type { TokenSettings } from "../server/token.js";
import { type BrokerAddress, brokerAddressOf } from "./brokeraddress.js";
import {
	boolean,
	type Config,
	choice,
	hostName,
	integer,
	isName,
	isOrigin,
	line,
	list,
	optionalPin,
	type PinSettings,
	passphrase,
	pinSettings,
	powerOn,
	publicKey,
	serialPins,
	text,
	token,
	topic,
} from "./config.js";
import { fixedAddress } from "./fixedaddress.js";
import type { FixedAddress, SerialPins, TlsSettings } from "./ports.js";

export interface Settings extends ServerSettings {
	/** TCP port of the page and its WebSockets. */
	readonly port: number;
	readonly name: string;
	/** Whether the name is told by multicast DNS. */
	readonly mdns: boolean;
	/** What kind of board this is, which firmware it runs, and what that was built from: for people. */
	readonly board: string;
	readonly version: string;
	readonly build: string;
	readonly switches: PinSettings;
	readonly leds: PinSettings;
	/** The LEDs at the start: a byte, or undefined for what they were. */
	readonly powerOn: number | undefined;
	/** Settle time of the switches in ms. */
	readonly settle: number;
	/** Whether `/echo` is there. */
	readonly echo: boolean;
	/** Whose pages may ask. */
	readonly origins: OriginSettings & { readonly hosts: string[] };
	/** Who may view and command. */
	readonly token: TokenSettings;
	/** What TLS is to be; undefined for none. */
	readonly tls: TlsSettings | undefined;
	/** x and y of the P-256 key that images are signed with; empty for none. */
	readonly updateKey: Uint8Array;
	/** How long a new version is on trial, in ms. */
	readonly confirmWithin: number;
	/** The Wi-Fi network to join; "" on the simulators, which need none. */
	readonly ssid: string;
	readonly password: string;
	/** Our address in that network; undefined for what its DHCP server gives us. */
	readonly fixedAddress: FixedAddress | undefined;
	/** Whether the radio may sleep between the access point's beacons, which makes everything slower. */
	readonly powerSave: boolean;
	/** Ms after which a network that could not be joined opens set-up mode; 0 = never. */
	readonly setupAfter: number;
	/** For how many ms set-up mode is open; 0 = until a network is joined. */
	readonly setupTimeout: number;
	/** The password of the access point of set-up mode; "" for none. */
	readonly setupPassword: string;
	/** The pin of the button that opens set-up mode; undefined for none. */
	readonly setupPin: number | undefined;
	/** The serial port at which Improv is spoken; undefined for none. */
	readonly improv: SerialPins | undefined;
	/** The MQTT broker to connect to, if any. */
	readonly mqtt: MQTTSettings | undefined;
}

export interface MQTTSettings {
	readonly address: BrokerAddress;
	/** "" for none. */
	readonly user: string;
	readonly password: string;
	/** What the board's topics begin with. */
	readonly prefix: string;
	/** What the topics of Home Assistant's discovery begin with; "" for no discovery. */
	readonly discoveryPrefix: string;
}

const oneDay = 86_400_000;

/** Settings out of `config`. Throws Error with one line a person can act on; logs it before, for where nobody catches. */
export function readSettings(config: Config, log: Log = () => {}): Settings {
	try {
		return checked(config);
	} catch (error) {
		log(String(error));
		throw error;
	}
}

function checked(config: Config): Settings {
	const name = hostName(config, "name");
	const settings: Settings = {
		port: integer(config, "port", 0, 65_535),
		name,
		mdns: boolean(config, "mdns"),
		board: text(config, "board", 32),
		version: text(config, "version", 32),
		build: text(config, "build", 64),
		switches: pinSettings(config, "switches", 8, 8),
		leds: pinSettings(config, "leds", 0, 8),
		powerOn: powerOn(config, "powerOn"),
		settle: integer(config, "settle", 0, 10_000),
		maxClients: integer(config, "maxClients", 1, 1000),
		maxConnections: integer(config, "maxConnections", 1, 10_000),
		maxMessage: integer(config, "maxMessage", 125, 0x7fff_ffff),
		pingInterval: integer(config, "pingInterval", 0, oneDay),
		pingTimeout: integer(config, "pingTimeout", 0, oneDay),
		headTimeout: integer(config, "headTimeout", 0, oneDay),
		echo: boolean(config, "echo"),
		origins: {
			name: name.toLowerCase(),
			hosts: list(config, "hosts", isName, "names without scheme or port"),
			origins: list(config, "origins", isOrigin, "* or origins such as https://panel.example"),
			requireOrigin: boolean(config, "requireOrigin"),
		},
		token: { value: token(config, "token"), forViewing: choice(config, "tokenFor", ["control", "all"]) === "all" },
		tls: tls(config),
		updateKey: publicKey(config, "updateKey"),
		confirmWithin: integer(config, "confirmWithin", 10_000, oneDay),
		ssid: line(config, "ssid", 32),
		password: line(config, "password", 64),
		mqtt: mqttSettings(config),
		fixedAddress: fixedAddress(config),
		powerSave: boolean(config, "powerSave"),
		setupAfter: integer(config, "setupAfter", 0, oneDay),
		setupTimeout: integer(config, "setupTimeout", 0, oneDay),
		setupPassword: passphrase(config, "setupPassword"),
		setupPin: optionalPin(config, "setupPin"),
		improv: boolean(config, "improv") ? serialPins(config, "serial") : undefined,
	};
	const both = settings.switches.pins.filter((pin) => settings.leds.pins.includes(pin));
	if (both.length) throw new Error(`config leds.pins: pin ${both[0]} is one of switches.pins, too`);
	const { setupPin } = settings;
	if (setupPin !== undefined && [...settings.switches.pins, ...settings.leds.pins].includes(setupPin))
		throw new Error(`config setupPin: pin ${setupPin} is a switch's or an LED's; give setupPin=none, or another`);
	const { maxClients, maxConnections } = settings;
	if (maxConnections < maxClients) {
		const wanted = `give maxConnections=${2 * maxClients}, too, so that pages load while all WebSockets are open`;
		throw new Error(`config maxClients: ${maxClients} do not fit into ${maxConnections} connections; ${wanted}`);
	}
	if (settings.tls?.port === settings.port) throw new Error("config tlsPort: it is that of port, too");
	if (settings.token.forViewing && !settings.token.value) throw new Error("config tokenFor: all needs a token");
	return settings;
}

function tls(config: Config): TlsSettings | undefined {
	const mode = choice(config, "tls", ["off", "on", "only"]);
	const settings = {
		port: integer(config, "tlsPort", 1, 65_535),
		only: mode === "only",
		maxSessions: integer(config, "maxTlsSessions", 1, 1000),
		heapFloor: integer(config, "tlsHeapFloor", 0, 0x7fff_ffff),
	};
	return mode === "off" ? undefined : settings;
}

/** What is said of a broker; undefined for none. Throws as `readSettings` does. */
export function mqttSettings(config: Config): MQTTSettings | undefined {
	const url = text(config, "mqtt", 256);
	const user = line(config, "mqttUser", 128);
	const password = text(config, "mqttPassword", 128);
	const prefix = topic(config, "mqttPrefix");
	const discoveryPrefix = config.discoveryPrefix === "" ? "" : topic(config, "discoveryPrefix");
	// MQTT 3.1.1 §3.1.2.9: if the User Name Flag is set to 0, the Password Flag MUST be set to 0.
	if (password && !user) throw new Error("config mqttPassword: a password needs mqttUser, too");
	if (!url) return undefined;
	const address = brokerAddressOf(url);
	// The address is not shown: people put passwords there.
	if (typeof address === "string") throw new Error(`config mqtt: ${address}`);
	return { address, user, password, prefix, discoveryPrefix };
}
