/*
	A serial port by ECMA-419 (`embedded:io/serial`), 8N1, with the baud rate that every tool has. On the board it is the UART
	that the USB connector's converter hangs on; debug builds have given that to the debugger.

	What has come is read at once, since the chip's buffer holds 128 bytes. What is to be sent is asked for when there is room,
	and goes in pieces. No exception leaves a callback, where it would abort the app.
*/

import Serial from "embedded:io/serial";
import type { OpenSerial, SerialEvents, SerialPins, SerialPort } from "../device/ports.js";

const baud = 115_200;

class Port extends Serial implements SerialPort {
	events: SerialEvents | undefined;
	/** How many bytes can be written. */
	private room = 0;
	/** What is left of what is being sent. */
	private rest: Uint8Array | undefined;

	constructor({ transmit, receive }: SerialPins) {
		super({ port: 0, transmit, receive, baud, format: "buffer", onReadable, onWritable });
	}

	take(): void {
		const bytes = this.read();
		if (bytes instanceof ArrayBuffer) this.events?.onBytes(new Uint8Array(bytes));
	}

	wake(): void {
		this.send(this.room);
	}

	/** There is room for `room` bytes. */
	send(room: number): void {
		this.room = room;
		while (this.room > 0) {
			const bytes = this.rest ?? this.events?.next();
			if (!bytes) return;
			const piece = bytes.subarray(0, this.room);
			this.write(piece);
			this.room -= piece.length;
			this.rest = piece.length < bytes.length ? bytes.subarray(piece.length) : undefined;
		}
	}
}

function onReadable(this: Serial): void {
	const port = this as Port;
	try {
		port.take();
	} catch (error) {
		port.events?.onFault(error);
	}
}

function onWritable(this: Serial, count: number): void {
	const port = this as Port;
	try {
		port.send(count);
	} catch (error) {
		port.events?.onFault(error);
	}
}

export const openSerial: OpenSerial = (pins) => new Port(pins);
