// Latencies from the edge at a switch's pin to whoever is to see it, in ms, and bytes on the wire.

import { setTimeout as delay } from "node:timers/promises";
import { Random } from "../../../test/harness.js";
import type { Bed } from "./bed.js";
import { Listener } from "./listener.js";
import { Poller, StateServer } from "./poll.js";

/** The pauses between flips come from it. */
export const seed = 20_251_122;

export interface Seen {
	/** ms from the edge, each. */
	readonly latencies: readonly number[];
	/** TCP payload per change, both directions, of one client. */
	readonly bytesPerChange: number;
	/** TCP payload per minute in which nothing changes. */
	readonly idleBytesPerMinute: number;
}

/** `flips` flips, told to so many clients of the firmware. */
export async function measureWebSocket(bed: Bed, clients: number, flips: number): Promise<Seen> {
	const random = new Random(seed);
	const listeners: Listener[] = [];
	for (let i = 0; i < clients; i++) listeners.push(await Listener.open(bed.address, "/ws"));
	const bytesBefore = listeners[0].bytes;
	const latencies: number[] = [];
	for (let flip = 0; flip < flips; flip++) {
		const counts = listeners.map(({ told }) => told + 1);
		const { edge } = await bed.flip();
		for (const [i, listener] of listeners.entries()) {
			await listener.until(counts[i]);
			latencies.push(listener.time - edge);
		}
		await delay(10 + random.below(40));
	}
	const bytesPerChange = (listeners[0].bytes - bytesBefore) / flips;
	for (const listener of listeners) listener.close();
	return { latencies, bytesPerChange, idleBytesPerMinute: 0 };
}

/** TCP payload per minute of a client that is only kept alive, counted for `duration` ms. */
export async function measureIdle(bed: Bed, duration: number): Promise<number> {
	const listener = await Listener.open(bed.address, "/ws");
	const before = listener.bytes;
	await delay(duration);
	const bytes = listener.bytes - before;
	listener.close();
	return (bytes / duration) * 60_000;
}

/** The same for those who ask every `interval` ms: of a server that knows the state when the firmware does. */
export async function measurePolling(bed: Bed, interval: number, flips: number): Promise<Seen> {
	const random = new Random(seed);
	const server = await StateServer.start();
	const source = await Listener.open(bed.address, "/ws");
	server.state = source.message;
	const poller = new Poller(server.port, interval);
	const latencies: number[] = [];
	while (poller.requests === 0) await delay(interval);
	for (let flip = 0; flip < flips; flip++) {
		await delay(random.below(interval));
		const count = source.told + 1;
		const { edge } = await bed.flip();
		await source.until(count);
		server.state = source.message;
		latencies.push((await poller.sees(server.state)) - edge);
	}
	const bytesPerRequest = poller.bytes / poller.requests;
	poller.close();
	source.close();
	server.close();
	return { latencies, bytesPerChange: bytesPerRequest, idleBytesPerMinute: (bytesPerRequest * 60_000) / interval };
}
