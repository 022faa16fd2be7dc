// What the stand-ins ask of the desktop they run on: where to bind, what the configuration says, where the pages are,
// and whom to tell about a listening or failing socket.
//
// Strategy: one record with working defaults. The desktop (or a test) fills it in before the firmware is imported; the
// stand-ins only read it. It is the counterpart of what the device has soldered in and burnt to flash.

import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { root } from "../root.js";
import { FlashFile } from "./flashfile.js";
import { PreferenceFile } from "./preferencefile.js";

export interface Host {
	/** The address that Listener binds to; `stationInterface` says which one WiFi reports. */
	address: string;
	/** What "mc/config" exports. */
	config: Readonly<Record<string, unknown>>;
	/** The folder whose files Resource offers. */
	pages: string;
	/** The folder of the key and certificates that are flashed with the firmware, if there are any. */
	certificates: string;
	/** What "preference" keeps. */
	preferences: PreferenceFile;
	/** What "update" writes, and where its image is from. */
	flash: FlashFile;
	/** The firmware restarts the board. */
	onRestart(): void;
	/** The board's own access point is open; a phone in it finds the board at `address`. */
	onAccessPoint(address: string): void;
	/** The board's serial port can be had at this port of the loopback address. */
	onSerialPort(port: number): void;
	/** The Listener for the port `given`, 0 for any, is bound to `port` and accepts connections. */
	onListening(port: number, given: number): void;
	/** A Listener could not be bound to `port`; the device would have thrown in the constructor. */
	onFailure(error: NodeJS.ErrnoException, port: number): void;
	/** Something that the device goes on without does not work here. */
	onTrouble(what: string): void;
}

export const host: Host = {
	address: "127.0.0.1",
	config: Object.freeze({}),
	pages: resolve(root, "build/pages"),
	certificates: resolve(root, "build/certificate"),
	preferences: new PreferenceFile(resolve(root, "build/preferences.json")),
	flash: new FlashFile(undefined, "0.0.0"),
	onRestart() {},
	onAccessPoint() {},
	onSerialPort() {},
	onListening() {},
	onFailure(error) {
		throw error;
	},
	onTrouble(what) {
		console.error(what);
	},
};

/** Where a desktop is on the network as a device would be: an address of IPv4, and how many of its bits are the network's. */
export interface StationInterface {
	readonly address: string;
	readonly prefix: number;
}

/** The interface of the desktop's address; when that is all of them, the first that leads out, since a device has one. */
export function stationInterface(): StationInterface {
	const isAny = host.address === "0.0.0.0" || host.address === "::";
	for (const addresses of Object.values(networkInterfaces()))
		for (const { address, family, internal, cidr } of addresses ?? [])
			if (family === "IPv4" && (isAny ? !internal : address === host.address))
				return { address, prefix: Number(cidr?.split("/")[1] ?? 32) };
	// Such as 127.0.0.2, which is of an interface, but not its address.
	const isLoopback = host.address.startsWith("127.");
	return { address: host.address, prefix: isLoopback ? 8 : 32 };
}
