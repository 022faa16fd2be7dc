/*
	What this device needs from the outside beside what its server needs, as interfaces only.
*/

import type { Transport } from "../server/ports.js";
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

/** A network interface that has to be joined (ECMA-419 §18). */
export interface NetworkInterface {
	/** Told of each change; set by whoever keeps it joined. */
	onChanged: () => void;
	/** Starts to join. May throw. */
	join(): void;
	/** Our IP address while the network is there. */
	readonly address: string | undefined;
	/** Whether the network is not joined, nor about to be. */
	readonly lost: boolean;
	/** How strongly the access point is received, in dBm, where that is measured. */
	readonly signal: number | undefined;
	/** The interface's own address, as in "02:00:5e:10:00:ff"; known once it has been joined. */
	readonly mac: string | undefined;
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

/** Small texts that survive a restart. Any of these may throw, and has then done nothing. */
export interface Preferences {
	/** What is kept under `key` (up to 15 letters and digits), of whatever type; undefined for nothing. */
	get(key: string): unknown;
	set(key: string, value: string): void;
	delete(key: string): void;
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
