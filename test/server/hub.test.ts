import { encodeFrame } from "../../src/websocket/encoder.js";
import { FakeServer, off, on, upgrade } from "../fakes/server.js";
import { text } from "../fakes/text.js";
import type { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, test } from "../harness.js";

test("WebSockets up to the maximum; the next one gets 503, and its place when one is free", () => {
	const server = new FakeServer();
	const first = server.webSocket();
	server.webSocket();
	equal(server.request(upgrade("/ws")).takeText().slice(0, 12), "HTTP/1.1 503");
	equal(server.request("GET / HTTP/1.1").takeText().slice(0, 12), "HTTP/1.1 200");
	first.fail();
	server.clock.advance(1000);
	server.webSocket();
});

test("connections up to the maximum; the next one is turned away, and service goes on", () => {
	const server = new FakeServer();
	const clients = [1, 2, 3, 4].map(() => server.connect());
	equal(server.connect(), undefined);
	clients[0]?.fail();
	equal(server.connect() === undefined, false);
});

test("one client's trouble does not touch another", () => {
	const server = new FakeServer();
	const good = server.webSocket();
	const bad = server.webSocket();
	bad.send = () => {
		throw new Error("broken");
	};
	server.hub.broadcast(on);
	equal(good.take(), encodeFrame(0x81, text.encode(on)));
	equal([bad.closed, server.hub.webSockets], [true, 1]);
	equal(server.lines, ["session: Error: broken"]);
});

test("a fault of the endpoint is 1011", () => {
	const server = new FakeServer();
	const client = server.webSocket();
	client.events?.onFault(new Error("bug"));
	equal(client.take().subarray(0, 4), bytesOf("8810 03f3"));
});

test("the network goes: every client is dropped, and new ones are served", () => {
	const server = new FakeServer();
	const clients = [server.webSocket(), server.connect(), server.request("GET / HTTP/1.1", 1)];
	server.hub.drop();
	equal([...clients.map((client) => client?.closed), server.hub.connections], [true, true, true, 0]);
	server.hub.broadcast(on);
	const client = server.request(upgrade("/ws"));
	equal(client.takeText().endsWith(on), true);
});

test("as many heads and messages as there can be, each at its limits and none finished", () => {
	const server = new FakeServer({ maxClients: 8, maxConnections: 16, maxMessage: 1024 });
	for (let i = 0; i < 8; i++) server.webSocket("/echo").arrive(bytesOf("82fe 0400 00000000 07*1000"));
	const clients: (FakeTransport | undefined)[] = [];
	for (let i = 0; i < 8; i++) {
		const client = server.connect();
		client?.arrive(bytesOf(`'GET /${"a".repeat(490)} HTTP/1.1' 0d0a`));
		client?.arrive(bytesOf(`'Upgrade: ${"b".repeat(383)}' 0d0a`));
		client?.arrive(bytesOf(`'Connection: ${"c".repeat(383)}' 0d0a`));
		client?.arrive(bytesOf(`'X${"d".repeat(510)}'`));
		clients.push(client);
	}
	equal([server.hub.connections, ...clients.map((client) => client?.takeText())], [16, "", "", "", "", "", "", "", ""]);
	server.hub.broadcast(on);
});

test("2,000 clients come and go, and none is left", () => {
	const server = new FakeServer();
	for (let i = 0; i < 2000 / 4; i++) {
		server.webSocket().arrive(bytesOf("8880 00000000"));
		server.webSocket().fail();
		server.request("GET /nothing HTTP/1.1").fail();
		server.connect()?.fail();
	}
	equal([server.hub.connections, server.hub.webSockets], [0, 0]);
	equal(server.webSocket().take().length, 0, off);
});
