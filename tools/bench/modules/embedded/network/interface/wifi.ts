/*
	Stand-in for the SDK's "embedded:network/interface/wifi": a network that is there, as in the SDK's simulator.
*/

export default class WiFi {
	readonly connection = 500;

	get address(): string {
		return "192.168.1.5";
	}

	get MAC(): string {
		return "24:6f:28:aa:bb:cc";
	}

	get RSSI(): number {
		return -61;
	}

	get BSSID(): string {
		return "02:00:5e:00:00:00";
	}

	get channel(): number {
		return 6;
	}
}
