/*
	UDP by ECMA-419 (`embedded:io/socket/udp`), with what is asked of a responder of multicast DNS: it is in a multicast group,
	its datagrams leave with a TTL of 255 (RFC 6762 §11), and only those of our own networks arrive, or a stranger could
	have us answer somebody else (CERT VU#550620). No exception leaves a callback, where it would abort the app.
*/

import UDP from "embedded:io/socket/udp";
import type { DatagramEvents, DatagramOptions, Datagrams } from "../device/ports.js";

class Socket extends UDP implements Datagrams {
	events: DatagramEvents | undefined;

	constructor(port: number) {
		super({ port, timeToLive: 255, onLink: true, onReadable });
	}

	send(bytes: Uint8Array, address: string, port: number): void {
		this.write(bytes, address, port);
	}

	override close(): void {
		this.events = undefined;
		super.close();
	}
}

function onReadable(this: UDP, count: number): void {
	const socket = this as Socket;
	for (; count > 0 && socket.events; count--) {
		const { events } = socket;
		try {
			const datagram = socket.read();
			if (datagram) events.onDatagram(new Uint8Array(datagram), datagram.address, datagram.port);
		} catch (error) {
			events.onFault(error);
		}
	}
}

/** Opens a socket. Throws when the port is taken, or there is no multicast here (the SDK's simulator for Linux). */
export function openDatagrams({ port, group, events }: DatagramOptions): Datagrams {
	const socket = new Socket(port);
	socket.events = events;
	try {
		if (group) join(socket, group);
	} catch (error) {
		socket.close();
		throw error;
	}
	return socket;
}

function join(socket: UDP, group: string): void {
	if (!socket.add) throw new Error("no multicast here");
	socket.add(group);
}
