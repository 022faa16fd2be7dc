/*
	src/platform/tcp.ts on XS, upon the shell's TCP (tools/xs/tcp.c), whose far end is the test: for what real sockets cannot be
	made to show.
*/

import { Door } from "../../src/platform/tcp.js";
import type { Transport, TransportEvents } from "../../src/server/ports.js";
import Listener from "../../tools/bench/modules/embedded/io/socket/listener.js";
import { pass } from "../../tools/bench/modules/timer.js";
import { equal, test } from "../harness.js";

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

/** Listens anew, for a server that does this with what has connected. */
function listening(admit: (transport: Transport) => void): Listener {
	lines.length = events.length = 0;
	const gate = { isGuest: (address: string) => address === "172.29.0.2" };
	new Door(80, { admit }, (line) => lines.push(line), gate).open();
	if (!Listener.newest) throw new Error("nobody listens");
	return Listener.newest;
}

/** A client whose connection has been admitted: the SDK's side of it. */
function admitted(handling = handler): TCP {
	const listener = listening((offered) => {
		transport = offered;
		offered.events = handling;
	});
	return listener.connect();
}

/** Changes a property of an instance, or of all: what the shell's TCP does not do. */
const change = (object: object, name: string, value: unknown) =>
	Object.defineProperty(object, name, { value, configurable: true, writable: true });

function isOpen(tcp: TCP): boolean {
	try {
		TCP.sent(tcp);
		return true;
	} catch {
		return false;
	}
}

test("a connection that cannot be taken over is closed, and the others are not touched", () => {
	const taken: Transport[] = [];
	const listener = listening((offered) => taken.push(offered));
	let closed = false;
	// No TCP of the shell's: the transfer throws.
	const broken = { close: () => (closed = true) } as unknown as TCP;
	const tcp = listener.connect(broken, new TCP());
	equal([closed, taken.length, isOpen(tcp), lines.length], [true, 1, true, 1]);
	equal(lines[0].startsWith("accept: "), true);
});

test("a connection that the server fails to admit is closed", () => {
	let offered: TCP | undefined;
	listening((transport) => {
		offered = transport as unknown as TCP;
		throw new Error("bug");
	}).connect();
	equal([offered && isOpen(offered), lines], [false, ["accept: Error: bug"]]);
});

test("reading goes on until there is no more", () => {
	TCP.arrive(admitted(), new Uint8Array(2500));
	equal(events, ["read 1024", "read 1024", "read 452"]);
});

test("a peer that is gone is told later, once, and nothing is writable any more", () => {
	const answers = [
		() => undefined,
		() => {
			throw new Error("not ready");
		},
	];
	for (const answer of answers) {
		const tcp = admitted();
		TCP.drain(tcp, 1000);
		change(tcp, "write", answer);
		transport.send(new Uint8Array(5));
		equal([transport.writable, ...events.splice(0)], [0, "writable 1000"]);
		pass(1);
		equal(events.splice(0), ["error"]);
		pass(1);
		equal(events, []);
	}
});

test("a closed connection tells nobody, not even that its peer is gone", () => {
	const tcp = admitted();
	change(tcp, "write", () => undefined);
	transport.send(new Uint8Array(5));
	transport.close();
	pass(1);
	equal([isOpen(tcp), transport.events === undefined, events.length], [false, true, 0]);
});

test("what is writable is what the platform says", () => {
	const tcp = admitted();
	TCP.drain(tcp, 2880);
	transport.send(new Uint8Array(880));
	equal([transport.writable, TCP.sent(tcp)], [2000, 880]);
	TCP.drain(tcp, 2500);
	equal(transport.writable, 2500);
});

test("the peer's half-close is told, and a write still works", () => {
	const tcp = admitted();
	TCP.drain(tcp, 1000);
	TCP.finish(tcp);
	transport.send(new Uint8Array(10));
	equal([events.at(-1), transport.writable], ["end", 990]);
});

test("nothing is writable after our half-close, nor once the peer is gone", () => {
	const tcp = admitted();
	TCP.drain(tcp, 1000);
	transport.end();
	equal(transport.writable, 0);
	TCP.drain(tcp, 1000);
	TCP.fail(tcp);
	equal([events.at(-1), transport.writable], ["error", 0]);
});

test("where the platform cannot half-close, nothing happens", () => {
	const { prototype } = TCP as unknown as { prototype: { end: unknown } };
	const { end } = prototype;
	const tcp = admitted();
	TCP.drain(tcp, 1000);
	change(prototype, "end", undefined);
	transport.end();
	change(prototype, "end", end);
	equal([transport.writable, isOpen(tcp)], [0, true]);
});

test("an address that is not known is empty", () => {
	const tcp = admitted();
	equal(transport.address, "192.168.4.2");
	change(tcp, "remoteAddress", undefined);
	equal(transport.address, "");
});

test("an exception in a handler goes to onFault, not to the SDK", () => {
	const tcp = admitted({
		...handler,
		onReadable() {
			throw new Error("bug");
		},
	});
	TCP.arrive(tcp, new Uint8Array(1));
	equal(events, ["Error: bug"]);
});
