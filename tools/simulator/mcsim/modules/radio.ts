/*
 * The firmware's native "radio" (src/platform/native/), simulated.
 */

import { openAir } from "airwaves";

/** As on the ESP32. */
const most = 16;

export function watch(): void {}

export function savePower(): void {}

export function hasten(ssid: string, password: string, bssid: Uint8Array, channel: number): void {
	const text = [...bssid].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
	openAir().connectAt(ssid, password, text, channel);
}

export function resolveAt(): void {}

export const reason = (): number => openAir().reason;

export const forgetReason = (): void => openAir().forgetReason();

export const scan = (): void => openAir().scan();

export function found(): readonly { ssid: string; signal: number; secured: boolean }[] | undefined {
	const networks = openAir().found;
	if (!networks) return undefined;
	return networks.slice(0, most).map(({ ssid, signal, password }) => ({ ssid, signal, secured: password !== "" }));
}

export const open = (ssid: string, password: string, address: string, uri: string): void =>
	openAir().open({ ssid, password, address, uri });

export const close = (): void => openAir().close();
