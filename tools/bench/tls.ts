// What TLS costs a running device: `node tools/run.mjs tools/bench/tls.ts PORT TLSPORT`, both on this computer, of a firmware
// with echo=true. Prints a table: handshakes, full and resumed; the echo of a short message; the heap that a session takes; how many
// there can be; and for how long a plain client waits while others shake hands.

import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { WebSocket } from "ws";
import { quantile } from "./statistics.js";

const [port, tlsPort] = process.argv.slice(2).map(Number);
const rounds = 20;
const rejectUnauthorized = false;

const versions = ["TLSv1.2", "TLSv1.3"] as const;

async function shaken(options: ConnectionOptions): Promise<TLSSocket> {
	const socket = connect({ host: "127.0.0.1", port: tlsPort, rejectUnauthorized, ...options });
	socket.on("error", () => {});
	await once(socket, "secureConnect");
	return socket;
}

/** Asks for what is not there, and reads the answer: so a ticket comes, and the connection ends in order. */
async function leave(socket: TLSSocket): Promise<Buffer | undefined> {
	// TLS 1.2 has it now, 1.3 when the ticket comes.
	let session = socket.getSession();
	socket.on("session", (given) => {
		session = given;
	});
	socket.resume().write("GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n");
	await once(socket, "close");
	return session;
}

const summary = (times: number[]) => {
	const sorted = times.toSorted((a, b) => a - b);
	return [0.5, 0.99].map((part) => quantile(sorted, part).toFixed(0)).join(" / ");
};

function row(name: string, value: string): void {
	console.log(`| ${name} | ${value} |`);
}

async function handshakes(version: (typeof versions)[number], resume: boolean): Promise<string> {
	const times: number[] = [];
	let reused = 0;
	let session: Buffer | undefined;
	for (let i = 0; i <= rounds; i++) {
		const start = performance.now();
		const socket = await shaken({
			minVersion: version,
			maxVersion: version,
			...(resume && session ? { session } : {}),
		});
		if (i > 0) {
			times.push(performance.now() - start);
			reused += Number(socket.isSessionReused());
		}
		session = await leave(socket);
	}
	return `${summary(times)} ms${resume ? `, ${reused} of ${rounds} resumed` : ""}`;
}

async function open(scheme: string, to: number, path: string): Promise<WebSocket> {
	const socket = new WebSocket(`${scheme}://127.0.0.1:${to}${path}`, { rejectUnauthorized });
	socket.on("error", () => {});
	await once(socket, "open");
	return socket;
}

async function echo(socket: WebSocket, count: number, pause = 0): Promise<number[]> {
	const times: number[] = [];
	for (let i = 0; i < count; i++) {
		const start = performance.now();
		socket.send("x".repeat(100));
		await once(socket, "message");
		times.push(performance.now() - start);
		if (pause) await delay(pause);
	}
	return times;
}

async function heapFree(): Promise<number> {
	await delay(1500);
	const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
	return Number(/^dipsocket_heap_free_bytes (\d+)/m.exec(text)?.[1]);
}

async function sessions(): Promise<void> {
	const before = await heapFree();
	const all: WebSocket[] = [];
	for (;;) {
		const next = await Promise.race([open("wss", tlsPort!, "/echo").catch(() => undefined), delay(5000)]);
		if (!next) break;
		all.push(next);
		if (all.length === 1 || all.length === 2)
			row(`heap taken by ${all.length}, bytes`, String(before - (await heapFree())));
	}
	row("sessions at once", `${all.length}, heap then free ${await heapFree()}`);
	for (const socket of all) socket.terminate();
	await delay(2000);
	row("heap not given back, bytes", String(before - (await heapFree())));
}

/** Plain echo, while handshakes are going on one behind the other. */
async function meanwhile(version: (typeof versions)[number]): Promise<string> {
	const socket = await open("ws", port!, "/echo");
	let going = true;
	const others = (async () => {
		let count = 0;
		for (; going; count++) await leave(await shaken({ minVersion: version, maxVersion: version }));
		return count;
	})();
	const times = await echo(socket, 100, 20);
	going = false;
	const count = await others;
	socket.terminate();
	return `${summary(times)} ms, the longest ${Math.max(...times).toFixed(0)}, beside ${count} handshakes`;
}

console.log("| p50 / p99 | |\n| --- | --- |");
for (const version of versions) {
	row(`handshake, ${version}`, await handshakes(version, false));
	row(`resumed, ${version}`, await handshakes(version, true));
}
for (const [scheme, to] of [
	["ws", port],
	["wss", tlsPort],
] as const) {
	const socket = await open(scheme, to!, "/echo");
	row(`echo of 100 bytes, ${scheme}`, `${summary(await echo(socket, 200))} ms`);
	socket.terminate();
}
for (const version of versions) row(`plain echo, ${version}`, await meanwhile(version));
await sessions();
process.exit();
