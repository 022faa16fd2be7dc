import "ws";

/*
 * The codec of ws, exported since 8.21 or so and not yet in @types/ws 8.18: for the benches.
 */

declare module "ws" {
	export class Receiver {
		constructor(options: { isServer: boolean; maxPayload: number; skipUTF8Validation: boolean });
		on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): this;
		write(bytes: Buffer): boolean;
	}

	export class Sender {
		constructor(socket: { cork(): void; uncork(): void; write(bytes: Buffer): void });
		send(data: Buffer, options: { fin: boolean; binary: boolean; mask: boolean; compress: boolean }): void;
	}
}
