// Stand-in for Moddable's "embedded:io/socket/udp", as the firmware's own on the ESP32 (src/platform/native/udp.c).
//
// Strategy: the device has one interface, so the socket is on the one that the desktop stands in with: multicast leaves by
// it, groups are joined on it, and with `onLink` only its network is heard, whatever other interfaces there are. The port is
// shared, since a desktop has a responder of multicast DNS of its own. What arrives while too much waits is lost.
// Limit: node:dgram binds asynchronously, so what the device would have thrown in the constructor is traced, and the socket
// stays silent.

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { BlockList } from "node:net";
import { guests } from "../../../../guests.js";
import { host, stationInterface } from "../../../../host.js";

export interface Options {
	port?: number;
	timeToLive?: number;
	onLink?: boolean;
	onReadable?: (this: UDP, count: number) => void;
	format?: string;
	target?: unknown;
}

export type Datagram = ArrayBuffer & { address: string; port: number };

/** The port of DNS, which needs rights on a desktop: only guests of the access point ask there, where they are (guests.ts). */
const NAMES = 53;

/** As on the device: so many datagrams wait, of so many bytes. */
const WAITING = 8;
const LONGEST = 1472;

export default class UDP {
	target?: unknown;
	readonly #onReadable: Options["onReadable"];
	readonly #socket: Socket;
	readonly #waiting: Datagram[] = [];
	readonly #network: BlockList | undefined;
	#bound = false;
	/** Groups to be joined once the socket is bound. */
	readonly #groups: string[] = [];
	#triggered = false;
	#closed = false;

	constructor(options: Options) {
		const { port = 0, timeToLive, onReadable, format = "buffer" } = options;
		if (port < 0 || port > 65535) throw new RangeError("invalid port");
		if (timeToLive !== undefined && !(timeToLive > 0 && timeToLive <= 255)) throw new RangeError("invalid timeToLive");
		if (onReadable && typeof onReadable !== "function") throw new Error("not a function");
		if (format !== "buffer") throw new RangeError("unimplemented");
		if ("target" in options) this.target = options.target;

		this.#onReadable = onReadable;
		this.#network = options.onLink ? networkOf() : undefined;
		this.#socket = createSocket({ type: "udp4", reuseAddr: true });
		this.#socket.on("message", (bytes, from) => this.#receive(bytes, from));
		this.#socket.on("error", (error) => this.#fail(port, error));
		this.#socket.on("listening", () => this.#attempt(port, () => this.#set(timeToLive)));
		if (port === NAMES) this.#socket.bind(guests.port, "127.0.0.1");
		else this.#socket.bind(port);
	}

	get format(): "buffer" {
		return "buffer";
	}

	read(): Datagram | undefined {
		this.#checkOpen();
		return this.#waiting.shift();
	}

	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
		this.#checkOpen();
		this.#socket.send(Uint8Array.from(new Uint8Array(buffer)), port, address);
	}

	/** Joins a multicast group. */
	add(group: string): void {
		this.#checkOpen();
		if (this.#bound) this.#join(group);
		else this.#groups.push(group);
	}

	/** What has been written leaves before. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#waiting.length = 0;
		const close = () => this.#socket.close();
		if (this.#bound) setImmediate(close);
		else this.#socket.once("listening", close);
	}

	#set(timeToLive: number | undefined): void {
		this.#bound = true;
		if (timeToLive !== undefined) {
			this.#socket.setTTL(timeToLive);
			this.#socket.setMulticastTTL(timeToLive);
		}
		this.#socket.setMulticastInterface(stationInterface().address);
		for (const group of this.#groups.splice(0)) this.#join(group);
	}

	#join(group: string): void {
		this.#socket.addMembership(group, stationInterface().address);
	}

	#receive(bytes: Uint8Array, from: RemoteInfo): void {
		if (this.#closed || this.#waiting.length >= WAITING || bytes.length > LONGEST) return;
		if (this.#network && !this.#network.check(from.address)) return;
		const datagram = Uint8Array.from(bytes).buffer as Datagram;
		datagram.address = from.address;
		datagram.port = from.port;
		this.#waiting.push(datagram);
		if (this.#triggered || !this.#onReadable) return;
		this.#triggered = true;
		setImmediate(() => this.#deliver());
	}

	#deliver(): void {
		this.#triggered = false;
		if (!this.#closed && this.#waiting.length > 0) this.#onReadable?.call(this, this.#waiting.length);
	}

	#attempt(port: number, action: () => void): void {
		try {
			action();
		} catch (error) {
			this.#fail(port, error as Error);
		}
	}

	#fail(port: number, error: Error): void {
		if (!this.#closed) host.onTrouble(`UDP port ${port}: ${error.message}`);
	}

	#checkOpen(): void {
		if (this.#closed) throw new Error("closed");
	}
}

/** The network of the interface that the desktop stands in with. */
function networkOf(): BlockList {
	const { address, prefix } = stationInterface();
	const network = new BlockList();
	network.addSubnet(address, prefix, "ipv4");
	return network;
}
