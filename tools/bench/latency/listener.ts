// A client of ws that notes when it is told of a switch, and how many bytes that took.

import { once } from "node:events";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { clock } from "./clock.js";

export class Listener {
	/** Messages that tell a state, so far. */
	told = 0;
	/** When the newest of them came. */
	time = 0;
	/** The newest of them. */
	message = "";
	private readonly socket: WebSocket;
	private raw: Socket | undefined;

	private constructor(url: URL) {
		this.socket = new WebSocket(url, { perMessageDeflate: false });
		this.socket.on("upgrade", ({ socket }) => {
			this.raw = socket;
		});
		this.socket.on("message", (data) => {
			const now = clock();
			const text = String(data);
			if (!text.startsWith('{"dipSwitches"')) return;
			this.time = now;
			this.told++;
			this.message = text;
		});
	}

	/** Connects; with a state to be told at first, returns when it is there. */
	static async open(address: URL, path: string): Promise<Listener> {
		const url = new URL(path, address);
		url.protocol = "ws:";
		const listener = new Listener(url);
		await once(listener.socket, "open");
		if (path === "/ws") while (listener.told === 0) await once(listener.socket, "message");
		return listener;
	}

	/** TCP payload so far, of both directions. */
	get bytes(): number {
		return (this.raw?.bytesRead ?? 0) + (this.raw?.bytesWritten ?? 0);
	}

	/** Waits until it has been told for the `count`th time. */
	async until(count: number): Promise<void> {
		while (this.told < count) await once(this.socket, "message");
	}

	close(): void {
		this.socket.terminate();
	}
}
