/*
	A serial port by ECMA-419 (`embedded:io/serial`), 8N1, with the baud rate that every tool has. On the board it is the UART
	that the USB connector's converter hangs on; debug builds have given that to the debugger.

	Strategy: what is told is a hint only, and the port is looked at again and again. For in the SDK's driver (8.2.3, esp32) the
	interrupt and the thread of JavaScript, which may be on two cores, switch interrupts on and off beside each other, and what
	one of them has missed is never told again: on the emulated ESP32 `onWritable` stayed away for good after some packets. So
	nothing waits for it here; what does not fit the chip's buffer of 128 bytes is written at the next look.
	No exception leaves a callback, where it would abort the app.
*/

import Serial from "embedded:io/serial";
import Timer from "timer";
import type { OpenSerial, SerialEvents, SerialPins, SerialPort } from "../device/ports.js";

const baud = 115_200;
/** How often the port is looked at, in ms. */
const lookInterval = 100;
/** How many bytes are written at once. */
const pieceLength = 32;

class Port extends Serial implements SerialPort {
	events: SerialEvents | undefined;
	/** What is left of what is being sent. */
	private rest: Uint8Array | undefined;

	constructor({ transmit, receive }: SerialPins) {
		super({ port: 0, transmit, receive, baud, format: "buffer", onReadable });
		Timer.repeat(() => this.look(), lookInterval);
	}

	look(): void {
		try {
			const bytes = this.read();
			if (bytes instanceof ArrayBuffer) this.events?.onBytes(new Uint8Array(bytes));
			this.wake();
		} catch (error) {
			this.events?.onFault(error);
		}
	}

	wake(): void {
		for (;;) {
			const bytes = this.rest ?? this.events?.next();
			if (!bytes) return;
			const piece = bytes.subarray(0, pieceLength);
			const isWritten = this.takes(piece);
			const rest = isWritten ? bytes.subarray(piece.length) : bytes;
			this.rest = rest.length ? rest : undefined;
			if (!isWritten) return;
		}
	}

	/** Whether there is room for them: the driver throws otherwise. */
	private takes(bytes: Uint8Array): boolean {
		try {
			this.write(bytes);
			return true;
		} catch {
			return false;
		}
	}
}

function onReadable(this: Serial): void {
	(this as Port).look();
}

/** Opens it. Throws when it is in use, or there is none. */
export const openSerial: OpenSerial = (pins) => new Port(pins);
