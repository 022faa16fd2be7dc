/*
	The contract of the firmware's own TCP and Listener, by the C itself on the XS engine and lwIP: run in the shell that
	binding.test.ts builds. Both ends of each connection are the firmware's.
*/

import { equal, run, test, throws } from "../harness.js";

interface TCP {
	read(count?: number | ArrayBuffer | Uint8Array): ArrayBuffer | number | undefined;
	write(value: number | ArrayBuffer | Uint8Array): number | undefined;
	end(): void;
	close(): void;
	readonly remoteAddress: string;
	readonly remotePort: number;
	format: string;
	target?: unknown;
}

interface Listener {
	read(): TCP | undefined;
	close(): void;
	readonly port: number;
}

declare const NativeTCP: new (options?: object) => TCP;
declare const NativeListener: new (options: object) => Listener;

type Datagram = ArrayBuffer & { address: string; port: number };

interface UDP {
	read(): Datagram | undefined;
	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void;
	add(group: string): void;
	close(): void;
	target?: unknown;
}

declare const NativeUDP: new (options: object) => UDP;
declare const ttl: () => number;
declare const address: string;
declare const nativeAsk: (host: string, callback: (address: string | undefined) => void) => void;
declare const wait: (ms: number) => void;
declare const blocks: () => number;
declare const yielding: () => number;
declare const shorten: (looks: number) => void;
declare const gc: () => void;
declare const print: (line: string) => void;
declare const exit: (status: number) => void;

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const text = (buffer: unknown) => String.fromCharCode(...new Uint8Array(buffer as ArrayBuffer));
const ignore = () => {};

function until(condition: () => boolean): void {
	for (let tries = 0; tries < 2000; tries++) {
		if (condition()) return;
		wait(2);
	}
	throw new Error("waited in vain");
}

/** Callbacks that note what they are told, and read what comes. */
function noting(events: string[], more: object = {}): object {
	return {
		onReadable(this: TCP) {
			events.push(`read ${text(this.read())}`);
		},
		onWritable: () => events.push("writable"),
		onEnd: () => events.push("end"),
		onError: () => events.push("error"),
		...more,
	};
}

/** Both ends of a connection: the server's as it is accepted, the client's with `callbacks`. */
function pair(callbacks: object = { onReadable: ignore }): { listener: Listener; accepted: TCP; client: TCP } {
	let accepted: TCP | undefined;
	const listener = new NativeListener({
		port: 0,
		onReadable(this: Listener) {
			accepted = this.read();
		},
	});
	const client = new NativeTCP({ address, port: listener.port, ...callbacks });
	until(() => accepted !== undefined);
	return { listener, accepted: accepted as TCP, client };
}

function connected(name: string, body: (tcp: TCP, client: TCP, events: string[], seen: string[]) => void): void {
	test(name, () => {
		const events: string[] = [];
		const seen: string[] = [];
		const { listener, accepted, client } = pair(noting(seen));
		const tcp = new NativeTCP({ from: accepted, ...noting(events) });
		until(() => events.length > 0 && seen.length > 0);
		equal([events.splice(0), seen.splice(0)], [["writable"], ["writable"]]);
		body(tcp, client, events, seen);
		for (const one of [tcp, client, listener]) one.close();
		until(() => blocks() === 0);
	});
}

connected("bytes go to and fro", (tcp, client, events, seen) => {
	client.write(bytes("question"));
	until(() => events.includes("read question"));
	tcp.write(bytes("ans"));
	tcp.write(bytes("wer"));
	until(() => seen.some((event) => event.startsWith("read")));
	equal(
		seen.filter((event) => event.startsWith("read")),
		["read answer"],
		"one turn's writes leave together",
	);
});

connected("the peer's FIN is told by onEnd, and writing goes on", (tcp, client, events, seen) => {
	client.write(bytes("GET"));
	client.end();
	throws(() => client.write(bytes("x")), "ended");
	until(() => events.includes("end"));
	equal(events, ["read GET", "end"]);
	tcp.write(bytes("answer"));
	tcp.end();
	tcp.end();
	until(() => seen.includes("end"));
	equal(
		seen.filter((event) => event !== "writable"),
		["read answer", "end"],
	);
	wait(20);
	equal(events, ["read GET", "end"], "both have ended: no error");
});

connected("a reset is told by onError, once, and nothing follows", (tcp, client, events, seen) => {
	client.write(bytes("unread"));
	until(() => events.includes("read unread"));
	tcp.write(bytes("also unread"));
	const { remoteAddress, remotePort } = client;
	seen.length = 0;
	tcp.close();
	until(() => seen.includes("end"));
	client.write(bytes("too late"));
	until(() => seen.includes("error"));
	equal(client.write(bytes("gone")), undefined);
	equal([client.remoteAddress, client.remotePort], [remoteAddress, remotePort]);
	wait(20);
	equal(seen.filter((event) => event === "error").length, 1);
});

connected("close is final, and may come from a callback or twice", (tcp, client, events) => {
	const again = new NativeTCP({
		from: tcp,
		onReadable(this: TCP) {
			events.push("readable");
			this.close();
			this.close();
		},
		onEnd: () => events.push("end"),
		onError: () => events.push("error"),
	});
	throws(() => tcp.read(), "");
	client.write(bytes("a"));
	client.end();
	until(() => events.includes("readable"));
	wait(20);
	equal(events, ["readable"]);
	for (const use of [() => again.read(), () => again.write(bytes("a")), () => again.remoteAddress, () => again.end()])
		throws(use, "");
	throws(() => new NativeTCP({ from: again }), "");
});

connected("a transfer from inside a callback", (tcp, client, events) => {
	let next: TCP | undefined;
	const first = new NativeTCP({
		from: tcp,
		onReadable(this: TCP) {
			next = new NativeTCP({ from: this, ...noting(events) });
		},
	});
	client.write(bytes("abc"));
	until(() => events.some((event) => event === "read abc"));
	throws(() => first.read(), "");
	next?.close();
});

connected("write is all or nothing, and reading opens the window again", (tcp, client, _events, seen) => {
	let sent = 0;
	const holding: number[] = [];
	const reader = new NativeTCP({ from: client, onReadable: (count: number) => holding.push(count) });
	const writer = new NativeTCP({
		from: tcp,
		onWritable(this: TCP, count: number) {
			// More than the whole buffer: lwIP's thread may hear meanwhile that there is more room.
			throws(() => this.write(new Uint8Array(1 << 20)), "would block");
			sent += count;
			equal(this.write(new Uint8Array(count)) !== undefined, true);
		},
	});
	for (let before = -1; sent !== before; wait(30)) before = sent;
	const stuck = sent;
	let read = 0;
	while (read < stuck) {
		const part = reader.read();
		if (part instanceof ArrayBuffer) read += part.byteLength;
		else wait(1);
	}
	until(() => sent > stuck);
	writer.close();
	reader.close();
	equal(seen.includes("error"), false);
});

connected("read: a count, a buffer, nothing; one byte by format", (tcp, client) => {
	let count = 0;
	const reader = new NativeTCP({
		from: tcp,
		onReadable: (available: number) => {
			count = available;
		},
	});
	client.write(bytes("abcdefg"));
	until(() => count === 7);
	for (const wrong of [0, -1, 8, new Uint8Array(0), new Uint8Array(8)]) throws(() => reader.read(wrong), "invalid");
	equal(text(reader.read(2)), "ab");
	const view = new Uint8Array(4);
	equal(reader.read(view.subarray(1, 3)), 2);
	equal(text(view.buffer), "\0cd\0");
	reader.format = "number";
	equal([reader.read(), reader.format], [0x65, "number"]);
	reader.format = "buffer";
	equal(text(reader.read()), "fg");
	equal(reader.read(), undefined);
	throws(() => {
		reader.format = "string";
	}, "unimplemented");
	reader.close();
});

connected("read without a count is bounded, and the rest is told again", (tcp, client) => {
	const lengths: number[] = [];
	const reader = new NativeTCP({
		from: tcp,
		onReadable(this: TCP) {
			lengths.push((this.read() as ArrayBuffer).byteLength);
		},
	});
	client.write(new Uint8Array(2500));
	until(() => lengths.reduce((sum, length) => sum + length, 0) === 2500);
	equal(Math.max(...lengths) <= 1024, true);
	reader.close();
});

test("a connection's first bytes and its end wait until it is read and taken over", () => {
	const listener = new NativeListener({ port: 0, onReadable: ignore });
	const client = new NativeTCP({ address, port: listener.port, onWritable: ignore });
	until(() => {
		try {
			return client.write(bytes("early")) !== undefined;
		} catch {
			return false;
		}
	});
	client.end();
	wait(30);
	const events: string[] = [];
	const tcp = new NativeTCP({ from: listener.read(), ...noting(events) });
	until(() => events.includes("end"));
	equal(events, ["read early", "writable", "end"]);
	for (const one of [tcp, client, listener]) one.close();
	until(() => blocks() === 0);
});

test("a FIN is told by onError where there is no onEnd, and is the end of writing", () => {
	const events: string[] = [];
	const { listener, accepted, client } = pair();
	const tcp = new NativeTCP({ from: accepted, ...noting(events, { onEnd: undefined }) });
	client.end();
	until(() => events.includes("error"));
	equal(tcp.write(bytes("a")), undefined);
	for (const one of [tcp, client, listener]) one.close();
	until(() => blocks() === 0);
});

test("what is collected is closed; what has callbacks lives", () => {
	let taken = 0;
	const events: string[] = [];
	const listener = new NativeListener({
		port: 0,
		onReadable(this: Listener) {
			this.read();
			taken++;
		},
	});
	// Nothing refers to the client, and it is told all the same.
	new NativeTCP({
		address,
		port: listener.port,
		...noting(events, {
			onEnd(this: TCP) {
				events.push("end");
				this.close();
			},
		}),
	});
	until(() => taken === 1);
	gc();
	until(() => events.includes("end"));
	equal(events, ["writable", "end"]);
	listener.close();
	until(() => blocks() === 0);
});

test("what is closed gives way to new connections, though the other side never closes", () => {
	const { listener, accepted, client } = pair();
	equal(yielding(), 0);
	accepted.close();
	until(() => yielding() === 1);
	equal(blocks(), 2);
	for (const one of [client, listener]) one.close();
	until(() => blocks() === 0);
});

/** Until what the clients have sent is acknowledged, and held by nobody but its receiver. */
const settle = () => wait(600);

/** Connections, the first one of `names` the oldest: `mine` are the clients; the others note that they are reset. */
function crowd(names: string[], body: (mine: TCP[], theirs: TCP[], reset: string[]) => void): void {
	const reset: string[] = [];
	const pairs = names.map(() => pair());
	const theirs = pairs.map(({ accepted }, i) => new NativeTCP({ from: accepted, onError: () => reset.push(names[i]) }));
	const mine = pairs.map(({ client }) => client);
	settle();
	body(mine, theirs, reset);
	for (const one of [...mine, ...theirs, ...pairs.map(({ listener }) => listener)]) one.close();
	until(() => blocks() === 0);
}

const length = (buffer: unknown) => (buffer as ArrayBuffer).byteLength;

function awaitText(tcp: TCP, expected: string): void {
	let heard = "";
	until(() => {
		heard += text(tcp.read() ?? new ArrayBuffer(0));
		return heard === expected;
	});
}

test("a reset is told at once, and takes with it what was not read", () => {
	crowd(["one"], ([one], theirs, reset) => {
		one.write(new Uint8Array(500));
		theirs[0].write(bytes("unread"));
		settle();
		// Which resets it, since something is unread.
		one.close();
		until(() => reset.length > 0);
		equal(theirs[0].read(), undefined);
	});
});

test("when the heap runs short, a write costs the connection that has most unread", () => {
	crowd(["some", "most", "none"], ([some, most, none], theirs, reset) => {
		some.write(new Uint8Array(500));
		most.write(new Uint8Array(1000));
		settle();
		equal(reset, []);
		shorten(0);
		theirs[2].write(bytes("answer"));
		until(() => reset.length > 0);
		awaitText(none, "answer");
		wait(20);
		equal(reset, ["most"]);
		equal(length(theirs[0].read()), 500);
		equal(some.write(bytes("x")) !== undefined, true);
		equal(most.write(bytes("x")), undefined);
	});
});

test("so does what leaves, and what arrives; of those that have as much unread, the oldest", () => {
	for (const looks of [1, 2])
		crowd(["first", "second", "none"], ([first, second, none], theirs, reset) => {
			first.write(new Uint8Array(500));
			second.write(new Uint8Array(500));
			settle();
			// One at the write, one as it leaves, one as it arrives.
			shorten(looks);
			none.write(bytes("x"));
			until(() => reset.length > 0);
			equal(reset, ["first"]);
			awaitText(theirs[2], "x");
			equal(length(theirs[1].read()), 500);
		});
});

test("it may be the one that something arrives for, or that is written to", () => {
	crowd(["some", "most"], ([some, most], theirs, reset) => {
		some.write(new Uint8Array(500));
		most.write(new Uint8Array(1000));
		settle();
		shorten(2);
		most.write(bytes("x"));
		until(() => reset.length > 0);
		equal(reset, ["most"]);
		shorten(0);
		equal(theirs[0].write(bytes("answer")), undefined);
		until(() => reset.length > 1);
		equal(reset, ["most", "some"]);
	});
});

test("it may be one that waits to be accepted; where none holds anything, none is reset", () => {
	crowd(["none"], (_mine, theirs, reset) => {
		shorten(0);
		theirs[0].write(bytes("answer"));
		wait(20);
		equal(reset, []);
		const listener = new NativeListener({ port: 0, onReadable: ignore });
		let open = false;
		const client = new NativeTCP({
			...{ address, port: listener.port, onError: () => reset.push("client") },
			onWritable: () => {
				open = true;
			},
		});
		until(() => open);
		client.write(new Uint8Array(500));
		settle();
		shorten(0);
		theirs[0].write(bytes("answer"));
		until(() => reset.length > 0);
		equal(reset, ["client"]);
		equal(listener.read(), undefined);
		for (const one of [client, listener]) one.close();
	});
});

test("a connection that is refused is told by onError; until it is known, write throws", () => {
	const { listener, accepted, client } = pair();
	const { port } = listener;
	for (const one of [accepted, client, listener]) one.close();
	const events: string[] = [];
	const refused = new NativeTCP({ address, port, ...noting(events) });
	throws(() => refused.end(), "not ready");
	until(() => events.length > 0);
	equal(events, ["error"]);
	equal(refused.write(bytes("a")), undefined);
	refused.close();
	until(() => blocks() === 0);
});

test("options are checked before anything is opened", () => {
	const port = 1;
	throws(() => new NativeTCP({ address: "localhost", port }), "invalid address");
	throws(() => new NativeTCP({ address, port: 65536 }), "invalid port");
	throws(() => new NativeTCP({ address, port, format: "string" }), "unimplemented");
	throws(() => new NativeTCP({ address, port, onError: 1 }), "not a function");
	throws(() => new NativeTCP({ from: {} }), "");
	throws(() => new NativeListener({ port: -1 }), "invalid port");
	throws(() => new NativeListener({ port, format: "buffer" }), "unimplemented");
	const listener = new NativeListener({ port: 7 });
	throws(() => new NativeListener({ port: 7 }), "bind");
	equal([listener.port, listener.read()], [7, undefined]);
	listener.close();
	listener.close();
	throws(() => listener.port, "");
	gc();
	equal(blocks(), 0);
});

/** A socket on `port` that notes what comes, and reads it. */
function mailbox(port: number, heard: string[], more: object = {}): UDP {
	return new NativeUDP({
		port,
		onReadable(this: UDP, count: number) {
			for (; count > 0; count--) {
				const datagram = this.read();
				if (datagram) heard.push(`${datagram.address}:${datagram.port} ${text(datagram)}`);
			}
		},
		...more,
	});
}

test("UDP: datagrams come whole, in their order, with who sent them; an empty one, and the longest", () => {
	const heard: string[] = [];
	const a = mailbox(5001, heard);
	const b = mailbox(5002, []);
	for (const word of ["one", "", "two"]) b.write(bytes(word), address, 5001);
	until(() => heard.length === 3);
	equal(heard, ["10.0.0.2:5002 one", "10.0.0.2:5002 ", "10.0.0.2:5002 two"]);
	let longest = 0;
	const c = new NativeUDP({
		port: 5003,
		onReadable(this: UDP) {
			longest = this.read()?.byteLength ?? 0;
		},
	});
	b.write(new Uint8Array(1472), address, 5003);
	until(() => longest === 1472);
	throws(() => b.write(new Uint8Array(1473), address, 5001), "too long");
	equal(ttl(), 255);
	for (const one of [a, b, c]) one.close();
	equal(blocks(), 0);
});

test("UDP: a view is sent as far as it goes, and what is sent is a copy", () => {
	const heard: string[] = [];
	const a = mailbox(5001, heard);
	const message = bytes("abcdef");
	a.write(message.subarray(1, 3), address, 5001);
	message.fill(0);
	until(() => heard.length === 1);
	equal(heard, ["10.0.0.2:5001 bc"]);
	a.close();
});

test("UDP: what is not read waits, up to eight, the rest is lost, and it goes on", () => {
	const counts: number[] = [];
	const a = new NativeUDP({ port: 5001, onReadable: (count: number) => counts.push(count) });
	for (let i = 0; i < 20; i++) a.write(Uint8Array.of(0x61 + i), address, 5001);
	until(() => counts.at(-1) === 8);
	wait(20);
	equal(counts.at(-1), 8);
	let read = "";
	for (let datagram = a.read(); datagram; datagram = a.read()) read += text(datagram);
	equal(read, "abcdefgh");
	a.write(bytes("z"), address, 5001);
	until(() => counts.at(-1) === 1);
	equal(text(a.read()), "z");
	equal(a.read(), undefined);
	// What waits is freed with it.
	a.write(bytes("z"), address, 5001);
	until(() => counts.length > 0);
	a.close();
	equal(blocks(), 0);
});

test("UDP: a group is heard once it is joined, and multicast has the TTL that was asked for", () => {
	const heard: string[] = [];
	const group = "224.0.0.251";
	const a = mailbox(5353, heard, { timeToLive: 254, onLink: true });
	a.write(bytes("early"), group, 5353);
	equal(ttl(), 254);
	wait(20);
	equal(heard, []);
	a.add(group);
	a.write(bytes("word"), group, 5353);
	until(() => heard.length === 1);
	equal(heard, ["10.0.0.1:5353 word"]);
	a.add(group);
	throws(() => a.add("10.0.0.1"), "no multicast");
	throws(() => a.add("ff02::fb"), "");
	a.close();
	const b = mailbox(5353, heard);
	b.write(bytes("late"), group, 5353);
	wait(20);
	equal(heard.length, 1);
	b.close();
});

test("UDP: onLink drops what comes from another network", () => {
	const near: string[] = [];
	const all: string[] = [];
	const a = mailbox(5001, near, { onLink: true });
	const b = mailbox(5002, all);
	// A packet to another network returns as one from there.
	for (const port of [5001, 5002]) for (const to of ["10.9.9.9", address]) a.write(bytes(to), to, port);
	until(() => all.length === 2 && near.length === 1);
	wait(20);
	equal([near, all], [["10.0.0.2:5001 10.0.0.2"], ["10.9.9.9:5001 10.9.9.9", "10.0.0.2:5001 10.0.0.2"]]);
	for (const one of [a, b]) one.close();
});

test("UDP: close is final, and may come from a callback or twice; what nothing refers to lives until then", () => {
	let told = 0;
	new NativeUDP({
		port: 5001,
		target: 7,
		onReadable(this: UDP) {
			told += this.target as number;
			this.close();
			this.close();
			throws(() => this.read(), "");
			throws(() => this.write(bytes("a"), address, 5001), "");
			throws(() => this.add("224.0.0.251"), "");
		},
	});
	gc();
	const b = mailbox(5002, []);
	for (let i = 0; i < 3; i++) b.write(bytes("a"), address, 5001);
	until(() => told > 0);
	wait(20);
	equal(told, 7);
	b.close();
	equal(blocks(), 0);
});

test("UDP: options and addresses are checked, and a port is taken once", () => {
	for (const port of [-1, 65536]) throws(() => new NativeUDP({ port }), "invalid port");
	for (const timeToLive of [0, 256]) throws(() => new NativeUDP({ timeToLive }), "invalid timeToLive");
	throws(() => new NativeUDP({ format: "number" }), "unimplemented");
	throws(() => new NativeUDP({ onReadable: 1 }), "not a function");
	const a = new NativeUDP({ port: 5001 });
	throws(() => new NativeUDP({ port: 5001 }), "bind");
	throws(() => a.write(bytes("a"), "board.local", 5001), "invalid address");
	for (const port of [0, 65536]) throws(() => a.write(bytes("a"), address, port), "invalid port");
	a.close();
	gc();
	equal(blocks(), 0);
});

test("a host's address is told later, once, from whatever thread it comes", () => {
	const told: string[] = [];
	const names = ["board.test", "nowhere.test", "10.0.0.7", "full.test", "", "x".repeat(300)];
	for (const name of names) nativeAsk(name, (address) => told.push(`${name.slice(0, 12)} ${address}`));
	equal(told, []);
	until(() => told.length === names.length);
	wait(20);
	equal(told.sort(), [
		" undefined",
		"10.0.0.7 10.0.0.7",
		"board.test 10.1.2.3",
		"full.test undefined",
		"nowhere.test undefined",
		"xxxxxxxxxxxx undefined",
	]);
});

test("a question's callback lives as long as it is needed", () => {
	let told = "";
	nativeAsk("board.test", (address) => {
		told = `${address}`;
	});
	gc();
	until(() => told !== "");
	gc();
	equal(told, "10.1.2.3");
});

exit(run(print, false).failed ? 1 : 0);
