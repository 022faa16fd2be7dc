/*
	A TCP client that sends what it is told, byte for byte, and keeps what comes back; over TLS where the port is a secure one,
	without waiting for the end of the handshake.
*/

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { connect as connectSecurely } from "node:tls";
import { endOf, isSecure, type Port } from "./port.js";

const patience = 30_000;

/** Waits until `condition` holds; throws with `what` after half a minute. */
export async function until(condition: () => boolean, what: string): Promise<void> {
	for (const end = Date.now() + patience; !condition(); await delay(10)) {
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
	}
}

const leaving: (() => void)[] = [];

/** Has `leave` called by `everybodyLeaves`. */
export function onLeave(leave: () => void): void {
	leaving.push(leave);
}

/** Ends every client that a test has left behind, and gives the server the time to notice. */
export async function everybodyLeaves(): Promise<void> {
	for (const leave of leaving.splice(0)) leave();
	await delay(100);
}

export class Raw {
	readonly socket: Socket;
	received = Buffer.alloc(0);
	ended = false;
	reset = false;

	/** The connection below. */
	private readonly lower: Socket;

	private constructor(lower: Socket, socket: Socket) {
		this.lower = lower;
		this.socket = socket;
		socket.on("data", (data) => {
			this.received = Buffer.concat([this.received, data]);
		});
		socket.on("end", () => {
			this.ended = true;
		});
		socket.on("error", () => {
			this.reset = true;
		});
		socket.on("close", () => {
			this.ended = true;
		});
	}

	static async connect(port: Port): Promise<Raw> {
		const socket = connect({ ...endOf(port), noDelay: true });
		onLeave(() => socket.destroy());
		await once(socket, "connect");
		return new Raw(socket, isSecure(port) ? connectSecurely({ socket, rejectUnauthorized: false }) : socket);
	}

	/** A client whose upgrade to `path` has been accepted; what came with the answer stays in `received`. */
	static async upgraded(port: Port, path: string): Promise<Raw> {
		const raw = await Raw.connect(port);
		raw.send(upgradeOf(path));
		await raw.says("\r\n\r\n");
		const end = raw.received.indexOf("\r\n\r\n") + 4;
		if (raw.status !== 101) throw new Error(raw.text);
		raw.received = raw.received.subarray(end);
		return raw;
	}

	get text(): string {
		return this.received.toString("latin1");
	}

	/** The status of the response. */
	get status(): number {
		return Number(this.text.slice(9, 12));
	}

	send(data: string | Uint8Array): void {
		this.socket.write(data);
	}

	/** Sends one byte at a time, each in a segment of its own as far as the system lets it. */
	async dribble(data: string | Uint8Array): Promise<void> {
		for (const byte of Buffer.from(data as string)) {
			this.socket.write(Uint8Array.of(byte));
			await new Promise(setImmediate);
		}
	}

	async says(part: string): Promise<void> {
		await until(() => this.text.includes(part) || this.ended, JSON.stringify(part));
		if (!this.text.includes(part)) throw new Error(`the server closed after ${JSON.stringify(this.text)}`);
	}

	async has(length: number): Promise<void> {
		await until(() => this.received.length >= length, `${length} bytes, got ${this.received.toString("hex")}`);
	}

	async closes(): Promise<void> {
		await until(() => this.ended, `the server's close; got ${JSON.stringify(this.text)}`);
	}

	/** Leaves with a RST instead of a FIN. */
	resetConnection(): void {
		this.lower.resetAndDestroy();
	}
}

export const upgradeOf = (path: string, fields = ""): string =>
	`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
	`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${fields}\r\n`;
