/*
	Stand-in for the SDK's "embedded:network/interface/wifi": a network that is there, as in the SDK's simulator.
*/

interface Options {
	readonly onChanged?: (property: string) => void;
}

export default class WiFi {
	connection = 200;
	private readonly options: Options;

	constructor(options: Options) {
		this.options = options;
	}

	get address(): string {
		return "192.168.1.5";
	}

	get MAC(): string {
		return "24:6f:28:aa:bb:cc";
	}

	get RSSI(): number {
		return -61;
	}

	connect(): void {
		this.connection = 500;
		this.options.onChanged?.("connection");
	}
}
