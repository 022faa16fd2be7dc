/*
 * "embedded:io/serial" in the simulator: there is none.
 */

export default class Serial {
	constructor(_options: object) {
		throw new Error("no serial port in the simulator");
	}

	read(): ArrayBuffer | undefined {
		return undefined;
	}

	write(_bytes: Uint8Array): void {}

	close(): void {}
}
