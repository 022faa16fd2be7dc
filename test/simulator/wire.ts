// Two ends of a real TCP connection for the tests: the stand-in's Listener and TCP on one, a plain node:net socket on
// the other. Everything opened here is closed when the test ends.

import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { host } from "../../tools/simulator/host.js";
import Listener, {
	type Options as ListenerOptions,
} from "../../tools/simulator/modules/embedded/io/socket/listener.js";
import TCP, { type Options } from "../../tools/simulator/modules/embedded/io/socket/tcp.js";

export type Callbacks = Omit<Options, "from" | "address" | "port">;

/** A Listener on a free port, bound. */
export async function listen(context: TestContext, options: ListenerOptions = {}): Promise<Listener> {
	const bound = new Promise<number>((resolve) => {
		host.onListening = resolve;
	});
	const listener = new Listener({ port: 0, ...options });
	context.after(() => listener.close());
	await bound;
	return listener;
}

export async function dial(context: TestContext, port: number): Promise<Socket> {
	const peer = connect({ host: host.address, port, allowHalfOpen: true });
	context.after(() => peer.destroy());
	peer.on("error", () => {});
	await new Promise((resolve) => peer.once("connect", resolve));
	return peer;
}

/** A pair of connected ends; `before` may send bytes that wait before the TCP is made. */
export async function pair(context: TestContext, callbacks: Callbacks = {}): Promise<{ tcp: TCP; peer: Socket }> {
	let accepted: TCP | undefined;
	const listener = await listen(context, {
		onReadable() {
			accepted = this.read();
		},
	});
	const peer = await dial(context, listener.port);
	await until(() => accepted !== undefined);
	const tcp = new TCP({ ...callbacks, from: accepted! });
	context.after(() => tcp.close());
	return { tcp, peer };
}

export async function until(condition: () => boolean): Promise<void> {
	for (let tries = 0; tries < 1000; tries++) {
		if (condition()) return;
		await delay(2);
	}
	throw new Error("waited in vain");
}

/** Time for what must not happen. */
export const quiet = () => delay(50);

/** Waits for `count` events, and then for more that must not come. */
export async function logged(events: readonly unknown[], count: number): Promise<void> {
	await until(() => events.length >= count);
	await quiet();
}

/** What a peer receives until the other end closes: the text, and how it ended. */
export function received(peer: Socket): Promise<{ text: string; ending: "FIN" | "reset" }> {
	return new Promise((resolve) => {
		let text = "";
		peer.on("data", (bytes) => {
			text += bytes;
		});
		peer.on("end", () => resolve({ text, ending: "FIN" }));
		peer.on("error", () => resolve({ text, ending: "reset" }));
	});
}

export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (buffer: unknown) => new TextDecoder().decode(buffer as ArrayBuffer);
