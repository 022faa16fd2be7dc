// The cable between the board's serial port and a computer: a TCP port of the loopback address, where one at a time is plugged
// in. What a program wants to have as a device of its own gets it by socat: `socat pty,raw,link=board tcp:127.0.0.1:PORT`.
//
// Any web page can send a request to a port of this computer, with a packet of Improv in it: a connection that begins as one is
// closed (RFC 9112 §3), and nothing of it reaches the board.
//
// Limit: TCP has pieces of its own, larger than a UART's buffer; so they are handed over in small ones, a turn each.

import { createServer, type Socket } from "node:net";
import { host } from "./host.js";

const LOOPBACK = "127.0.0.1";

/** How many bytes come in a turn. */
const piece = 64;

/** How requests begin, as far as browsers make them; nothing by Improv does. */
const requests = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].map((method) => `${method} /`);

class Cable {
	#receive: ((bytes: Uint8Array) => void) | undefined;
	#socket: Socket | undefined;

	/** Takes the board's end; returns whether it was free. */
	plug(receive: (bytes: Uint8Array) => void): boolean {
		if (this.#receive) return false;
		this.#receive = receive;
		return true;
	}

	unplug(): void {
		this.#receive = undefined;
	}

	/** The board sends: into the void when nobody is there. */
	send(bytes: Uint8Array): void {
		this.#socket?.write(bytes);
	}

	/** Opens the computer's end. */
	listen(port: number): void {
		const server = createServer({ noDelay: true }, (socket) => {
			this.#socket?.destroy();
			this.#socket = socket;
			socket.on("error", () => {});
			socket.on("close", () => {
				if (this.#socket === socket) this.#socket = undefined;
			});
			let first: Buffer | undefined = Buffer.alloc(0);
			socket.on("data", (bytes) => {
				let known: Buffer = bytes;
				if (first) {
					first = known = Buffer.concat([first, bytes]);
					const beginning = first.toString("latin1", 0, 16);
					if (requests.some((request) => beginning.startsWith(request))) socket.destroy();
					if (requests.some((request) => beginning.startsWith(request) || request.startsWith(beginning))) return;
					first = undefined;
				}
				socket.pause();
				this.#hand(known, () => socket.resume());
			});
		});
		server.on("error", (error) => host.onFailure(error, port));
		server.listen(port, LOOPBACK, () => {
			const bound = server.address();
			if (bound && typeof bound === "object") host.onSerialPort(bound.port);
		});
	}

	#hand(bytes: Uint8Array, onEnd: () => void): void {
		if (bytes.length === 0) onEnd();
		else {
			this.#receive?.(bytes.subarray(0, piece));
			setImmediate(() => setImmediate(() => this.#hand(bytes.subarray(piece), onEnd)));
		}
	}
}

export const cable = new Cable();
