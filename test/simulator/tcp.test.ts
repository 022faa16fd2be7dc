// The contract of the firmware's "embedded:io/socket/tcp", one test per sentence, over real sockets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RECEIVE_WINDOW, SEND_BUFFER } from "../../tools/simulator/lwip.js";
import TCP from "../../tools/simulator/modules/embedded/io/socket/tcp.js";
import { bytes, dial, listen, logged, pair, quiet, received, text, until } from "./wire.js";

test("target becomes this.target, and callbacks are called on the instance", async (context) => {
	const target = {};
	const seen: unknown[] = [];
	const { tcp, peer } = await pair(context, {
		target,
		onReadable() {
			seen.push(this, this.target);
		},
	});
	peer.write("a");
	await until(() => seen.length > 0);
	assert.equal(seen[0], tcp);
	assert.equal(seen[1], target);
});

test("write returns the count still writable", async (context) => {
	const { tcp } = await pair(context);
	assert.equal(tcp.write(new Uint8Array(100)), SEND_BUFFER - 100);
	assert.equal(tcp.write(new ArrayBuffer(92)), SEND_BUFFER - 192);
	assert.equal(tcp.write(new DataView(new ArrayBuffer(10), 2, 8)), SEND_BUFFER - 200);
});

test("write is all or nothing: past the writable count it throws and sends nothing", async (context) => {
	const { tcp, peer } = await pair(context);
	assert.throws(() => tcp.write(new Uint8Array(SEND_BUFFER + 1)), /^Error: would block$/);
	assert.equal(tcp.write(new Uint8Array(SEND_BUFFER)), 0);
	assert.throws(() => tcp.write(new Uint8Array(1)), /would block/);
	tcp.close();
	assert.equal((await received(peer)).text.length, SEND_BUFFER);
});

test("write copies the bytes", async (context) => {
	const { tcp, peer } = await pair(context);
	const buffer = bytes("before");
	tcp.write(buffer);
	buffer.fill(0);
	tcp.close();
	assert.equal((await received(peer)).text, "before");
});

test("write takes bytes, not text", async (context) => {
	const { tcp } = await pair(context);
	assert.throws(() => tcp.write("text" as never), TypeError);
	assert.throws(() => tcp.write(1), TypeError);
});

test("writes of one turn leave together", async (context) => {
	const { tcp, peer } = await pair(context);
	const chunks: string[] = [];
	peer.on("data", (chunk) => chunks.push(String(chunk)));
	for (const letter of "abc") tcp.write(bytes(letter));
	await until(() => chunks.length > 0);
	assert.deepEqual(chunks, ["abc"]);
});

test("the writable count comes back, and onWritable tells it, as the network takes the bytes", async (context) => {
	const counts: number[] = [];
	const { tcp, peer } = await pair(context, { onWritable: (count) => counts.push(count) });
	peer.resume();
	await until(() => counts.length === 1);
	tcp.write(new Uint8Array(1000));
	await until(() => counts.length === 2);
	assert.deepEqual(counts, [SEND_BUFFER, SEND_BUFFER]);
});

test("a peer that does not read stops the sender", async (context) => {
	let sent = 0;
	const { peer } = await pair(context, {
		onWritable(count) {
			sent += count;
			this.write(new Uint8Array(count));
		},
	});
	peer.pause();
	for (let before = -1; sent === 0 || sent !== before; await quiet()) before = sent;
	assert.ok(sent > SEND_BUFFER && peer.bytesRead < sent);
});

test("an accepted connection may be written at once, a connecting one not before its first onWritable", async (context) => {
	const listener = await listen(context);
	const counts: number[] = [];
	const client = new TCP({
		address: "127.0.0.1",
		port: listener.port,
		nodelay: true,
		onWritable: (count) => counts.push(count),
	});
	context.after(() => client.close());
	assert.throws(() => client.write(bytes("early")), /^Error: not ready$/);
	await until(() => counts.length > 0);
	assert.deepEqual(counts, [SEND_BUFFER]);
	assert.equal(client.write(bytes("in time")), SEND_BUFFER - 7);
	assert.equal(client.remotePort, listener.port);
	assert.equal(client.remoteAddress, "127.0.0.1");
});

test("a connection that is refused is told by onError", async (context) => {
	const listener = await listen(context);
	const { port } = listener;
	listener.close();
	let errors = 0;
	const client = new TCP({ address: "127.0.0.1", port, onError: () => errors++ });
	context.after(() => client.close());
	await until(() => errors === 1);
	assert.equal(client.write(bytes("a")), undefined);
});

test("read takes a count, a buffer, or nothing for all", async (context) => {
	let available = 0;
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => {
			available = count;
		},
	});
	peer.write("abcdefghij");
	await until(() => available === 10);
	assert.equal(text(tcp.read(2)), "ab");
	const buffer = new ArrayBuffer(3);
	assert.equal(tcp.read(buffer), 3);
	assert.equal(text(buffer), "cde");
	const view = new Uint8Array(4).fill(0x2e);
	assert.equal(tcp.read(view.subarray(1, 3)), 2);
	assert.equal(text(view), ".fg.");
	const rest = tcp.read();
	assert.ok(rest instanceof ArrayBuffer);
	assert.equal(text(rest), "hij");
});

test("read returns undefined when there is nothing", async (context) => {
	const { tcp } = await pair(context);
	assert.equal(tcp.read(), undefined);
	assert.equal(tcp.read(5), undefined);
	assert.equal(tcp.read(new Uint8Array(5)), undefined);
});

test("read throws for a count that is not positive or more than available", async (context) => {
	let available = 0;
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => {
			available = count;
		},
	});
	peer.write("abc");
	await until(() => available === 3);
	for (const count of [0, -1, 4]) assert.throws(() => tcp.read(count), /^Error: invalid$/);
	for (const length of [0, 4]) assert.throws(() => tcp.read(new Uint8Array(length)), /invalid/);
	assert.equal(text(tcp.read()), "abc");
});

test('format "number" reads and writes single bytes', async (context) => {
	let available = 0;
	const { tcp, peer } = await pair(context, {
		format: "number",
		onReadable: (count) => {
			available = count;
		},
	});
	peer.write("ab");
	await until(() => available === 2);
	assert.equal(tcp.read(), 0x61);
	tcp.format = "buffer";
	assert.equal(text(tcp.read()), "b");
	tcp.format = "number";
	assert.equal(tcp.write(0x63), SEND_BUFFER - 1);
	assert.equal(tcp.format, "number");
	tcp.close();
	assert.equal((await received(peer)).text, "c");
});

test("onReadable tells all that is available; bytes left unread bring no second call until more arrive", async (context) => {
	const counts: number[] = [];
	const { peer } = await pair(context, { onReadable: (count) => counts.push(count) });
	peer.write("abc");
	await until(() => counts.length === 1);
	await quiet();
	assert.deepEqual(counts, [3]);
	peer.write("de");
	await until(() => counts.length === 2);
	assert.deepEqual(counts, [3, 5]);
});

test("not reading is back-pressure: no more than the window is taken, and reading resumes", async (context) => {
	const total = 8 * 1024 * 1024;
	let available = 0;
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => {
			available = count;
		},
	});
	peer.write(new Uint8Array(total));
	await until(() => available === RECEIVE_WINDOW);
	await quiet();
	assert.equal(available, RECEIVE_WINDOW);
	assert.ok(peer.writableLength > 0, "the peer cannot get rid of its bytes");

	let read = 0;
	while (read < total) {
		const part = tcp.read();
		if (part instanceof ArrayBuffer) read += part.byteLength;
		await new Promise(setImmediate);
	}
	assert.equal(read, total);
});

test("without a count read takes what there is, 1,024 bytes at most, and the rest is told again", async (context) => {
	const lengths: number[] = [];
	const { peer } = await pair(context, {
		onReadable() {
			lengths.push((this.read() as ArrayBuffer).byteLength);
		},
	});
	peer.write(new Uint8Array(2500));
	await until(() => lengths.reduce((sum, length) => sum + length, 0) === 2500);
	assert.ok(Math.max(...lengths) <= 1024);
});

test("the peer's FIN is told by onEnd, once, after the last byte has been read; writing goes on", async (context) => {
	const events: string[] = [];
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => events.push(`readable ${count}`),
		onEnd: () => events.push("end"),
		onError: () => events.push("error"),
	});
	peer.end("abc");
	await logged(events, 1);
	assert.deepEqual(events, ["readable 3"]);
	tcp.read();
	await logged(events, 2);
	assert.deepEqual(events, ["readable 3", "end"]);
	tcp.write(bytes("still"));
	tcp.close();
	assert.deepEqual(await received(peer), { text: "still", ending: "FIN" });
});

test("a reset after the FIN is told by onError", async (context) => {
	const events: string[] = [];
	const { tcp, peer } = await pair(context, { onEnd: () => events.push("end"), onError: () => events.push("error") });
	peer.end();
	await logged(events, 1);
	peer.resetAndDestroy();
	tcp.write(new Uint8Array(1));
	await logged(events, 2);
	assert.deepEqual(events, ["end", "error"]);
	assert.equal(tcp.write(bytes("a")), undefined);
});

test("end sends FIN behind what was written; receiving goes on", async (context) => {
	let seen = "";
	const events: string[] = [];
	const { tcp, peer } = await pair(context, {
		onReadable() {
			seen += text(this.read());
		},
		onWritable: () => events.push("writable"),
		onEnd: () => events.push("end"),
		onError: () => events.push("error"),
	});
	await logged(events, 1);
	tcp.write(bytes("all"));
	tcp.end();
	tcp.end();
	assert.throws(() => tcp.write(bytes("more")), /^Error: ended$/);
	assert.deepEqual(await received(peer), { text: "all", ending: "FIN" });
	peer.end("thanks");
	await logged(events, 2);
	assert.equal(seen, "thanks");
	assert.deepEqual(events, ["writable", "end"], "no room is told of, and that both have ended is no error");
	tcp.close();
});

test("the peer's FIN is told by onError where there is no onEnd, once, after the last byte has been read", async (context) => {
	const events: string[] = [];
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => events.push(`readable ${count}`),
		onError: () => events.push("error"),
	});
	peer.end("abc");
	await logged(events, 1);
	assert.deepEqual(events, ["readable 3"]);
	tcp.read(2);
	await quiet();
	assert.deepEqual(events, ["readable 3"]);
	assert.equal(text(tcp.read()), "c");
	assert.deepEqual(events, ["readable 3"], "not from inside read");
	await logged(events, 2);
	assert.deepEqual(events, ["readable 3", "error"]);
});

test("a FIN on an idle connection is told by onError at once", async (context) => {
	const events: string[] = [];
	const { peer } = await pair(context, {
		onReadable: (count) => events.push(`readable ${count}`),
		onError: () => events.push("error"),
	});
	peer.end();
	await logged(events, 1);
	assert.deepEqual(events, ["error"]);
});

test("bytes read in the onReadable that comes with the FIN: onError follows, once", async (context) => {
	const events: string[] = [];
	const { peer } = await pair(context, {
		onReadable() {
			events.push(text(this.read()));
		},
		onError: () => events.push("error"),
	});
	peer.end("abc");
	await logged(events, 2);
	assert.deepEqual(events, ["abc", "error"]);
});

test("a FIN told by onError is the end of writing; our half stays open until close", async (context) => {
	let ended = false;
	const { tcp, peer } = await pair(context, {
		onError: () => {
			ended = true;
		},
	});
	let closed = false;
	peer.on("end", () => {
		closed = true;
	});
	peer.resume();
	peer.end();
	await until(() => ended);
	assert.equal(tcp.write(bytes("late")), undefined);
	await quiet();
	assert.equal(closed, false);
	tcp.close();
	await until(() => closed);
});

test("the peer's reset is told by onError, once; received bytes can still be read first", async (context) => {
	const events: string[] = [];
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => events.push(`readable ${count}`),
		onError: () => events.push("error"),
	});
	peer.write("abc");
	await until(() => events.length === 1);
	peer.resetAndDestroy();
	await quiet();
	assert.deepEqual(events, ["readable 3"]);
	assert.equal(text(tcp.read()), "abc");
	await logged(events, 2);
	assert.deepEqual(events, ["readable 3", "error"]);
});

test("write returns undefined when the peer has reset the connection and nobody was told", async (context) => {
	const { tcp, peer } = await pair(context);
	peer.resetAndDestroy();
	await until(() => tcp.write(bytes("a")) === undefined);
});

test("no callback comes from inside a constructor or a call", async (context) => {
	let inside = false;
	let calls = 0;
	const outside = () => {
		calls++;
		assert.equal(inside, false);
	};
	const call = <Result>(action: () => Result): Result => {
		inside = true;
		const result = action();
		inside = false;
		return result;
	};
	const { tcp: first, peer } = await pair(context);
	const tcp = call(() => new TCP({ from: first, onReadable: outside, onWritable: outside, onError: outside }));
	await until(() => calls === 1); // onWritable
	call(() => tcp.write(bytes("a")));
	await until(() => calls === 2);
	peer.end("abc");
	await until(() => calls === 3); // onReadable
	await quiet();
	call(() => tcp.read());
	await until(() => calls === 4); // onError
	call(() => tcp.close());
	await quiet();
	assert.equal(calls, 4);
});

test("one delivery tells readable first, then writable", async (context) => {
	const events: string[] = [];
	const { tcp: first, peer } = await pair(context, { onReadable: () => events.push("first") });
	peer.write("abc");
	await until(() => events.length > 0);
	const tcp = new TCP({
		from: first,
		onWritable: (count) => events.push(`writable ${count}`),
		onReadable: (count) => events.push(`readable ${count}`),
	});
	context.after(() => tcp.close());
	await logged(events, 3);
	assert.deepEqual(events, ["first", "readable 3", `writable ${SEND_BUFFER}`]);
});

test("nothing is delivered after close", async (context) => {
	const events: string[] = [];
	const { tcp, peer } = await pair(context, {
		onReadable() {
			events.push("readable");
			this.close();
		},
		onWritable: () => events.push("writable"),
		onError: () => events.push("error"),
	});
	await until(() => events.length === 1);
	tcp.write(bytes("a"));
	peer.end("abc");
	await until(() => events.includes("readable"));
	await quiet();
	assert.equal(events.filter((event) => event === "readable").length, 1);
	assert.equal(events.at(-1), "readable");

	const second = await pair(context, { onWritable: () => events.push("writable after close") });
	second.tcp.close();
	await quiet();
	assert.equal(events.at(-1), "readable");
});

test("close may be called again; everything else throws after it", async (context) => {
	const { tcp } = await pair(context);
	tcp.close();
	tcp.close();
	assert.throws(() => tcp.read(), /closed/);
	assert.throws(() => tcp.write(bytes("a")), /closed/);
	assert.throws(() => tcp.remoteAddress, /closed/);
	assert.throws(() => tcp.remotePort, /closed/);
	assert.throws(() => tcp.format, /closed/);
});

test("close sends what was written, then FIN", async (context) => {
	const { tcp, peer } = await pair(context);
	tcp.write(new Uint8Array(SEND_BUFFER).fill(0x61));
	tcp.close();
	assert.deepEqual(await received(peer), { text: "a".repeat(SEND_BUFFER), ending: "FIN" });
});

test("close with unread bytes resets the connection", async (context) => {
	let available = 0;
	const { tcp, peer } = await pair(context, {
		onReadable: (count) => {
			available = count;
		},
	});
	const result = received(peer);
	peer.write("abc");
	await until(() => available === 3);
	tcp.close();
	assert.equal((await result).ending, "reset");
});

test("bytes that arrive after close are answered with a reset", async (context) => {
	const { tcp, peer } = await pair(context);
	tcp.close();
	assert.equal((await received(peer)).ending, "FIN");
	const reset = new Promise<void>((resolve) => peer.once("error", () => resolve()));
	peer.write("too late");
	setTimeout(() => peer.write("and again"), 20);
	await reset;
});

test("an instance given as from is dead afterwards; its unread bytes go along", async (context) => {
	const events: string[] = [];
	const { tcp: first, peer } = await pair(context, { onReadable: () => events.push("first") });
	peer.write("abc");
	await until(() => events.length > 0);
	const second = new TCP({ from: first, onReadable: (count) => events.push(`second ${count}`) });
	context.after(() => second.close());
	assert.throws(() => first.read(), /closed/);
	assert.throws(() => new TCP({ from: first }), /closed/);
	first.close();
	await logged(events, 2);
	assert.deepEqual(events, ["first", "second 3"]);
	assert.equal(text(second.read()), "abc");
});

test("an end that came before the transfer is told by the instance that takes over", async (context) => {
	for (const finish of ["end", "resetAndDestroy"] as const) {
		const events: string[] = [];
		const { tcp: first, peer } = await pair(context);
		peer[finish]();
		await quiet();
		const second = new TCP({ from: first, onEnd: () => events.push("end"), onError: () => events.push("error") });
		context.after(() => second.close());
		await logged(events, 1);
		assert.deepEqual(events, [finish === "end" ? "end" : "error"]);
		assert.equal(second.remoteAddress, "127.0.0.1", "known after a reset, too");
	}
});

test("remoteAddress and remotePort are the peer's", async (context) => {
	const { tcp, peer } = await pair(context);
	assert.equal(tcp.remoteAddress, "127.0.0.1");
	assert.equal(tcp.remotePort, peer.localPort);
});

test("options are checked before anything is opened", async (context) => {
	const { tcp } = await pair(context);
	const address = "127.0.0.1";
	assert.throws(() => new TCP({ from: tcp, format: "string" as never }), RangeError);
	assert.throws(() => new TCP({ from: tcp, onError: 1 as never }), /not a function/);
	assert.throws(() => new TCP({ address: "localhost", port: 80 }), /invalid address/);
	assert.throws(() => new TCP({ address, port: undefined as never }), /invalid/);
	for (const port of [-1, 65536]) assert.throws(() => new TCP({ address, port }), /invalid port/);
	assert.equal(tcp.read(), undefined, "a refused transfer leaves the instance alone");
});

test("a pending connection's bytes wait until it is read", async (context) => {
	let pending = 0;
	const listener = await listen(context, {
		onReadable: (count) => {
			pending = count;
		},
	});
	const peer = await dial(context, listener.port);
	peer.write("early");
	await until(() => pending === 1);
	await quiet();
	let seen = "";
	const tcp = new TCP({
		from: listener.read()!,
		onReadable() {
			seen += text(this.read());
		},
	});
	context.after(() => tcp.close());
	await until(() => seen === "early");
});
