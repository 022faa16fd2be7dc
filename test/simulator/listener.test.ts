// The contract of "embedded:io/socket/listener", over real sockets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { host } from "../../tools/simulator/host.js";
import Listener from "../../tools/simulator/modules/embedded/io/socket/listener.js";
import { dial, listen, quiet, received, until } from "./wire.js";

test("port is the one bound, and the desktop is told of it", async (context) => {
	let told = 0;
	const listener = await listen(context);
	host.onListening = (port) => {
		told = port;
	};
	assert.ok(listener.port > 0);
	const second = new Listener({ port: 0 });
	context.after(() => second.close());
	await until(() => told > 0);
	assert.equal(told, second.port);
});

test("onReadable tells how many connections wait, on the listener, with its target", async (context) => {
	const target = {};
	const counts: number[] = [];
	const listener: Listener = await listen(context, {
		target,
		onReadable(count) {
			counts.push(count);
			assert.equal(this, listener);
			assert.equal(this.target, target);
		},
	});
	await dial(context, listener.port);
	await until(() => counts.length === 1);
	await dial(context, listener.port);
	await until(() => counts.length === 2);
	assert.deepEqual(counts, [1, 2], "connections that nobody reads stay pending");
});

test("read returns the connections in their order, then undefined", async (context) => {
	let pending = 0;
	const listener = await listen(context, {
		onReadable: (count) => {
			pending = count;
		},
	});
	const peers = [await dial(context, listener.port), await dial(context, listener.port)];
	await until(() => pending === 2);
	for (const peer of peers) {
		const tcp = listener.read();
		context.after(() => tcp?.close());
		assert.equal(tcp?.remotePort, peer.localPort);
	}
	assert.equal(listener.read(), undefined);
});

test("close stops listening, closes what is pending, and may be called again", async (context) => {
	let pending = 0;
	const listener = await listen(context, {
		onReadable: (count) => {
			pending = count;
		},
	});
	const peer = await dial(context, listener.port);
	await until(() => pending === 1);
	listener.close();
	listener.close();
	assert.equal((await received(peer)).ending, "FIN");
	assert.throws(() => listener.read(), /closed/);
	assert.throws(() => listener.port, /closed/);
});

test("connections that have been read outlive the listener", async (context) => {
	let ended = false;
	const listener = await listen(context, {
		onReadable() {
			const tcp = this.read();
			context.after(() => tcp?.close());
			this.close();
		},
	});
	const peer = await dial(context, listener.port);
	peer.on("end", () => {
		ended = true;
	});
	await quiet();
	assert.equal(ended, false);
});

test("a taken port is told to the desktop", async (context) => {
	const first = await listen(context);
	const failure = new Promise<[NodeJS.ErrnoException, number]>((resolve) => {
		host.onFailure = (error, port) => resolve([error, port]);
	});
	const second = new Listener({ port: first.port });
	context.after(() => second.close());
	const [error, port] = await failure;
	assert.equal(error.code, "EADDRINUSE");
	assert.equal(port, first.port);
});

test("options are checked", () => {
	for (const port of [-1, 65536]) assert.throws(() => new Listener({ port }), /^RangeError: invalid port$/);
	assert.throws(() => new Listener({ format: "buffer" }), RangeError);
	assert.throws(() => new Listener({ onReadable: 1 as never }), /not a function/);
});

test("a listener closed before it is bound never listens", async (context) => {
	const { port } = await listen(context);
	let told = 0;
	host.onListening = (bound) => {
		told = bound;
	};
	host.onFailure = () => assert.fail("told of a failure after close");
	new Listener({ port: 0 }).close();
	new Listener({ port }).close();
	await quiet();
	assert.equal(told, 0);
});
