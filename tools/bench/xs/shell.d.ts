/*
 * The globals of the shell in tools/xs (shell.c, sdk.c), for the programs of this folder. Its `print` and `gc` are declared
 * where they are used: TypeScript takes the names for those of other hosts.
 */

declare const preloaded: () => void;
/** The time in µs. */
declare const now: () => number;
declare const scriptArgs: readonly string[];
declare const xor: (bytes: Uint8Array, operand: Uint8Array) => void;
declare const meter: () => {
	readonly slots: number;
	readonly peakSlots: number;
	readonly chunks: number;
	readonly peakChunks: number;
	readonly computrons: number;
	readonly slotSize: number;
};
declare class TCP {
	constructor(options?: object);
	read(count: number): ArrayBuffer;
	write(bytes: Uint8Array): number;
	close(): void;
	/** Bytes arrive. */
	static arrive(tcp: TCP, bytes: Uint8Array): void;
	/** `count` bytes can be written. */
	static drain(tcp: TCP, count: number): void;
	/** The peer has half-closed. */
	static finish(tcp: TCP): void;
	/** The peer is gone. */
	static fail(tcp: TCP): void;
	/** How many bytes have been written since the last call. */
	static sent(tcp: TCP): number;
	/** What has been written since the last call. */
	static take(tcp: TCP): ArrayBuffer;
	static newest(): TCP;
}
declare class Socket {
	callback: (message: number, value: number) => void;
	/** Bytes arrive. */
	static arrive(socket: Socket, bytes: Uint8Array): void;
	/** How many bytes have been written since the last call. */
	static sent(socket: Socket): number;
}
