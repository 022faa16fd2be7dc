// A phone's view of the board's own access point, on a port of the loopback address: while the access point is open, whoever
// connects there has come by it, from an address of its network.
//
// Strategy: the connections go to the Listener that the firmware has, as on the device, where it listens on every address.
// When the access point changes its channel its guests are cut off, and let in again a moment later.
// Their questions for names go to the same port, by UDP (modules/embedded/io/socket/udp.ts).
// Limit: no password is asked for, whatever the access point's is.

import { createServer, type Server, type Socket } from "node:net";
import { accessPoint } from "./accesspoint.js";
import { host } from "./host.js";

const LOOPBACK = "127.0.0.1";

/** Who takes the guests' connections: the stand-in for "embedded:io/socket/listener". */
export type Door = (socket: Socket, address: string) => void;

class Guests {
	readonly #doors = new Set<Door>();
	readonly #sockets = new Set<Socket>();
	#server: Server | undefined;
	#cutOff = false;

	/** Where guests find the board; 0 for any port. */
	port = 0;

	/** Opens and closes with the access point from now on, at this port. */
	watch(port: number): void {
		this.port = port;
		accessPoint.onAccessPoint = () => {
			if (accessPoint.accessPoint) this.#open(port);
			else this.#close();
		};
		accessPoint.onInterruption = (duration) => this.#interrupt(duration);
	}

	addDoor(door: Door): void {
		this.#doors.add(door);
	}

	removeDoor(door: Door): void {
		this.#doors.delete(door);
	}

	#open(port: number): void {
		if (this.#server) return;
		this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
			const [door] = this.#doors;
			const address = guestAddress();
			if (!door || !address || this.#cutOff) {
				socket.destroy();
				return;
			}
			this.#sockets.add(socket);
			socket.on("close", () => this.#sockets.delete(socket));
			door(socket, address);
		});
		this.#server.on("error", (error) => host.onFailure(error, port));
		this.#server.listen(port, LOOPBACK, () => {
			const bound = this.#server?.address();
			if (!bound || typeof bound !== "object") return;
			this.port = bound.port;
			host.onAccessPoint(`http://${LOOPBACK}:${bound.port}/`);
		});
	}

	#close(): void {
		this.#server?.close();
		this.#server = undefined;
		for (const socket of this.#sockets) socket.destroy();
	}

	#interrupt(duration: number): void {
		this.#cutOff = true;
		for (const socket of this.#sockets) socket.destroy();
		setTimeout(() => {
			this.#cutOff = false;
		}, duration);
	}
}

/** The address that the DHCP server gives first: the one behind our own. */
const guestAddress = (): string | undefined => accessPoint.accessPoint?.address.replace(/\.\d+$/, ".2");

export const guests = new Guests();
