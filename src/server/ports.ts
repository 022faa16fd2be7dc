/*
	What the server needs from the outside, as interfaces only. `platform/` provides them on the board, in the simulator
	and on the desktop; `test/fakes/` does in the tests.
*/

/** A TCP connection that has been accepted (ECMA-419 §16.2), with the writable count kept. */
export interface Transport {
	/** Who is told what happens; set by the server, and again when another of its parts takes the connection over. */
	events: TransportEvents | undefined;
	/** The client's IP address; "" where it is not known. */
	readonly address: string;
	/** Whether it is encrypted from us to the client. */
	readonly secure: boolean;
	/** Whether the client has come by an access point of our own. */
	readonly isGuest?: boolean;
	/** How many bytes `send` takes now. 0 before the first `onWritable`, and once the client is gone. */
	readonly writable: number;
	/** Sends all of `bytes`, which are copied. The caller has checked `writable`. */
	send(bytes: Uint8Array): void;
	/** The next bytes that have arrived, the caller's to keep and change, or undefined when there are none. */
	receive(): Uint8Array | undefined;
	/** Closes our half of the connection behind what was sent. Without effect where the platform cannot. */
	end(): void;
	/** Closes the connection. Idempotent; no event follows, and `events` is undefined. */
	close(): void;
}

/** What a transport tells. Never from inside a call; nothing after `close`. */
export interface TransportEvents {
	onReadable(): void;
	onWritable(): void;
	/** The client has closed its half: nothing more arrives, but it can still be written to. All it sent has been read. */
	onEnd(): void;
	/** The client is gone, or the connection is broken. The transport is still to be closed. */
	onError(): void;
	/** One of the above has thrown. Throws nothing itself. */
	onFault(error: unknown): void;
}

export interface Clock {
	/**
	 * Milliseconds of a steady 32-bit counter that wraps every 49.7 days and may start anywhere: only differences count, as
	 * `(later - earlier) | 0`, and only those below 24.8 days. For longer times there is Uptime.
	 */
	now(): number;
	/** Calls back once, after `delay` ms. Returns what `cancel` takes until then. */
	after(delay: number, callback: () => void): object;
	/** Has it not call back after all, or not any more. Not to be called once it has called back for good. */
	cancel(waiting: object): void;
	/** Calls back every `interval` ms. Returns as `after` does. */
	every(interval: number, callback: () => void): object;
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
	/** The page of that name, gzip-coded if that is welcome and available; undefined when there is none. */
	find(name: string, gzip: boolean): Page | undefined;
}

/** UTF-8. */
export interface Text {
	encode(text: string): Uint8Array;
	/** Never throws: what is not UTF-8 becomes U+FFFD. */
	decode(bytes: Uint8Array): string;
	/** Whether bytes are whole and strict UTF-8 (RFC 3629). */
	isUtf8(bytes: Uint8Array): boolean;
}

/** XORs `bytes` in place with the 32-bit masking `key`, most significant byte first (RFC 6455 §5.3). */
export type Mask = (bytes: Uint8Array, key: number) => void;

/**
 * How many bytes a new buffer can have; Infinity where nothing limits it. Garbage is collected first if they are fewer than
 * `wanted`.
 */
export type Room = (wanted: number) => number;

/** Takes a line for the developer. */
export type Log = (line: string) => void;
