/*
	Wi-Fi by the ECMA-419 network interface. The SDK's own start-up joins once and never again; the manifest leaves that out.
	Without an `ssid` there is nothing to join: the simulators' interface is simply there.
*/

import WiFi from "embedded:network/interface/wifi";
import type { NetworkInterface } from "../device/ports.js";
import type { Log } from "../server/ports.js";

/** `connection` from here on: the network is joined and there is an IP address. */
const hasAddress = 500;
/** `connection` up to here: not joined, and not about to be. */
const isDisconnected = 200;

export function openWiFi(ssid: string, password: string, log: Log): NetworkInterface {
	const wifi = new WiFi({ onChanged: () => network.onChanged() });
	const network: NetworkInterface = {
		onChanged() {},
		join() {
			if (ssid) log(`Wi-Fi: joining "${ssid}"`);
			wifi.connect(password ? { SSID: ssid, password } : { SSID: ssid });
		},
		get address() {
			return wifi.connection >= hasAddress ? wifi.address : undefined;
		},
		get lost() {
			return wifi.connection <= isDisconnected;
		},
		get signal() {
			return wifi.connection >= hasAddress ? wifi.RSSI : undefined;
		},
		get mac() {
			return wifi.MAC;
		},
	};
	return network;
}
