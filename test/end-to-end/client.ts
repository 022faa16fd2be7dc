/*
	A WebSocket client of a library nobody here wrote (`ws`), that keeps what it is told.
*/

import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";
import { type Port, socketOf } from "./port.js";
import { onLeave, until } from "./raw.js";

export class Client {
	readonly socket: WebSocket;
	readonly messages: string[] = [];
	closed: { code: number; reason: string } | undefined;

	private constructor(socket: WebSocket) {
		this.socket = socket;
		socket.on("message", (data, binary) => {
			this.messages.push(binary ? `binary ${(data as Buffer).toString("hex")}` : String(data));
		});
		socket.on("close", (code, reason) => {
			this.closed = { code, reason: String(reason) };
		});
		socket.on("error", () => {});
	}

	/** Rejects when the server refuses. */
	static async open(port: Port, path: string, options: ClientOptions = {}): Promise<Client> {
		const client = new Client(new WebSocket(socketOf(port, path), options));
		onLeave(() => client.socket.terminate());
		await once(client.socket, "open");
		return client;
	}

	/** The messages of one kind, by their top-level key: "dipSwitches", "names", "device", "error". */
	of(kind: string): readonly string[] {
		return this.messages.filter((message) => message.startsWith(`{"${kind}":`));
	}

	/** The last message of a kind, parsed; what is under its key. */
	last(kind: string) {
		return JSON.parse(this.of(kind).at(-1) ?? `{"${kind}":{}}`)[kind];
	}

	/** Waits for `count` messages of a kind; returns the last of them, parsed. */
	async told(kind: string, count: number) {
		await until(() => this.of(kind).length >= count, `${count} of ${kind}, got ${this.messages}`);
		return JSON.parse(this.of(kind)[count - 1]);
	}

	/** The switches that are On as of the last state, such as "1 8". */
	get on(): string {
		const { dipSwitches } = JSON.parse(this.of("dipSwitches").at(-1) ?? '{"dipSwitches":{"none":"On"}}');
		const names = Object.keys(dipSwitches).filter((name) => dipSwitches[name] === "On");
		return names.map((name) => name.replace("dip", "")).join(" ");
	}

	async sees(on: string): Promise<void> {
		await until(() => this.on === on, `switches "${on}", got "${this.on}"`);
	}

	async gets(count: number): Promise<readonly string[]> {
		await until(() => this.messages.length >= count, `${count} messages, got ${this.messages}`);
		return this.messages;
	}

	async isClosed(): Promise<{ code: number; reason: string }> {
		await until(() => this.closed !== undefined, "the close");
		return this.closed ?? { code: 0, reason: "" };
	}

	/** Closes and waits for the end of the handshake. */
	async close(): Promise<void> {
		this.socket.close();
		await this.isClosed();
	}
}
