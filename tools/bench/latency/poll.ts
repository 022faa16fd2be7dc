// What one would do without WebSockets: ask for the state again and again. The firmware has no such resource, so a minimal
// server of node:http answers with the same JSON, on a connection that is kept; requests have the header fields of a Chromium.

import { once } from "node:events";
import { Agent, createServer, get, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { clock } from "./clock.js";

const fields = Object.freeze({
	Connection: "keep-alive",
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

/** The state, to be asked for. */
export class StateServer {
	state = "";
	private readonly server: Server;

	private constructor(server: Server) {
		this.server = server;
	}

	static async start(): Promise<StateServer> {
		const server = createServer((_request, response) => {
			response.setHeader("Content-Type", "application/json");
			response.setHeader("Cache-Control", "no-store");
			response.setHeader("Content-Length", Buffer.byteLength(stateServer.state));
			response.end(stateServer.state);
		});
		const stateServer = new StateServer(server);
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		return stateServer;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	close(): void {
		this.server.closeAllConnections();
		this.server.close();
	}
}

/** One that asks every so often. */
export class Poller {
	requests = 0;
	private waiting: { readonly state: string; found(time: number): void } | undefined;
	private closed = false;
	private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
	private readonly sockets = new Set<Socket>();
	private readonly timer: NodeJS.Timeout;

	constructor(port: number, interval: number) {
		this.timer = setInterval(() => this.ask(port), interval);
	}

	/** TCP payload of both directions, so far. */
	get bytes(): number {
		return [...this.sockets].reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
	}

	/** When it sees this state from now on. */
	sees(state: string): Promise<number> {
		return new Promise((found) => {
			this.waiting = { state, found };
		});
	}

	close(): void {
		this.closed = true;
		clearInterval(this.timer);
		this.agent.destroy();
	}

	private ask(port: number): void {
		const request = get({ host: "127.0.0.1", port, path: "/state", agent: this.agent, headers: fields }, (response) => {
			let body = "";
			response.setEncoding("utf8");
			response.on("data", (text) => {
				body += text;
			});
			response.on("end", () => {
				this.requests++;
				if (body !== this.waiting?.state) return;
				this.waiting.found(clock());
				this.waiting = undefined;
			});
		});
		request.on("error", (error) => {
			// Of a request that is on its way at the end.
			if (!this.closed) throw error;
		});
		request.on("socket", (socket) => this.sockets.add(socket));
	}
}
