import { wrongSecretDelay } from "../../src/server/secret.js";
import { lingerTime, responseTime } from "../../src/server/session.js";
import { FakeServer, history, names, off, on, upgrade } from "../fakes/server.js";
import { sampleAccept } from "../fakes/sha1.js";
import { asciiOf, text } from "../fakes/text.js";
import { bytesOf, concat, equal, hex, test } from "../harness.js";

const frameOf = (message: string): string => `81${hex(Uint8Array.of(message.length))}${hex(text.encode(message))}`;

test("a page, then the client's close is waited for, then not any longer", () => {
	const server = new FakeServer();
	const transport = server.request("GET / HTTP/1.1");
	equal(transport.takeText().startsWith("HTTP/1.1 200 OK\r\n"), true);
	transport.arrive(bytesOf("'GET / HTTP/1.1'"));
	equal([transport.closed, transport.unread, transport.takeText()], [false, 0, ""]);
	server.clock.advance(lingerTime + 250);
	equal([transport.closed, server.hub.connections], [true, 0]);
});

test("a page goes out as the client takes it", () => {
	const server = new FakeServer();
	const transport = server.request("GET / HTTP/1.1", 100);
	let page = transport.takeText();
	for (let i = 0; i < 20; i++) {
		transport.drain(100);
		page += transport.takeText();
	}
	equal(page.endsWith("<title>board</title>"), true);
});

test("a client that does not take the page, or takes it in drops, is dropped", () => {
	for (const headTimeout of [5000, 0]) {
		const server = new FakeServer({ headTimeout });
		const stuck = server.request("GET / HTTP/1.1", 10);
		const slow = server.request("GET / HTTP/1.1", 10);
		for (let i = 0; i < 29; i++) {
			server.clock.advance(1000);
			slow.drain(1);
			stuck.arrive(bytesOf("00"));
		}
		equal([stuck.closed, slow.closed, stuck.unread], [false, false, 0]);
		server.clock.advance(1500);
		equal([stuck.closed, slow.closed], [true, true]);
	}
});

test("408 for a request that is not finished in time, nothing for one that never began", () => {
	const server = new FakeServer();
	const slow = server.connect();
	const silent = server.connect();
	slow?.arrive(bytesOf("'GET / HT'"));
	server.clock.advance(3000);
	slow?.arrive(bytesOf("'TP/1.1'"));
	server.clock.advance(2250);
	equal([slow?.takeText().slice(0, 12), silent?.takeText(), silent?.closed], ["HTTP/1.1 408", "", true]);
});

test("a refused request is answered, and what follows is drained", () => {
	const server = new FakeServer();
	const transport = server.connect();
	transport?.arrive(bytesOf("'nonsense' 0d0a"));
	equal(transport?.takeText().slice(0, 12), "HTTP/1.1 400");
	transport?.arrive(bytesOf("'more'"));
	equal([transport?.unread, transport?.closed], [0, false]);
});

test("an upgrade is answered and followed by the state", () => {
	const server = new FakeServer();
	const transport = server.request(upgrade("/ws"));
	const sent = transport.take();
	const end = asciiOf(sent).indexOf("\r\n\r\n") + 4;
	equal(
		asciiOf(sent.subarray(0, end)),
		`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${sampleAccept}\r\n\r\n`,
	);
	equal(hex(sent.subarray(end)), [names, history, off].map(frameOf).join(""));
});

test("frames in the same piece as the upgrade are not lost", () => {
	const server = new FakeServer();
	const transport = server.connect();
	const head = `${upgrade("/echo").replaceAll("\n", "\r\n")}\r\nHost: board\r\n\r\n`;
	transport?.arrive(bytesOf(`'${head}' 8182 00000000 'hi'`));
	equal(transport?.takeText().endsWith("\ufffd\x02hi"), true);
});

test("an upgrade split at every byte", () => {
	const head = text.encode(`${upgrade("/echo").replaceAll("\n", "\r\n")}\r\nHost: board\r\n\r\n`);
	const bytes = concat([head, bytesOf("8182 00000000 'hi'")]);
	for (let cut = 0; cut <= bytes.length; cut++) {
		const transport = new FakeServer().connect();
		transport?.arrive(bytes.subarray(0, cut));
		transport?.arrive(bytes.subarray(cut));
		equal(transport?.takeText().slice(-2), "hi", `split at ${cut}`);
	}
});

test("each change is told to every live client, and to no other", () => {
	const server = new FakeServer({ maxClients: 3 });
	const live = [server.webSocket(), server.webSocket("/index")];
	const echo = server.webSocket("/echo");
	server.broadcast(on);
	equal(
		[...live, echo].map((transport) => hex(transport.take())),
		[frameOf(on), frameOf(on), ""],
	);
});

test("a slow client gets the newest state when it can take it, and nothing in between", () => {
	const server = new FakeServer();
	const slow = server.webSocket();
	const quick = server.webSocket();
	slow.writable = 5;
	for (let i = 0; i < 10_000; i++) {
		server.broadcast(`{"state":"${i}"}`);
		quick.drain(8192);
		equal(hex(quick.take()), frameOf(`{"state":"${i}"}`));
	}
	equal(slow.take().length, 0);
	slow.drain(8192);
	equal(hex(slow.take()), frameOf('{"state":"9999"}'));
	slow.drain(8192);
	equal(slow.take().length, 0);
});

test("a slow client is told each of its feeds once, in their order, and what it was spared is counted", () => {
	const server = new FakeServer();
	const slow = server.webSocket();
	slow.writable = 5;
	const { names, board } = server.feeds;
	server.tell(board, off);
	equal(server.traffic.coalesced, 0);
	for (let i = 0; i < 4; i++) server.tell(board, `{"state":"${i}"}`);
	server.tell(names, '{"names":1}');
	server.tell(names, '{"names":2}');
	equal([server.traffic.coalesced, slow.take().length], [5, 0]);
	slow.drain(15);
	equal(hex(slow.take()), frameOf('{"names":2}'));
	server.tell(names, '{"names":3}');
	slow.drain(8192);
	equal(hex(slow.take()), frameOf('{"names":3}') + frameOf('{"state":"3"}'));
	slow.drain(8192);
	equal([slow.take().length, server.traffic.coalesced], [0, 5]);
});

test("what waits first goes first, though something else would fit", () => {
	const server = new FakeServer();
	const slow = server.webSocket();
	const { names } = server.feeds;
	slow.writable = 30;
	const long = `{"names":"${"x".repeat(100)}"}`;
	server.tell(names, long);
	server.broadcast(on);
	equal(slow.take().length, 0);
	slow.drain(8192);
	equal(hex(slow.take()), frameOf(long) + frameOf(on));
});

test("a client that is slow from the start is told all of it, as it is by then", () => {
	const server = new FakeServer();
	const slow = server.request(upgrade("/ws"), 40);
	server.tell(server.feeds.names, '{"names":1}');
	server.broadcast(on);
	equal(server.traffic.coalesced, 2);
	equal(slow.takeText().includes("\r\n\r\n"), false);
	slow.drain(8192);
	slow.drain(8192);
	const all = ['{"names":1}', history, on].map(frameOf).join("");
	equal(hex(slow.take()).endsWith(`0d0a0d0a${all}`), true);
});

test("echo returns messages as they came: text, binary, in fragments, up to the limit", () => {
	const transport = new FakeServer().webSocket("/echo");
	const exchanges: readonly (readonly [string, string])[] = [
		["8182 00000000 'hi'", "8102 'hi'"],
		["8282 00000000 0102", "8202 0102"],
		["0281 00000000 01 8080 00000000", "8201 01"],
		["82fe 03e8 00000000 07*1000", "827e 03e8 07*1000"],
	];
	for (const [message, answer] of exchanges) {
		transport.arrive(bytesOf(message));
		equal(transport.take(), bytesOf(answer), message);
	}
	transport.arrive(bytesOf("82fe 03e9 00000000"));
	equal(hex(transport.take().subarray(2, 4)), "03f1");
});

test("text whose character is cut between fragments is checked across them", () => {
	const transport = new FakeServer().webSocket("/echo");
	transport.arrive(bytesOf("0181 00000000 c3 8081 00000000 41"));
	equal(transport.take(), bytesOf("8802 03ef"));
	const other = new FakeServer().webSocket("/echo");
	other.arrive(bytesOf("0181 00000000 c3 8081 00000000 a9"));
	equal(other.take(), bytesOf("8102 c3a9"));
});

test("frames that came together are all answered, however slowly the answers are taken", () => {
	const transport = new FakeServer().webSocket("/echo");
	const frames = bytesOf("8181 00000000 'a' 8181 00000000 'b' 8181 00000000 'c'");
	for (const size of [1, 2, 3, 4, 100]) {
		transport.drain(size);
		transport.arrive(frames.slice());
		let got = hex(transport.take());
		for (let i = 0; i < 9; i++) {
			transport.drain(size);
			got += hex(transport.take());
		}
		equal(got, "810161810162810163", `${size} bytes at a time`);
		transport.drain(8192);
	}
});

test("a client that does not read is not read from", () => {
	const server = new FakeServer();
	const transport = server.webSocket("/echo");
	transport.writable = 3;
	transport.arrive(bytesOf("8182 00000000 'ab' 8182 00000000 'cd'"));
	transport.arrive(bytesOf("8182 00000000 'ef'"));
	equal([transport.takeText().length, transport.unread], [3, 1]);
	transport.drain(8192);
	equal(hex(transport.take()), `${hex(bytesOf("'b'"))}8102${hex(bytesOf("'cd'"))}8102${hex(bytesOf("'ef'"))}`);
});

test("a flood of pings to a client that does not read leaves one pong", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	transport.writable = 0;
	const ping = bytesOf("8981 00000000 07");
	for (let i = 0; i < 200; i++) transport.arrive(ping);
	equal(transport.unread, 199);
	transport.drain(2);
	equal(transport.take(), bytesOf("8a01"));
});

test("a silent client is pinged, and dropped when it stays silent", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	server.clock.advance(9750);
	equal(transport.take().length, 0);
	server.clock.advance(500);
	equal(transport.take(), bytesOf("8900"));
	server.clock.advance(4500);
	equal(transport.closed, false);
	server.clock.advance(750);
	equal([transport.closed, server.hub.webSockets], [true, 0]);
});

test("a pong is a sign of life, and so is anything else", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	for (let i = 0; i < 5; i++) {
		server.clock.advance(12_000);
		equal(transport.take(), bytesOf("8900"), `round ${i}`);
		transport.arrive(bytesOf(i % 2 ? "8a80 00000000" : "8180 00000000"));
		transport.take();
	}
	equal(transport.closed, false);
});

test("a client that takes nothing any more is dropped all the same, and no Ping waits for it", () => {
	const server = new FakeServer();
	const transport = server.webSocket("/echo");
	transport.writable = 0;
	transport.arrive(bytesOf("8182 00000000 'ab'"));
	server.clock.advance(10_500);
	transport.drain(100);
	equal(transport.take(), bytesOf("8102 'ab'"));
	transport.writable = 0;
	transport.arrive(bytesOf("8182 00000000 'ab'"));
	server.clock.advance(16_000);
	equal(transport.closed, true);
});

test("a client that takes its echo slowly lives", () => {
	const server = new FakeServer();
	const transport = server.webSocket("/echo");
	transport.writable = 0;
	transport.arrive(bytesOf("82e4 00000000 07*100"));
	for (let i = 0; i < 20; i++) {
		server.clock.advance(4000);
		transport.drain(1);
	}
	equal(transport.closed, false);
});

test("pings without a deadline go on", () => {
	const server = new FakeServer({ pingTimeout: 0 });
	const transport = server.webSocket();
	for (let i = 0; i < 3; i++) {
		server.clock.advance(10_250);
		equal(transport.take(), bytesOf("8900"));
	}
	equal(transport.closed, false);
});

test("a wrong secret: the answer waits, whatever it is, and frames behind it are not lost", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const wrong = (path: string) => `${upgrade(path)}\nAuthorization: Bearer open-sesamx`;
	const client = server.request(wrong("/ws"));
	client.arrive(bytesOf("8182 00000000 'hi'"));
	const login = server.request("GET /login HTTP/1.1\nCookie: dipsocket=wrong");
	equal(server.request("GET / HTTP/1.1\nCookie: dipsocket=wrong").takeText().slice(0, 12), "HTTP/1.1 200");
	server.clock.advance(wrongSecretDelay - 250);
	equal([client.takeText(), login.takeText(), server.hub.webSockets], ["", "", 0]);
	server.clock.advance(500);
	const text = client.takeText();
	equal(
		[text.slice(0, 12), text.endsWith("not trusted"), login.takeText().slice(0, 12)],
		["HTTP/1.1 101", true, "HTTP/1.1 401"],
	);
});

test("who has shown the secret is trusted", () => {
	const server = new FakeServer({ token: "a-long-secret" });
	const transport = server.request(`${upgrade("/ws")}\nAuthorization: Bearer a-long-secret`);
	transport.take();
	transport.arrive(bytesOf("8182 00000000 '{}'"));
	equal(transport.takeText().endsWith("\u0007trusted"), true);
});

test("a held request does not take a place that was filled meanwhile", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const held = server.request(`${upgrade("/ws")}\nAuthorization: Bearer wrong`);
	server.webSocket();
	server.webSocket();
	server.clock.advance(wrongSecretDelay + 250);
	equal([held.takeText().slice(0, 12), server.hub.webSockets], ["HTTP/1.1 503", 2]);
});

test("a refused HEAD gets no body", () => {
	const server = new FakeServer();
	const transport = server.connect();
	transport?.arrive(bytesOf("'HEAD / HTTP/1.1' 0d0a0d0a"));
	const text = transport?.takeText() ?? "";
	equal([text.slice(0, 12), text.endsWith("\r\n\r\n")], ["HTTP/1.1 400", true]);
});

test("deadlines can be switched off", () => {
	const server = new FakeServer({ pingInterval: 0, headTimeout: 0 });
	const webSocket = server.webSocket();
	const head = server.connect();
	server.clock.advance(1_000_000);
	equal([webSocket.closed, head?.closed], [false, false]);
});

test("deadlines pass when the clock wraps", () => {
	const server = new FakeServer();
	server.clock.jump(0x7fff_fff0);
	const transport = server.webSocket();
	server.clock.advance(10_250);
	equal(transport.take(), bytesOf("8900"));
	server.clock.advance(5250);
	equal(transport.closed, true);
});

test("the client closes: the same code, then the server closes first", () => {
	const transport = new FakeServer().webSocket();
	transport.arrive(bytesOf("8882 00000000 03e9"));
	equal([hex(transport.take()), transport.closed], ["880203e9", true]);
});

test("a Close that has to wait: the server closes as soon as it is out, or in the end without", () => {
	const server = new FakeServer();
	const [slow, stuck] = [server.webSocket("/echo"), server.webSocket("/echo")];
	for (const transport of [slow, stuck]) {
		transport.writable = 2;
		transport.arrive(bytesOf("8882 00000000 03e8"));
	}
	equal([slow.closed, hex(slow.take())], [false, "8802"]);
	slow.drain(2);
	equal([slow.closed, hex(slow.take())], [true, "03e8"]);
	server.clock.advance(responseTime - 250);
	equal(stuck.closed, false);
	server.clock.advance(500);
	equal([stuck.closed, server.hub.connections], [true, 0]);
});

test("an answer that has gone out is followed by no more than the linger, whatever becomes writable", () => {
	const server = new FakeServer();
	const transport = server.request("GET / HTTP/1.1");
	for (let i = 0; i < 3; i++) {
		server.clock.advance(lingerTime / 2);
		transport.drain(8192);
	}
	equal(transport.closed, true);
});

test("a violation: Close first, then drained, then closed", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	transport.arrive(bytesOf("8100"));
	equal(hex(transport.take().subarray(2, 4)), "03ea");
	transport.arrive(bytesOf("8182 00000000 'hi'"));
	server.broadcast(on);
	equal([transport.take().length, transport.unread, transport.closed], [0, 0, false]);
	equal(server.hub.webSockets, 0);
	server.clock.advance(lingerTime + 250);
	equal(transport.closed, true);
});

test("a peer that goes away in any phase is forgotten", () => {
	const server = new FakeServer();
	const phases = [
		() => server.connect(),
		() => server.request("GET / HTTP/1.1"),
		() => server.request("GET / HTTP/1.1", 5),
		() => server.webSocket(),
	];
	for (const phase of phases) {
		const transport = phase();
		transport?.fail();
		transport?.fail();
		equal([transport?.closed, server.hub.connections], [true, 0]);
	}
});
