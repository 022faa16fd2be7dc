/*
	Stand-in for the SDK's "embedded:io/socket/udp": a network on which nobody answers. What a socket holds lies outside XS's
	heap on the device, but for its instance.
*/

interface Options {
	readonly onReadable?: (this: UDP, count: number) => void;
}

export default class UDP {
	/** The newest, for programs that send to it. */
	static newest: UDP | undefined;
	private readonly onReadable: Options["onReadable"];
	private datagram: (ArrayBuffer & { address: string; port: number }) | undefined;

	constructor(options: Options) {
		this.onReadable = options.onReadable;
		UDP.newest = this;
	}

	/** A datagram arrives. */
	arrive(bytes: Uint8Array, address: string, port: number): void {
		this.datagram = Object.assign(bytes.slice().buffer, { address, port });
		this.onReadable?.call(this, 1);
	}

	read(): (ArrayBuffer & { address: string; port: number }) | undefined {
		const { datagram } = this;
		this.datagram = undefined;
		return datagram;
	}

	write(): void {}

	add(): void {}

	close(): void {}
}
