// Stand-in for the firmware's native "radio" (src/platform/native/): the desktop's radio.

import { accessPoint } from "../accesspoint.js";

/** As on the ESP32. */
const MOST = 16;

export function watch(): void {}

export function savePower(): void {}

export function hasten(ssid: string, password: string, bssid: Uint8Array, channel: number): void {
	accessPoint.connectAt(ssid, password, textOf(bssid), channel);
}

export function resolveAt(): void {}

const textOf = (bssid: Uint8Array): string => [...bssid].map((byte) => byte.toString(16).padStart(2, "0")).join(":");

export const reason = (): number => accessPoint.reason;

export function forgetReason(): void {
	accessPoint.forgetReason();
}

export function scan(): void {
	accessPoint.scan();
}

export function found(): readonly { ssid: string; signal: number; secured: boolean }[] | undefined {
	const networks = accessPoint.found;
	if (!networks) return undefined;
	return networks.slice(0, MOST).map(({ ssid, signal, password }) => ({ ssid, signal, secured: password !== "" }));
}

export function open(ssid: string, password: string, address: string, uri: string): void {
	accessPoint.open({ ssid, password, address, uri });
}

export function close(): void {
	accessPoint.close();
}
