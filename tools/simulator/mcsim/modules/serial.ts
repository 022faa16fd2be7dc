/*
 * "embedded:io/serial" in the simulator: there is none.
 */

export default class Serial {
	constructor(_options: object) {
		throw new Error("no serial port in the simulator");
	}

	read(): undefined {}

	write(): void {}

	close(): void {}
}
