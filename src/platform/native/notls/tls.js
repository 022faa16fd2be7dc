/*
	platform/tls/tls of a firmware that was built without TLS: nothing of it, nor of mbedTLS, is linked.
*/

export class Tls {
	constructor() {
		throw new Error(
			"config tls: this firmware was built without TLS; npm run sim, build and flash with tls=on build it with",
		);
	}
}
