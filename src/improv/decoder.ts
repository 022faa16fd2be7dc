/*
	Finds packets in what a serial port brings, with whatever stands between them: lines of a console, noise, the rest of a
	packet whose beginning was lost.

	Strategy: the header is waited for byte by byte, which takes no memory; then the packet is put together in a buffer of its
	own length. Limits: data of `longestData` bytes, more are passed over; a packet that stops for `packetTime` is given up.
*/

import { checksumOf, dataOffset, header, longestData, type PacketType, version } from "./packet.js";

/** In ms: at 115,200 baud the longest packet takes 10. */
export const packetTime = 500;

/** Where the parts of a packet are. */
const Offset = Object.freeze({ version: 6, type: 7, length: 8 } as const);

export interface PacketEvents {
	/** A packet is there. The data are the callee's to keep. */
	onPacket(type: PacketType, data: Uint8Array): void;
	/** A packet is not as it should be, and is dropped. */
	onBadPacket(): void;
}

export class Decoder {
	private readonly events: PacketEvents;
	/** How much of a packet is there. */
	private count = 0;
	private type = 0;
	/** The packet as far as it is there, once its length is known and short enough. */
	private packet: Uint8Array | undefined;
	/** How many bytes of a packet that is too long are still to be passed over. */
	private excess = 0;
	private last = 0;

	constructor(events: PacketEvents) {
		this.events = events;
	}

	/** Takes what has come at `now`, in ms. */
	receive(bytes: Uint8Array, now: number): void {
		if (((now - this.last) | 0) >= packetTime) this.reset();
		this.last = now;
		for (let i = 0; i < bytes.length; i++) this.take(bytes[i]);
	}

	private reset(): void {
		this.count = 0;
		this.packet = undefined;
		this.excess = 0;
	}

	private take(byte: number): void {
		if (this.excess > 0) this.excess--;
		else if (this.packet) this.fill(this.packet, byte);
		else if (this.count < header.length) this.match(byte);
		else this.begin(byte);
	}

	private match(byte: number): void {
		if (byte === header[this.count]) this.count++;
		// The first letter is in the header only once, so nothing else of what has matched can begin another.
		else this.count = byte === header[0] ? 1 : 0;
	}

	/** What is between the header and the data. */
	private begin(byte: number): void {
		const offset = this.count++;
		if (offset === Offset.version && byte !== version) this.reset();
		else if (offset === Offset.type) this.type = byte;
		else if (offset === Offset.length) this.allocate(byte);
	}

	private allocate(length: number): void {
		if (length > longestData) {
			this.reset();
			this.excess = length + 1;
			this.events.onBadPacket();
			return;
		}
		const packet = new Uint8Array(dataOffset + length + 1);
		packet.set(header);
		packet[Offset.version] = version;
		packet[Offset.type] = this.type;
		packet[Offset.length] = length;
		this.packet = packet;
	}

	private fill(packet: Uint8Array, byte: number): void {
		packet[this.count++] = byte;
		if (this.count < packet.length) return;
		const end = packet.length - 1;
		this.reset();
		if (checksumOf(packet, end) !== packet[end]) this.events.onBadPacket();
		else this.events.onPacket(this.type as PacketType, packet.subarray(dataOffset, end));
	}
}
