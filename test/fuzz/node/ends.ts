/*
	Two ends that take a stream of frames and log what it says: our Connection, and the Receiver of `ws`. The same log from
	both: `1 5 <digest>` a message, `9 …` a Ping, `10 …` a Pong, `8 1000 …` a Close.
*/

import * as ws from "ws";
import { Assembler } from "../../../src/websocket/assembler.js";
import type { Connection } from "../../../src/websocket/connection.js";
import { type MessageOpcode, Opcode } from "../../../src/websocket/names.js";
import { endpoint, type Role, Role as roles } from "../../endpoint.js";
import { digest } from "../bytes.js";
import { Reader } from "../frames.js";

/** Why an end has refused the stream. */
export interface Refusal {
	readonly code: number;
	readonly reason: string;
}

export interface End {
	readonly log: readonly string[];
	readonly refusal: Refusal | undefined;
	/** Takes bytes, which it may change. */
	receive(bytes: Uint8Array): void;
}

export const said = (opcode: number, payload: Uint8Array): string => `${opcode} ${payload.length} ${digest(payload)}`;
export const closedWith = (code: number, reason: Uint8Array): string => `8 ${code} ${digest(reason)}`;

/** Our Connection. What it sends is kept. */
export class OurEnd implements End {
	readonly log: string[] = [];
	readonly wire: Uint8Array[] = [];
	refusal: Refusal | undefined;
	readonly connection: Connection;
	private readonly assembler = new Assembler();
	private readonly answers: Reader;

	constructor(role: Role, maxMessage: number, maskingKey: () => number) {
		this.answers = new Reader(role === roles.client, Infinity);
		this.connection = endpoint(role, {
			maxMessage,
			maskingKey,
			write: (bytes) => this.written(bytes),
			onFragment: (opcode, bytes, left, last) => this.fragment(opcode, bytes, left, last),
			onPong: (payload) => this.log.push(said(Opcode.pong, payload)),
			onClose: (code, reason, clean) => this.closed(code, reason, clean),
		});
	}

	receive(bytes: Uint8Array): void {
		this.connection.receive(bytes);
	}

	/** A Ping shows in the Pong that answers it. */
	private written(bytes: Uint8Array): void {
		this.wire.push(bytes.slice());
		this.answers.read(bytes);
		for (const { opcode, payload } of this.answers.frames.splice(0))
			if (opcode === Opcode.pong) this.log.push(said(Opcode.ping, payload));
	}

	private fragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		const message = this.assembler.add(bytes, left, last);
		if (message) this.log.push(said(opcode, message));
	}

	private closed(code: number, reason: Uint8Array, clean: boolean): void {
		if (clean) this.log.push(closedWith(code, reason));
		else this.refusal = { code, reason: String.fromCharCode(...reason) };
	}
}

interface Receiver {
	on(event: "message", listener: (data: Buffer, binary: boolean) => void): this;
	on(event: "ping" | "pong", listener: (data: Buffer) => void): this;
	on(event: "conclude", listener: (code: number, reason: Buffer) => void): this;
	_write(chunk: Buffer, encoding: string, callback: (error?: Error & { code: string }) => void): void;
}

interface SendOptions {
	readonly fin: boolean;
	readonly binary: boolean;
	readonly mask: boolean;
}

export interface Sender {
	send(data: Uint8Array, options: SendOptions): void;
	ping(data: Uint8Array, mask: boolean): void;
	pong(data: Uint8Array, mask: boolean): void;
	close(code: number | undefined, reason: Buffer | undefined, mask: boolean): void;
}

interface Socket {
	cork(): void;
	uncork(): void;
	write(chunk: Buffer): void;
}

// Its typings leave these two out.
const library = ws as unknown as {
	readonly Receiver: new (options: { isServer: boolean; maxPayload: number }) => Receiver;
	readonly Sender: new (socket: Socket, extensions: object, generateMask: (mask: Buffer) => void) => Sender;
};

/** The close codes of the library's errors; 1002 for the others. */
const errorCodes: Readonly<Record<string, number>> = {
	WS_ERR_INVALID_UTF8: 1007,
	WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
	WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
};

/** The Receiver of `ws`, which is told by `_write`: that answers at once, and `write` a tick later. */
export class TheirEnd implements End {
	readonly log: string[] = [];
	refusal: Refusal | undefined;
	private readonly receiver: Receiver;

	constructor(role: Role, maxMessage: number) {
		this.receiver = new library.Receiver({ isServer: role === roles.server, maxPayload: maxMessage })
			.on("message", (data, binary) => this.log.push(said(binary ? Opcode.binary : Opcode.text, data)))
			.on("ping", (data) => this.log.push(said(Opcode.ping, data)))
			.on("pong", (data) => this.log.push(said(Opcode.pong, data)))
			.on("conclude", (code, reason) => this.log.push(closedWith(code, reason)));
	}

	receive(bytes: Uint8Array): void {
		if (this.refusal) return;
		this.receiver._write(Buffer.from(bytes), "buffer", (error) => {
			if (error) this.refusal = { code: errorCodes[error.code] ?? 1002, reason: error.message };
		});
	}
}

/** The Sender of `ws`, whose bytes go to `write`. */
export const senderOf = (write: (bytes: Buffer) => void, maskingKey: () => number): Sender =>
	new library.Sender({ cork() {}, uncork() {}, write }, {}, (mask) => mask.writeInt32BE(maskingKey()));
