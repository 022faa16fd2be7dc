/*
	Where a device is reached on this computer: a TCP port, plain or with TLS.

	Whether a certificate is to be trusted is not these clients' question (trust.test.ts asks it): devices sign their own.
*/

export class SecurePort {
	readonly number: number;

	constructor(number: number) {
		this.number = number;
	}
}

export type Port = number | SecurePort;

export const isSecure = (port: Port): port is SecurePort => port instanceof SecurePort;
const numberOf = (port: Port): number => (isSecure(port) ? port.number : port);

/** The origin of its pages, by one of its names. */
export const originOf = (port: Port, host = "127.0.0.1"): string =>
	`http${isSecure(port) ? "s" : ""}://${host}:${numberOf(port)}`;

/** The address of a WebSocket. */
export const socketOf = (port: Port, path: string): string =>
	`ws${isSecure(port) ? "s" : ""}://127.0.0.1:${numberOf(port)}${path}`;

/** For node:net. */
export const endOf = (port: Port) => ({ host: "127.0.0.1", port: numberOf(port) });
