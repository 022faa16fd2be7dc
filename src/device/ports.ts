/*
	What this device needs from the outside beside what its server needs, as interfaces only.
*/

import type { Transport } from "../server/ports.js";
import type { Digest, Slot } from "../update/receiver.js";
import type { BrokerAddress } from "./brokeraddress.js";

/** The eight switches' pins. */
export interface SwitchBank {
	/** Told which switches have moved (a byte); set by whoever samples them. */
	onEdge: (edges: number) => void;
	/** The pins now, as a byte: bit 0 = switch 1, 1 = On. */
	read(): number;
}

/** The LEDs' pins. */
export interface LedBank {
	/** How many there are, up to 8. */
	readonly count: number;
	/** Sets all of them: bit 0 = LED 1, 1 = On. */
	write(leds: number): void;
}

/** A network of Wi-Fi, as a station needs to know it. */
export interface Credentials {
	readonly ssid: string;
	/** "" for a network without one. */
	readonly password: string;
}

/** Where an access point is. */
export interface Spot {
	/** Its hardware address, as in "02:00:5e:10:00:ff". */
	readonly bssid: string;
	readonly channel: number;
}

/** The address of a station that asks no DHCP server for one; all of them IPv4. */
export interface FixedAddress {
	readonly address: string;
	readonly netmask: string;
	readonly gateway: string;
	readonly dns: string;
}

/** A network that is in reach. */
export interface FoundNetwork {
	readonly ssid: string;
	/** In dBm. */
	readonly signal: number;
	/** Whether it wants a password. */
	readonly secured: boolean;
}

/** Why a network could not be joined, as far as the radio can tell: nobody of that name answered, the password, or else. */
export type JoinFault = "not found" | "password" | "refused";

/** A network interface that has to be joined (ECMA-419 §18). */
export interface NetworkInterface {
	/** Told of each change; set by whoever keeps it joined. */
	onChanged: () => void;
	/**
	 * Starts to join a network, and leaves the one it is in. With a `spot` only there, which is quick, and nothing is told when
	 * that does not work. May throw.
	 */
	join(credentials: Credentials, spot?: Spot): void;
	/** Leaves the network, or gives up joining it; nothing is told of that. */
	leave(): void;
	/** Our IP address while the network is there. */
	readonly address: string | undefined;
	/** Whether the network is not joined, nor about to be. */
	readonly lost: boolean;
	/** Why the last attempt failed; undefined when it did not, or not yet. */
	readonly fault: JoinFault | undefined;
	/** Whether the network has let us in, be there an address or not. */
	readonly linked: boolean;
	/** Where the access point is that has let us in. */
	readonly spot: Spot | undefined;
	/** How strongly the access point is received, in dBm, where that is measured. */
	readonly signal: number | undefined;
	/** The interface's own address, as in "02:00:5e:10:00:ff"; known once it has been joined. */
	readonly mac: string | undefined;
}

/** What a radio can do beside being a station. */
export interface Radio {
	/** Begins to look for networks. May throw: it cannot while it joins one. */
	scan(): void;
	/** Those that the last look has found, the strongest first, each once; undefined while it looks. */
	readonly found: readonly FoundNetwork[] | undefined;
	/**
	 * Opens an access point of this name, without encryption when there is no password, or closes it. Phones that join are told
	 * of the page at `uri` (RFC 8910). May throw.
	 */
	openAccessPoint(ssid: string, password: string, uri: string): void;
	closeAccessPoint(): void;
	/** Our own address in the access point's network. */
	readonly accessPointAddress: string;
	/** Whether whoever has this address has come by the access point. */
	isGuest(address: string): boolean;
}

/** A button, such as BOOT. */
export interface Button {
	/** Whoever waits for it. */
	events: ButtonEvents | undefined;
	readonly isHeld: boolean;
}

export interface ButtonEvents {
	/** It was pressed, or let go. */
	onChange(): void;
}

/** The IP address of a host, by its name or address; told later, undefined when there is none. May throw. */
export type Resolve = (host: string, onResolved: (address: string | undefined) => void) => void;

/** Connections that we make. */
export interface Sockets {
	readonly resolve: Resolve;
	/** Connects to an IP address; the first `onWritable` says that it is done. Throws when that cannot even begin. */
	readonly connect: (ip: string, port: number) => Transport;
}

/** Connects to a broker at an IP address. The transport's first `onWritable` says that it is open. May throw. */
export type Dial = (ip: string, address: BrokerAddress) => Transport;

/** A serial port. */
export interface SerialPort {
	/** Whoever uses it. */
	events: SerialEvents | undefined;
	/** There is something to be sent: `next` is asked for it, now or when there is room. */
	wake(): void;
}

export interface SerialEvents {
	/** Bytes have come, which are the callee's to keep. */
	onBytes(bytes: Uint8Array): void;
	/** The next bytes to be sent; undefined for none. */
	next(): Uint8Array | undefined;
	/** One of the above has thrown. Throws nothing itself. */
	onFault(error: unknown): void;
}

/** Opens a serial port. Throws when it is in use, or there is none. */
export type OpenSerial = (pins: SerialPins) => SerialPort;

/** Where a serial port is, by the chip's numbers. */
export interface SerialPins {
	readonly transmit: number;
	readonly receive: number;
}

/** Small texts that survive a restart. Any of these may throw, and has then done nothing. */
export interface Preferences {
	/** What is kept under `key` (up to 15 letters and digits), of whatever type; undefined for nothing. */
	get(key: string): unknown;
	set(key: string, value: string): void;
	delete(key: string): void;
}

/** What TLS is for, where it is on. */
export interface TlsSettings {
	/** TCP port of https and wss. */
	readonly port: number;
	/** Whether there is nothing at the plain port but a redirect. */
	readonly only: boolean;
	/** Sessions at once, those that shake hands included. */
	readonly maxSessions: number;
	/** Bytes of the system's heap that a new session must leave. */
	readonly heapFloor: number;
}

/** How TLS is doing: the certificate, and counts since the start but for `sessions`. */
export interface TlsCounts {
	/** SHA-256 of the certificate, and the days from and to which it is good. */
	fingerprint: string;
	from: string;
	until: string;
	sessions: number;
	/** How many there can be. */
	readonly limit: number;
	handshakes: number;
	/** Those of them that were abbreviated. */
	resumed: number;
	/** Handshakes that came to nothing, and connections for which there was no room. */
	failed: number;
	refused: number;
}

/** Memory of XS: how much is used, garbage that has not been collected yet included, and how much there is. */
export interface Memory {
	readonly used: number;
	readonly size: number;
}

/** How the machine is doing now. What cannot be known here is undefined. */
export interface Vitals {
	/** Why it started, in words, and how often it has since power came on. */
	readonly reset: string | undefined;
	readonly resets: number | undefined;
	/** Bytes of the system's heap: free now, and the least that was ever free. */
	readonly heap: { readonly free: number; readonly least?: number } | undefined;
	/** In slots. */
	readonly slots: Memory | undefined;
	/** In bytes. */
	readonly chunks: Memory | undefined;
}

/**
 * The two slots of the flash, one of which runs, and the trial of a new version, as ESP-IDF's bootloader has it: a version on
 * trial that is not confirmed does not start again. What may fail throws.
 */
export interface Firmware {
	/** ESP-IDF's number of the chip. */
	readonly chip: number;
	/** Bytes of the slot that does not run; 0 where there is none. */
	readonly space: number;
	/** Whether the version that runs is on trial. */
	readonly onTrial: boolean;
	/** Whether the version in the other slot was on trial and was not confirmed. */
	readonly wasTried: boolean;
	readonly slot: Slot;
	openDigest(): Digest;
	/** Whether a signature (r and s) of a digest is by the owner of the P-256 `key` (x and y). */
	verify(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean;
	/** The hardware restarts the board unless this is called again within `ms`, or after `limit` ms from now on; 0 ends that. */
	watch(ms: number, limit: number): void;
	/** The version on trial stays. */
	confirm(): void;
	/** The version on trial goes: restarts with the former one. */
	rollBack(): void;
	restart(): void;
}
/** A UDP socket of IPv4 (ECMA-419). */
export interface Datagrams {
	/** Sends `bytes`, which are copied. May throw; a datagram can be lost without that, too. */
	send(bytes: Uint8Array, address: string, port: number): void;
	/** Final, and may be called again. */
	close(): void;
}

/** What a socket tells. Never from inside a call; nothing after `close`. */
export interface DatagramEvents {
	/** A datagram has come; the bytes are the caller's to keep. */
	onDatagram(bytes: Uint8Array, address: string, port: number): void;
	/** The above has thrown. Throws nothing itself. */
	onFault(error: unknown): void;
}

export interface DatagramOptions {
	readonly port: number;
	/** The address of a multicast group to be in. */
	readonly group?: string;
	readonly events: DatagramEvents;
}

/** Binds a socket, which hears our own networks alone. Throws when it cannot. */
export type OpenDatagrams = (options: DatagramOptions) => Datagrams;
