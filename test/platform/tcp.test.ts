/*
	src/platform/tcp.ts with the SDK's sockets replaced by fakes, for the failures that real ones cannot be made to show.
*/

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Transport, TransportEvents } from "../../src/server/ports.js";
import type * as Sockets from "../fakes/sockets.js";

type Admit = (transport: Transport) => void;

const outfile = resolve("build/test/platform/tcp.mjs");
const sdk = (name: string) => resolve(`test/platform/sdk/${name}.ts`);
await build({
	entryPoints: ["test/platform/tcp.entry.ts"],
	outfile,
	bundle: true,
	format: "esm",
	alias: {
		"embedded:io/socket/tcp": sdk("tcp"),
		"embedded:io/socket/listener": sdk("listener"),
		timer: sdk("timer"),
	},
});
const {
	listen,
	FakeTCP,
	FakeListener,
	timers,
}: typeof Sockets & {
	listen(port: number, server: { admit: Admit }, log: (line: string) => void): void;
} = await import(pathToFileURL(outfile).href);

const lines: string[] = [];
const events: string[] = [];
let transport: Transport;

const handler: TransportEvents = {
	onReadable() {
		for (let bytes = transport.receive(); bytes; bytes = transport.receive()) events.push(`read ${bytes.length}`);
	},
	onWritable: () => events.push(`writable ${transport.writable}`),
	onEnd: () => events.push("end"),
	onError: () => events.push("error"),
	onFault: (error) => events.push(String(error)),
};

/** A client that has been accepted: the SDK's side of it. */
function accepted(admit: Admit): InstanceType<typeof FakeTCP> {
	listen(80, { admit }, (line) => lines.push(line));
	FakeListener.instance?.connected(new FakeTCP());
	return [...FakeTCP.open][0];
}

const admitted = (events = handler) =>
	accepted((offered) => {
		transport = offered;
		offered.events = events;
	});

beforeEach(() => {
	FakeTCP.open.clear();
	lines.length = events.length = timers.length = 0;
});

test("a connection that cannot be taken over is closed, and the others are not touched", () => {
	accepted(() => {});
	const broken = new FakeTCP();
	broken.sound = false;
	FakeListener.instance?.connected(broken, new FakeTCP());
	assert.equal(FakeTCP.open.size, 2);
	assert.deepEqual(lines, ["accept: Error: invalid from"]);
});

test("a connection that the server fails to admit is closed", () => {
	accepted(() => {
		throw new Error("bug");
	});
	assert.deepEqual([FakeTCP.open.size, lines], [0, ["accept: Error: bug"]]);
});

test("a closed connection tells nobody", () => {
	const tcp = admitted();
	transport.close();
	tcp.readable(1);
	assert.deepEqual([transport.events, events], [undefined, []]);
});

test("reading goes on until there is no more", () => {
	admitted().readable(2500);
	assert.deepEqual(events, ["read 1024", "read 1024", "read 452"]);
});

test("a peer that is gone is told later, once, and nothing is writable any more", () => {
	for (const answer of [undefined, new Error("not ready")]) {
		const tcp = admitted();
		tcp.isWritable(1000);
		tcp.answer = answer;
		transport.send(new Uint8Array(5));
		assert.deepEqual([transport.writable, events.splice(0)], [0, ["writable 1000"]]);
		for (const timer of timers.splice(0)) timer();
		assert.deepEqual(events.splice(0), ["error"]);
		FakeTCP.open.clear();
	}
});

test("what is writable is what the platform says", () => {
	const tcp = admitted();
	tcp.isWritable(2880);
	transport.send(new Uint8Array(880));
	assert.equal(transport.writable, 2000);
	tcp.isWritable(2500);
	assert.equal(transport.writable, 2500);
});

test("the peer's half-close is told, and a write still works", () => {
	const tcp = admitted();
	tcp.isWritable(1000);
	tcp.callbacks.onEnd?.call(tcp);
	transport.send(new Uint8Array(10));
	assert.deepEqual([events.at(-1), transport.writable], ["end", 990]);
});

test("nothing is writable after our half-close, nor once the peer is gone", () => {
	const tcp = admitted();
	tcp.isWritable(1000);
	transport.end();
	assert.deepEqual([tcp.ended, transport.writable], [true, 0]);
	tcp.isWritable(1000);
	tcp.callbacks.onError?.call(tcp);
	assert.deepEqual([events.at(-1), transport.writable], ["error", 0]);
});

test("where the platform cannot half-close, nothing happens", (context) => {
	const { end } = FakeTCP.prototype;
	context.after(() => Object.assign(FakeTCP.prototype, { end }));
	Object.assign(FakeTCP.prototype, { end: undefined });
	admitted().isWritable(1000);
	transport.end();
	assert.equal(transport.writable, 0);
});

test("an address that is not known is empty", () => {
	admitted();
	assert.equal(transport.address, "");
});

test("an exception in a handler goes to onFault, not to the SDK", () => {
	const tcp = admitted({
		...handler,
		onReadable() {
			throw new Error("bug");
		},
	});
	tcp.readable(1);
	assert.deepEqual(events, ["Error: bug"]);
});
