/*
	src/platform/serial.ts on XS, upon a port that tells nothing by itself, as the SDK's driver for the ESP32 may come to.
*/

import { openSerial } from "../../src/platform/serial.js";
import Serial from "../../tools/bench/modules/embedded/io/serial.js";
import { pass } from "../../tools/bench/modules/timer.js";
import { bytesOf, equal, hex, test } from "../harness.js";

test("what comes is seen, and all that is to be sent goes out, in whatever room there is", () => {
	const port = openSerial({ transmit: 1, receive: 3 });
	const serial = Serial.newest;
	if (!serial) throw new Error("no port is open");
	const got: string[] = [];
	let left = 5;
	port.events = {
		onBytes: (bytes) => void got.push(hex(bytes)),
		next: () => (left-- > 0 ? new Uint8Array(67) : undefined),
		onFault: (error) => void got.push(String(error)),
	};
	serial.incoming = bytesOf("01 02").buffer as ArrayBuffer;
	pass(200);
	equal(got, ["0102"]);
	for (let i = 0; i < 10; i++) {
		if (serial.sent > 5 * 67 || serial.room < 0) throw new Error("more than there is");
		serial.room = 128;
		pass(100);
	}
	equal([serial.sent, got.length], [5 * 67, 1]);
	left = 1;
	serial.room = 128;
	port.wake();
	equal(serial.sent, 6 * 67, "at once where there is room");
});

test("what throws is told, and the port goes on", () => {
	const port = openSerial({ transmit: 1, receive: 3 });
	const serial = Serial.newest;
	const faults: string[] = [];
	port.events = {
		onBytes() {
			throw new Error("of ours");
		},
		next: () => undefined,
		onFault: (error) => void faults.push(String(error)),
	};
	for (let i = 0; i < 2; i++) {
		if (serial) serial.incoming = new ArrayBuffer(1);
		pass(100);
	}
	equal(faults, ["Error: of ours", "Error: of ours"]);
});
