import { encodeFrame } from "../../src/websocket/frame.js";
import { FakeServer, history as historyMessage, names as namesMessage, off, on, upgrade } from "../fakes/server.js";
import { asciiOf, text } from "../fakes/text.js";
import type { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, test } from "../harness.js";

/** The payloads of a server's short frames. */
function framesOf(bytes: Uint8Array): string[] {
	const payloads: string[] = [];
	for (let start = 0; start < bytes.length; start += 2 + bytes[start + 1])
		payloads.push(asciiOf(bytes.subarray(start + 2, start + 2 + bytes[start + 1])));
	return payloads;
}

/** Where the head of a response ends. */
const headOf = (bytes: Uint8Array): number => asciiOf(bytes).indexOf("\r\n\r\n") + 4;

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
	const clients = [1, 2, 3, 4].map(() => server.request("GET / HTTP/1.1", 1));
	equal(server.connect(), undefined);
	clients[0].fail();
	equal(server.connect() === undefined, false);
});

test("one client's trouble does not touch another", () => {
	const server = new FakeServer();
	const good = server.webSocket();
	const bad = server.webSocket();
	bad.send = () => {
		throw new Error("broken");
	};
	server.broadcast(on);
	equal(good.take(), encodeFrame(0x81, text.encode(on)));
	equal([bad.closed, server.hub.webSockets], [true, 1]);
	equal(server.lines, ["client: Error: broken"]);
});

test("a fault of the endpoint is 1011", () => {
	const server = new FakeServer();
	const client = server.webSocket();
	client.events?.onFault(new Error("bug"));
	equal(client.take(), bytesOf("8802 03f3"));
});

test("the network goes: every client is dropped, and new ones are served", () => {
	const server = new FakeServer();
	const clients = [server.webSocket(), server.connect(), server.request("GET / HTTP/1.1", 1)];
	server.hub.drop();
	equal([...clients.map((client) => client?.closed), server.hub.connections], [true, true, true, 0]);
	server.broadcast(on);
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
	server.broadcast(on);
});

test("each endpoint is told its feeds, names first", () => {
	const server = new FakeServer({ maxClients: 4 });
	const { names, board, diagnostics } = server.feeds;
	const messages = (client: FakeTransport) => framesOf(client.take()).join(" ");
	const opened = (path: string) => {
		const client = server.request(upgrade(path));
		const bytes = client.take();
		return { client, first: framesOf(bytes.subarray(headOf(bytes))).join(" ") };
	};
	const all = ["/ws", "/index", "/index.html", "/device"].map(opened);
	const [live, index] = all.map(({ client }) => client);
	equal(
		all.map(({ first }) => first),
		[`${namesMessage} ${historyMessage} ${off}`, off, off, '{"device":{}}'],
	);
	equal(server.tell(names, '{"names":1}'), true);
	equal(server.tell(board, on), true);
	equal(server.tell(diagnostics, '{"device":1}'), true);
	equal(
		all.map(({ client }) => messages(client)),
		[`{"names":1} ${on}`, on, on, '{"device":1}'],
	);
	live.fail();
	equal([server.tell(names, "x"), server.tell(board, off), messages(index)], [false, true, off]);
});

test("a feed is made into a frame once for all, and not at all for nobody", () => {
	const server = new FakeServer({ maxClients: 3 });
	let made = 0;
	const { board } = server.feeds;
	Object.defineProperty(board, "message", {
		get() {
			made++;
			return on;
		},
	});
	board.onChange?.();
	equal(made, 0);
	const clients = [server.webSocket(), server.webSocket("/index"), server.webSocket("/index.html")];
	made = 0;
	board.onChange?.();
	equal([made, ...clients.map((client) => framesOf(client.take())[0])], [1, on, on, on]);
});

test("a client of /device is announced, and answered that it has nothing to say", () => {
	const server = new FakeServer();
	const client = server.webSocket("/device");
	equal(server.feeds.diagnostics.followers, 1);
	client.arrive(bytesOf("8182 00000000 'hi'"));
	equal(framesOf(client.take()), ['{"error":"Nothing can be commanded here."}']);
});

test("what comes and goes is counted", () => {
	const server = new FakeServer();
	const { traffic } = server;
	let [bytesIn, bytesOut] = [0, 0];
	const talk = (client: FakeTransport | undefined, bytes: Uint8Array) => {
		bytesIn += bytes.length;
		client?.arrive(bytes);
		bytesOut += client?.take().length ?? 0;
	};
	const ask = (lines: string, writable?: number) => {
		const client = server.connect(writable);
		talk(client, bytesOf(`'${lines.replaceAll("\n", "\r\n")}\r\nHost: board\r\n\r\n'`));
		return client;
	};
	const page = ask("GET / HTTP/1.1", 10);
	page?.drain(8192);
	bytesOut += page?.take().length ?? 0;
	const echo = ask(upgrade("/echo"));
	talk(echo, bytesOf("8182 00000000 'ab' 0181 00000000 'x' 8080 00000000"));
	talk(echo, bytesOf("8980 00000000"));
	equal([traffic.messagesIn, traffic.messagesOut], [2, 2], "a Ping is no message, fragments are one");
	ask(upgrade("/ws"));
	equal([traffic.messagesOut, traffic.most, traffic.refused], [5, 2, 0]);
	echo?.fail();
	ask(upgrade("/ws"));
	equal([traffic.most, traffic.refused], [2, 0]);
	ask(upgrade("/ws"));
	equal([traffic.clients, traffic.refused], [2, 1], "503");
	equal([traffic.bytesIn, traffic.bytesOut], [bytesIn, bytesOut]);
	for (let i = 0; i < 2; i++) server.request("GET / HTTP/1.1", 10);
	equal([server.connect(), traffic.refused], [undefined, 2], "a connection too many");
});

test("a page's question whether there is room is not counted as refused", () => {
	const server = new FakeServer();
	server.webSocket();
	server.webSocket();
	equal(server.request("GET /ws HTTP/1.1").takeText().slice(0, 12), "HTTP/1.1 503");
	equal(server.traffic.refused, 0);
	server.request(upgrade("/ws"));
	equal(server.traffic.refused, 1);
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
