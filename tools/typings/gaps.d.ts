/*
 * What the Moddable typings do not say, said once. For plain tsc and for mcconfig alike; a cast in the sources beside
 * these would be a second place.
 *
 * Four modules are declared anew as a whole, because a class cannot be amended from outside: the SDK's `Listener` has
 * no `close()`, nor has its `UDP`, its `TCP.write` forgets the count it returns, its `Digest.write` the buffers it takes. The
 * manifest leaves the SDK's four files out ("~"). Limits: only what this firmware uses, and what the SDK's implementations for
 * lwIP, Linux, macOS and Windows share.
 */

declare module "embedded:io/socket/tcp" {
	export interface Callbacks {
		/** `count`: the bytes that wait to be read. */
		onReadable?: (this: TCP, count: number) => void;
		/** `count`: the bytes `write` will take; a write before the first call is lost or throws. */
		onWritable?: (this: TCP, count: number) => void;
		/** The peer has half-closed, and everything it sent has been read; writing goes on. Not in the SDK's, which call onError. */
		onEnd?: (this: TCP) => void;
		/** The connection is gone: reset, refused, or half-closed by the peer where there is no onEnd. */
		onError?: (this: TCP) => void;
	}

	export interface Settings extends Callbacks {
		format?: "number" | "buffer";
		nodelay?: boolean;
		target?: unknown;
	}

	export type Options = Settings & ({ from: TCP } | { address: string; port: number } | { host: string; port: number });

	export default class TCP {
		/** With `from`, takes the connection over: that instance is closed by it. */
		constructor(options: Options);
		readonly remoteAddress: string | undefined;
		readonly remotePort: number | undefined;
		/**
		 * Exactly `count` bytes; by default what waits, at most 1,024 of it on the ESP32, which then tells of the rest. Undefined
		 * when none wait. Throws when fewer wait than asked for.
		 */
		read(count?: number): ArrayBuffer | number | undefined;
		/** Fills the whole buffer and returns its length; undefined when none wait. Throws when fewer wait. */
		read(buffer: ByteBuffer): number | undefined;
		/** All or nothing. Returns the bytes it will still take; not a number: the peer is gone. Throws "would block". */
		write(value: number | ByteBuffer): number | undefined;
		/** Half-closes behind what was written. Not in the SDK's. */
		end?(): void;
		close(): void;
		format: "number" | "buffer";
	}
}

declare module "embedded:io/socket/listener" {
	import type TCP from "embedded:io/socket/tcp";

	export default class Listener {
		constructor(options: {
			port?: number;
			/** `count`: connections that wait to be read. */
			onReadable?: (this: Listener, count: number) => void;
			format?: "socket/tcp";
			target?: unknown;
		});
		/** The next waiting connection, without callbacks: hand it to `new TCP({ from })`. */
		read(): TCP | undefined;
		close(): void;
		readonly port: number;
		readonly target?: unknown;
		format: "socket/tcp";
	}
}

/** In the Moddable simulator, where ours stands before it. */
declare module "sdklistener" {
	export { default } from "embedded:io/socket/listener";
}

declare module "embedded:io/socket/udp" {
	export interface Options {
		port?: number;
		/** Of what is sent; the SDK's ignores it for multicast. */
		timeToLive?: number;
		/** Whether datagrams from beyond the networks that we are in are dropped. Not in the SDK's. */
		onLink?: boolean;
		/** `count`: datagrams that wait to be read. */
		onReadable?: (this: UDP, count: number) => void;
		format?: "buffer";
		target?: unknown;
	}

	export default class UDP {
		constructor(options: Options);
		/** The oldest datagram that waits, and who has sent it; undefined when none waits. */
		read(): (ArrayBuffer & { address: string; port: number }) | undefined;
		/** Throws when it could not be sent. */
		write(buffer: ByteBuffer, address: string, port: number): void;
		/** Joins a multicast group, on every interface. Not in the SDK's for Linux. */
		add?(group: string): void;
		close(): void;
		format: "buffer";
	}
}

/** ECMA-419's, as the firmware's own (src/platform/native/resolver.c) and the stand-ins have it: without servers to be given. */
declare module "embedded:network/dns/resolver/udp" {
	export default class Resolver {
		constructor(options: object);
		/** One of both is called later, unless it is closed before. Throws when that cannot even begin. */
		resolve(question: {
			host: string;
			onResolved?: (host: string, address: string) => void;
			onError?: (host: string) => void;
		}): void;
		close(): void;
	}
}

declare module "crypt" {
	export class Digest {
		constructor(type: "MD5" | "SHA1" | "SHA224" | "SHA256" | "SHA384" | "SHA512");
		write(message: string | ByteBuffer | ArrayBuffer): void;
		/** The digest; the instance is spent. */
		close(): ArrayBuffer;
	}
}

/** Bytewise logic in native code, in place: `target[i] = target[i] op operand[i]`, the operand repeated as needed. */
declare module "logical" {
	type Bytes = ByteBuffer | ArrayBuffer;
	const Logical: {
		not(target: Bytes, count?: number): void;
		xor(target: Bytes, operand: number | Bytes, count?: number): void;
		and(target: Bytes, operand: number | Bytes, count?: number): void;
		or(target: Bytes, operand: number | Bytes, count?: number): void;
	};
	export default Logical;
}

/** The firmware's own native module (src/platform/native/); on the desktop tools/simulator answers. */
declare module "vitals" {
	/** The number that `vital` stands for (src/platform/vitals.ts); undefined where there is none. `wanted` is for the room. */
	export function read(vital: number, wanted?: number): number | undefined;
}

/** The firmware's own native module (src/platform/native/); elsewhere simulated (tools/simulator/). */
declare module "radio" {
	export interface Found {
		readonly ssid: string;
		readonly signal: number;
		readonly secured: boolean;
	}
	/** Begins to keep why the station is disconnected. Before there is a station. */
	export function watch(): void;
	/** Whether the radio sleeps between beacons. */
	export function savePower(on: boolean): void;
	/**
	 * Joins the network at this access point and channel, without a look around. The interface tells when it has worked, and
	 * nothing when it has not. Throws when it cannot begin.
	 */
	export function hasten(ssid: string, password: string, bssid: Uint8Array, channel: number): void;
	/** The address of the server for names, when we have a static address. */
	export function resolveAt(address: string): void;
	/** ESP-IDF's wifi_err_reason_t of the last disconnection; 0 for none. */
	export function reason(): number;
	export function forgetReason(): void;
	/** Throws when it cannot look for networks now. */
	export function scan(): void;
	/** The strongest first, each name once, at most 16; undefined while it looks. */
	export function found(): readonly Found[] | undefined;
	/** An access point of our own, and a DHCP server that tells of `uri`. Throws when there can be none. */
	export function open(ssid: string, password: string, address: string, uri: string): void;
	export function close(): void;
}

/** The firmware's own native module (src/platform/native/tls/); on the desktop tools/simulator answers. */
declare module "tlsfilter" {
	/** A server's key and certificates, and what it agrees to. */
	export class Identity {
		/** Both in DER; of certificates one behind the other, the server's first. Throws with a sentence. */
		constructor(key: ArrayBuffer, chain: ArrayBuffer);
		/** SHA-256 of the server's certificate, as "AB:CD:…". */
		readonly fingerprint: string;
		/** Days, as "2026-01-01". */
		readonly notBefore: string;
		readonly notAfter: string;
		close(): void;
	}

	/** TLS of one connection, between ciphertext that is fed and taken and plaintext that is read and written. */
	export class Filter {
		/** `owner` is told what happens between calls, if anything does: natively nothing. */
		constructor(identity: Identity, owner: { onFiltered(): void });
		/** 0 shaking hands, 1 open, 2 ended by the peer, 3 broken: what is pending says why. */
		readonly phase: number;
		/** Whether ciphertext can be fed: at most 1,024 bytes at once. */
		readonly hungry: boolean;
		feed(ciphertext: ByteBuffer): void;
		/** A step of the handshake, up to the first costly one. Returns whether the next one needs nothing of the peer's. */
		step(): boolean;
		/** Up to 1,024 bytes of plaintext, undefined when there are none. */
		read(): ArrayBuffer | undefined;
		/** How many bytes can be written: none while ciphertext is pending. */
		readonly writable: number;
		write(plaintext: ByteBuffer): void;
		/** close_notify behind what was written. */
		end(): void;
		/** Bytes of ciphertext for the peer; a filter that works between calls counts what it is yet to encrypt. */
		readonly pending: number;
		/** Up to `most` and 1,024 of them; undefined when there are none. */
		take(most: number): ArrayBuffer | undefined;
		/** Once it is open: whether the handshake was an abbreviated one, and which version of TLS was agreed upon. */
		readonly resumed: boolean;
		readonly protocol: string;
		close(): void;
	}

	/** A key and a certificate signed by it, in DER, for DNS names and IPv4 addresses with commas between. */
	export function selfSign(names: string): { readonly key: ArrayBuffer; readonly certificate: ArrayBuffer };
}

/** The Moddable simulator's line to its panel; every instance sees every message. */
declare module "control" {
	export default class Control {
		constructor(options?: object);
		close(): void;
		onJSON(json: Record<string, unknown>): void;
		postJSON(json: object): void;
	}
}

/** The firmware's own native module (src/platform/native/); elsewhere a flash that is not real answers (tools/simulator/). */
declare module "update" {
	type Bytes = ByteBuffer | ArrayBuffer;
	/** As src/device/ports.ts says in Firmware and src/update/receiver.ts in Slot. */
	export function chip(): number;
	export function space(): number;
	export function isOnTrial(): boolean;
	export function wasTried(): boolean;
	export function begin(): void;
	export function write(bytes: Bytes): void;
	export function activate(): void;
	export function abort(): void;
	/** Whether a signature (r and s) of a digest is by the owner of a P-256 key (x and y). */
	export function verify(key: Bytes, digest: Bytes, signature: Bytes): boolean;
	export function watch(ms: number, limit: number): void;
	export function confirm(): void;
	export function rollBack(): void;
	export function restart(): void;
}
