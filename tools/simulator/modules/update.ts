// Stand-in for the firmware's native "update" (src/platform/native/): the desktop's flash, its trial and its watchdog.

import { createPublicKey, verify as verifySignature } from "node:crypto";
import { type ByteBuffer, bytesOf } from "../bytes.js";
import { host } from "../host.js";

/** esp_reset_reason_t. */
const Reset = Object.freeze({ firmware: 3, interruptWatchdog: 5 } as const);

/** ESP-IDF's number of the ESP32, whose pins are simulated, too. */
export const chip = (): number => 0;

export const space = (): number => host.flash.flash.space;
export const isOnTrial = (): boolean => host.flash.flash.onTrial;
export const wasTried = (): boolean => host.flash.flash.wasTried;
export const begin = (): void => host.flash.flash.begin();
export const write = (bytes: ByteBuffer): void => host.flash.flash.write(bytesOf(bytes));
export const abort = (): void => host.flash.flash.abort();

export function activate(): void {
	host.flash.flash.activate();
	host.flash.save();
}

export function confirm(): void {
	host.flash.flash.confirm();
	host.flash.save();
}

export function rollBack(): void {
	host.flash.flash.reject();
	restart();
}

export function restart(): void {
	host.flash.save(Reset.firmware);
	host.onRestart();
}

let limit = 0;
let watchdog: NodeJS.Timeout | undefined;

/** Node's own loop is what is watched: one that hangs for good stays so. */
export function watch(ms: number, most: number): void {
	clearTimeout(watchdog);
	limit = ms > 0 ? limit || Date.now() + most : 0;
	if (ms <= 0) return;
	watchdog = setTimeout(
		() => {
			host.flash.save(Reset.interruptWatchdog);
			host.onRestart();
		},
		Math.max(0, Math.min(ms, limit - Date.now())),
	);
	watchdog.unref();
}

export function verify(key: ByteBuffer, digest: ByteBuffer, signature: ByteBuffer): boolean {
	const point = Buffer.from(bytesOf(key));
	if (point.length !== 64) return false;
	const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((half) => half.toString("base64url"));
	try {
		const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
		return verifySignature(
			"sha256",
			bytesOf(digest),
			{ key: publicKey, dsaEncoding: "ieee-p1363" },
			bytesOf(signature),
		);
	} catch {
		// Not a point of the curve.
		return false;
	}
}
