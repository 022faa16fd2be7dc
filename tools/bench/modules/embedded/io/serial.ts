/*
	Stand-in for the SDK's "embedded:io/serial": nothing hangs on it.
*/

export default class Serial {
	/** An open one is never garbage. */
	static newest: Serial | undefined;

	constructor() {
		Serial.newest = this;
	}

	read(): undefined {}

	write(): void {}
}
