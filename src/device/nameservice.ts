/*
	The device by name: `NAME.local`, and its page among the web pages of the local network (multicast DNS, src/dns/). While
	the network is there it has one socket, and a timer only while something is to be sent. If somebody else has the name,
	ours gets a number: `NAME-2.local`, which is kept over a restart (RFC 6762 §9), so that the device stays where it was found.

	A socket that cannot be opened is logged; the device is then reached by its address alone.
*/

import { addressOf } from "../dns/address.js";
import { multicastPort } from "../dns/replies.js";
import { Responder, type Surroundings } from "../dns/responder.js";
import { textData } from "../dns/text.js";
import type { Clock, Log, Text } from "../server/ports.js";
import type { DatagramEvents, Datagrams, OpenDatagrams, Preferences } from "./ports.js";
import type { Settings } from "./settings.js";

const group = "224.0.0.251";

/** Where the name with its number is kept, while it has one. */
export const nameKey = "mdns";
/** How often it is written from start to start: flash wears out, and anybody in the network can take names away. */
export const mostWrites = 20;

/** A page of the web (RFC 6763 §7). */
const service = Object.freeze(["_http", "_tcp"] as const);

export interface NameServiceOptions {
	readonly settings: Pick<Settings, "name" | "version" | "board">;
	readonly openDatagrams: OpenDatagrams;
	readonly preferences: Preferences;
	readonly clock: Clock;
	readonly text: Text;
	readonly log: Log;
	/** A number from 0 up to, but not, 1. */
	readonly random: () => number;
	/** What browsers may call us by beside the name we want; the one that has been won is put behind it. */
	readonly hosts: string[];
}

export class NameService implements Surroundings, DatagramEvents {
	/** The name that is ours, without ".local"; undefined while there is none. */
	name: string | undefined;
	private readonly options: NameServiceOptions;
	/** How many of `hosts` were there before. */
	private readonly given: number;
	private wanted: string;
	private server: { readonly port: number } | undefined;
	private socket: Datagrams | undefined;
	private responder: Responder | undefined;
	/** The timer, and for when it is. */
	private timer: object | undefined;
	private due: number | undefined;
	private writes = 0;

	constructor(options: NameServiceOptions) {
		this.options = options;
		this.given = options.hosts.length;
		this.wanted = options.settings.name;
	}

	/** The network is there: we have this address, and `server` its port. */
	open(address: string, server: { readonly port: number }): void {
		this.close();
		const { clock, log, openDatagrams } = this.options;
		const bytes = addressOf(address);
		if (!bytes) {
			log(`mDNS: ${address} is no IPv4 address`);
			return;
		}
		try {
			this.socket = openDatagrams({ port: multicastPort, group, events: this });
		} catch (error) {
			log(`mDNS: ${error}`);
			return;
		}
		this.server = server;
		const offer = { name: this.wanted, address: bytes, service, text: this.text };
		this.responder = new Responder(offer, this, clock.now(), numberOf(this.kept, this.wanted));
		this.wait();
	}

	/** Asks for another name. */
	rename(name: string): void {
		this.wanted = name;
		this.name = undefined;
		this.responder?.rename(name, this.options.clock.now());
		this.wait();
	}

	/** Says goodbye, if that can still be heard. The network is gone, or about to go. */
	close(): void {
		this.responder?.close();
		this.responder = undefined;
		this.wait();
		this.socket?.close();
		this.socket = undefined;
		this.name = undefined;
	}

	/** For the responder, which asks when it tells it: the desktop is given its port late. */
	get port(): number {
		return this.server?.port ?? 0;
	}

	/** For the responder. */
	send(message: Uint8Array, address = group, port = multicastPort): void {
		try {
			this.socket?.send(message, address, port);
		} catch (error) {
			// As when the network loses a message, which the protocol allows for.
			this.onFault(error);
		}
	}

	/** For the responder. */
	random(end: number): number {
		return Math.floor(end * this.options.random());
	}

	/** For the responder. */
	onName(name: string, number: number): void {
		const { hosts, log } = this.options;
		const { port } = this;
		this.name = name;
		hosts.splice(this.given, hosts.length, `${name}.local`.toLowerCase(), name.toLowerCase());
		log(`${this.wanted}: http://${name}.local${port === 80 ? "" : `:${port}`}/`);
		this.keep(number === 1 ? undefined : name);
	}

	/** For the socket. */
	onDatagram(bytes: Uint8Array, address: string, port: number): void {
		this.responder?.receive(bytes, address, port, this.options.clock.now());
		this.wait();
	}

	/** For the socket. */
	onFault(error: unknown): void {
		this.options.log(`mDNS: ${error}`);
	}

	/** What a browser of services can show of us. */
	private get text(): Uint8Array {
		const { settings, text } = this.options;
		const texts = ["path=/"];
		if (settings.version) texts.push(`version=${settings.version}`);
		if (settings.board) texts.push(`board=${settings.board}`);
		return textData(texts.map((item) => text.encode(item)));
	}

	private get kept(): unknown {
		try {
			return this.options.preferences.get(nameKey);
		} catch (error) {
			this.onFault(error);
			return undefined;
		}
	}

	private keep(name: string | undefined): void {
		const { preferences } = this.options;
		if (this.kept === name || this.writes >= mostWrites) return;
		this.writes++;
		try {
			if (name === undefined) preferences.delete(nameKey);
			else preferences.set(nameKey, name);
		} catch (error) {
			this.onFault(error);
		}
	}

	private wait(): void {
		const { clock } = this.options;
		const due = this.responder?.due;
		if (due === this.due) return;
		if (this.timer) clock.cancel(this.timer);
		this.due = due;
		this.timer = due === undefined ? undefined : clock.after(Math.max(0, (due - clock.now()) | 0), () => this.wake());
	}

	private wake(): void {
		this.timer = undefined;
		this.due = undefined;
		this.responder?.tick(this.options.clock.now());
		this.wait();
	}
}

/** The number behind `name` in what is kept; 1 for none, or when it is another name's. */
function numberOf(kept: unknown, name: string): number {
	const prefix = `${name}-`;
	const digits = typeof kept === "string" && kept.startsWith(prefix) ? kept.slice(prefix.length) : "";
	const number = Number(digits);
	return number > 1 && number < 10_000 && String(number) === digits ? number : 1;
}
