// What one would do without WebSockets: ask the firmware for /json again and again, with the header fields of a Chromium.

import { get } from "node:http";
import type { Socket } from "node:net";
import { clock } from "./clock.js";

const fields = Object.freeze({
	"sec-ch-ua-platform": '"Linux"',
	"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
	"sec-ch-ua": '"Chromium";v="142", "Not_A Brand";v="99"',
	"sec-ch-ua-mobile": "?0",
	Accept: "*/*",
	"Sec-Fetch-Site": "same-origin",
	"Sec-Fetch-Mode": "cors",
	"Sec-Fetch-Dest": "empty",
	Referer: "http://127.0.0.1/",
	"Accept-Encoding": "gzip, deflate, br, zstd",
	"Accept-Language": "en-US,en;q=0.9",
});

/** One that asks every so often. */
export class Poller {
	requests = 0;
	/** How often switch 1 has changed, as far as it was told. */
	changes = 0;
	private waiting: { readonly changes: number; found(time: number): void } | undefined;
	private closed = false;
	private readonly sockets: Socket[] = [];
	private readonly timer: NodeJS.Timeout;

	constructor(address: URL, interval: number) {
		const url = new URL("/json", address);
		this.timer = setInterval(() => this.ask(url), interval);
	}

	/** TCP payload of both directions, so far. */
	get bytes(): number {
		return this.sockets.reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
	}

	/** When it sees that switch 1 has changed so often, from now on. */
	sees(changes: number): Promise<number> {
		return new Promise((found) => {
			this.waiting = { changes, found };
		});
	}

	close(): void {
		this.closed = true;
		clearInterval(this.timer);
	}

	private ask(url: URL): void {
		const request = get(url, { agent: false, headers: fields }, (response) => {
			let body = "";
			response.setEncoding("utf8");
			response.on("data", (text) => {
				body += text;
			});
			response.on("end", () => {
				this.requests++;
				[this.changes] = JSON.parse(body).changes;
				if (this.changes !== this.waiting?.changes) return;
				this.waiting.found(clock());
				this.waiting = undefined;
			});
		});
		request.on("error", (error) => {
			// Of a request that is on its way at the end.
			if (!this.closed) throw error;
		});
		request.on("socket", (socket) => this.sockets.push(socket));
	}
}
