/*
	What the server needs from the outside, as interfaces only. `platform/` provides them on the device, in the simulator
	and on the desktop; `test/fakes/` in the tests.
*/

/** A TCP connection that has been accepted (ECMA-419 §16.2, with the writable count kept). */
export interface Transport {
	/** The peer's IP address; "" where that is not known. */
	readonly address: string;
	/** How many bytes `send` takes now. 0 before the first `onWritable`, and once the peer is gone. */
	readonly writable: number;
	/** Sends all of `bytes`, which are copied. The caller has checked `writable`. */
	send(bytes: Uint8Array): void;
	/** The next bytes that have arrived, the caller's to keep and change, or undefined when there are none. */
	receive(): Uint8Array | undefined;
	/** Half-closes after what was sent; nothing is writable any more. Where the platform cannot, nothing else happens. */
	end(): void;
	/** Ends the connection. Idempotent; no event follows. */
	close(): void;
}

/** What a transport tells. Never from inside a call; nothing after `close`. */
export interface TransportEvents {
	onReadable(): void;
	onWritable(): void;
	/** The peer has half-closed, and everything it sent was received. It may still be sent to. */
	onEnd(): void;
	/** The peer is gone, or the connection is broken. The transport is still to be closed. */
	onError(): void;
	/** One of the above has thrown. Throws nothing itself. */
	onFault(error: unknown): void;
}

export interface Clock {
	/**
	 * Milliseconds of a steady 32-bit counter that wraps every 49.7 days, and starts anywhere: only differences count, as
	 * `(later - earlier) | 0`, and of less than 24.8 days. What lasts longer is measured by Uptime.
	 */
	now(): number;
	/** Calls back once, after `delay` ms. */
	after(delay: number, callback: () => void): void;
	/** Calls back every `interval` ms. */
	every(interval: number, callback: () => void): void;
}

/** The eight switches' pins. It tells of edges through the callback it is made with. */
export interface SwitchBank {
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

/** A page as it lies in flash. */
export interface Page {
	/** A view of the flash, not a copy. */
	readonly bytes: Uint8Array;
	/** A strong entity tag, with its quotes. */
	readonly etag: string;
	readonly gzip: boolean;
}

export interface Pages {
	/** The page of a name, gzip-coded when that is welcome and there; undefined when there is none. */
	find(name: string, gzip: boolean): Page | undefined;
}

/** A network interface that has to be joined (ECMA-419 network interface). It tells of changes through a callback. */
export interface Radio {
	/** Starts to join. May throw. */
	join(): void;
	/** Our IP address while the network is there. */
	readonly address: string | undefined;
	/** Whether the network is not joined, and not about to be. */
	readonly lost: boolean;
	/** How strongly the access point is received, in dBm, where that is measured. */
	readonly signal: number | undefined;
}

/** Small texts that outlast a restart. Any of these may throw, and then has done nothing. */
export interface Preferences {
	/** What was kept under `key` (up to 15 letters and digits), of whatever type; undefined for nothing. */
	get(key: string): unknown;
	set(key: string, value: string): void;
	delete(key: string): void;
}

/** Memory of XS: how much of it is used, before the garbage in it is collected, and how much there is. */
export interface Room {
	readonly used: number;
	readonly size: number;
}

/** How the machine is, as of now. What cannot be known here is undefined. */
export interface Vitals {
	/** Why it has started, in words, and how often since power came on. */
	readonly reset: string | undefined;
	readonly resets: number | undefined;
	/** Bytes of the system's heap: free, and the least that was ever free. */
	readonly heap: { readonly free: number; readonly least?: number } | undefined;
	/** In slots. */
	readonly slots: Room | undefined;
	/** In bytes. */
	readonly chunks: Room | undefined;
}

/** UTF-8. */
export interface Text {
	encode(text: string): Uint8Array;
	/** Never throws: what is not UTF-8 becomes U+FFFD. */
	decode(bytes: Uint8Array): string;
	/** Whether bytes are UTF-8, whole and strictly (RFC 3629). */
	isUtf8(bytes: Uint8Array): boolean;
}

/** XORs `bytes` in place with the 32-bit masking `key`, most significant byte first (RFC 6455 §5.3). */
export type Mask = (bytes: Uint8Array, key: number) => void;

/** A line for the developer. */
export type Log = (line: string) => void;
