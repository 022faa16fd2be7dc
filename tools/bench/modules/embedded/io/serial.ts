/*
	Stand-in for the SDK's "embedded:io/serial", whose cable is in the test's hand, and which tells nothing by itself: the driver
	of the ESP32 may miss that, too.
*/

export default class Serial {
	/** An open one is never garbage. */
	static newest: Serial | undefined;
	/** What has come. */
	incoming: ArrayBuffer | undefined;
	/** How many bytes the buffer has room for, and how many have been written. */
	room = 128;
	sent = 0;

	constructor() {
		Serial.newest = this;
	}

	read(): ArrayBuffer | undefined {
		const { incoming } = this;
		this.incoming = undefined;
		return incoming;
	}

	write(bytes: Uint8Array): void {
		if (bytes.length > this.room) throw new Error("output full");
		this.room -= bytes.length;
		this.sent += bytes.length;
	}
}
