/*
	The firmware as a whole on XS: src/main.ts with all that it connects, on stand-ins for the SDK's modules. Its clients are
	driven from the far end of their TCP connections.

	What the modules hold lies in flash on the device, main's own bytecode as well: it does not count.
*/

import DigitalBank from "../modules/embedded/io/digitalbank.js";
import Listener from "../modules/embedded/io/socket/listener.js";
// Both are preloaded on the device.
import "../modules/mc/config.js";
import "../modules/vitals.js";
import { pass } from "../modules/timer.js";
import { ascii } from "./frames.js";
import { alive, type Memory, minus } from "./memory.js";
import { note } from "./result.js";

/** The first argument of every program that boots: the path of main, and those of the modules to be preloaded, as JSON. */
const [main, ...modules]: readonly string[] = JSON.parse(scriptArgs[0]);

/** What the TCP stack takes at a time (the SDK's default for lwIP on the ESP32). */
const sendBuffer = 8192;

const headOf = (lines: readonly string[]) => ascii(`${lines.join("\r\n")}\r\nHost: 192.168.1.5\r\n\r\n`);

export const upgradeOf = (path: string): Uint8Array =>
	headOf([
		`GET ${path} HTTP/1.1`,
		"Upgrade: websocket",
		"Connection: Upgrade",
		"Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	]);

export const pageRequest = headOf(["GET / HTTP/1.1", "Accept-Encoding: gzip"]);

export interface Booted {
	readonly listener: Listener;
	/** What is alive since before. */
	readonly memory: Memory;
}

/** Starts the firmware. */
export async function boot(): Promise<Booted> {
	// The shell calls a module by its path, which is as long as this computer makes it: main's name exists before anything counts.
	Object.assign(globalThis, { trace: note, [main]: undefined });
	for (const path of modules) await import(path);
	// In another turn: what loading leaves behind is gone then.
	await undefined;
	preloaded();
	const before = alive();
	await import(main);
	// The network interface tells of its address in a moment; the name has been won and told by then.
	pass(10_000);
	if (!Listener.newest) throw new Error("the firmware does not listen");
	const after = alive();
	return { listener: Listener.newest, memory: minus(after, before) };
}

/** A client connects. */
export function connect(listener: Listener, writable = sendBuffer): TCP {
	const tcp = listener.connect();
	TCP.drain(tcp, writable);
	return tcp;
}

/** A client whose WebSocket is open, and who has been told what there is to tell. */
export function openWebSocket(listener: Listener, request: Uint8Array): TCP {
	const tcp = connect(listener);
	TCP.arrive(tcp, request);
	const status = String.fromCharCode(...new Uint8Array(TCP.take(tcp)).subarray(9, 12));
	if (status !== "101") throw new Error(`answered with ${status}`);
	TCP.drain(tcp, sendBuffer);
	TCP.sent(tcp);
	return tcp;
}

/** Switch 1 is flipped, and settles. */
export function flip(pin: number, settle: number): void {
	DigitalBank.inputs?.flip(1 << pin);
	pass(settle + 1);
}
