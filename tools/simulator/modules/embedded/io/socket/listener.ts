// Stand-in for Moddable's "embedded:io/socket/listener", as on the ESP32.
//
// Strategy: accepted sockets are paused and wait in a queue until `read()` claims them; several that arrive before the
// delivery share one onReadable. As on the device `address` is ignored: the desktop decides where to bind. Who comes while
// the station is in no network is not heard; guests of the access point come by a port of their own (guests.ts).
// Limit: node:net binds asynchronously, so a taken port is told to the desktop instead of thrown by the constructor, and
// `port` answers the requested number until the socket is bound.

import { createServer, type Server, type Socket } from "node:net";
import { accessPoint } from "../../../../accesspoint.js";
import { guests } from "../../../../guests.js";
import { host } from "../../../../host.js";
import { Connection } from "../../../../lwip.js";
import TCP from "./tcp.js";

export interface Options {
	port?: number;
	address?: string;
	onReadable?: (this: Listener, count: number) => void;
	target?: unknown;
	format?: string;
}

export default class Listener {
	target?: unknown;
	readonly #onReadable: Options["onReadable"];
	readonly #server: Server;
	readonly #port: number;
	readonly #pending: Connection[] = [];
	#triggered = false;
	#closed = false;

	constructor(options: Options) {
		const { port = 0, onReadable, format = "socket/tcp" } = options;
		if (port < 0 || port > 65535) throw new RangeError("invalid port");
		if (onReadable && typeof onReadable !== "function") throw new Error("not a function");
		if (format !== "socket/tcp") throw new RangeError("unimplemented");
		if ("target" in options) this.target = options.target;

		this.#port = port;
		this.#onReadable = onReadable;
		this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
		this.#server.on("connection", (socket) => {
			if (accessPoint.isUp || !accessPoint.networks) this.#take(socket);
			else socket.destroy();
		});
		guests.addDoor(this.#take);
		this.#server.on("listening", () => this.#bound());
		this.#server.on("error", (error) => this.#closed || host.onFailure(error, port));
		this.#server.listen(port, host.address);
	}

	get port(): number {
		if (this.#closed) throw new Error("closed");
		const bound = this.#server.address();
		return bound !== null && typeof bound === "object" ? bound.port : this.#port;
	}

	get format(): "socket/tcp" {
		return "socket/tcp";
	}

	/** The connection that has waited longest, without callbacks: to be passed on with `new TCP({ from })` at once. */
	read(): TCP | undefined {
		if (this.#closed) throw new Error("closed");
		const from = this.#pending.shift();
		return from && new TCP({ from });
	}

	/** Stops listening; connections that nobody has read are closed, the others live on. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		guests.removeDoor(this.#take);
		this.#server.close();
		for (const connection of this.#pending) connection.close();
	}

	readonly #take = (socket: Socket, address?: string): void => {
		this.#pending.push(new Connection(socket, address));
		this.#trigger();
	};

	#bound(): void {
		if (this.#closed) this.#server.close();
		else host.onListening(this.port, this.#port);
	}

	#trigger(): void {
		if (this.#triggered || !this.#onReadable) return;
		this.#triggered = true;
		setImmediate(() => this.#deliver());
	}

	#deliver(): void {
		this.#triggered = false;
		if (!this.#closed && this.#pending.length > 0) this.#onReadable?.call(this, this.#pending.length);
	}
}
