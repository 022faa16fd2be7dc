import { stuckTime } from "../../src/server/connectedclient.js";
import { piecesInTurn } from "../../src/server/server.js";
import { FakeServer, frameOf, history, off, on, upgrade } from "../fakes/server.js";
import { bytesOf, equal, hex, test } from "../harness.js";

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

test("a client that floods us with frames that need no answer is read a few pieces at a time, the others in between", () => {
	const server = new FakeServer({ maxClients: 3 });
	const flood = server.webSocket();
	const quiet = server.webSocket("/echo");
	// The first fragment of a text, then empty ones.
	flood.arrive(bytesOf("0180 00*4"));
	flood.arrive(bytesOf("0080 00*4"), 100);
	equal(flood.unread, 100 - piecesInTurn);
	quiet.arrive(bytesOf("8182 00*4 'hi'"));
	equal(hex(quiet.take()), frameOf("hi"));
	equal(flood.unread, 100 - piecesInTurn);
	server.clock.advance(0);
	equal(flood.unread, 0);
	flood.arrive(bytesOf("8080 00*4"));
	equal(server.traffic.messagesIn, 2);
});

test("a client that floods us and is gone meanwhile is not read from any more", () => {
	const server = new FakeServer();
	const flood = server.webSocket();
	flood.arrive(bytesOf("8a80 00*4"), 100);
	flood.fail();
	server.clock.advance(0);
	equal([flood.closed, flood.unread], [true, 100 - piecesInTurn]);
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

test("a client that takes nothing any more is dropped, pinged or not, and no Ping waits for it", () => {
	for (const pingInterval of [10_000, 0]) {
		const server = new FakeServer({ pingInterval });
		const transport = server.webSocket("/echo");
		transport.writable = 0;
		transport.arrive(bytesOf("8182 00000000 'ab'"));
		server.clock.advance(stuckTime - 500);
		transport.drain(100);
		equal(transport.take(), bytesOf("8102 'ab'"));
		transport.writable = 0;
		transport.arrive(bytesOf("8182 00000000 'ab'"));
		server.clock.advance(stuckTime - 250);
		equal(transport.closed, false);
		server.clock.advance(500);
		equal([transport.closed, server.hub.connections], [true, 0]);
	}
});

test("neither signs of life nor taking it in drops extend the time to take what waits", () => {
	const server = new FakeServer();
	const [dripping, deaf] = [server.webSocket("/echo"), server.webSocket("/ws")];
	dripping.writable = 0;
	dripping.arrive(bytesOf("82e4 00000000 07*100"));
	deaf.writable = 0;
	server.broadcast(on);
	for (let time = 0; time < stuckTime; time += 1000) {
		equal([dripping.closed, deaf.closed], [false, false]);
		dripping.drain(1);
		deaf.arrive(bytesOf("8a80 00000000"));
		server.clock.advance(1000);
	}
	equal([dripping.closed, deaf.closed], [true, true]);
});

test("where a silent client is dropped sooner, so is one that takes nothing", () => {
	const server = new FakeServer({ pingInterval: 1000, pingTimeout: 500 });
	const transport = server.webSocket();
	transport.writable = 0;
	server.broadcast(on);
	server.clock.advance(1250);
	equal(transport.closed, false);
	server.clock.advance(500);
	equal(transport.closed, true);
});

test("a client that is behind, but catches up each time, lives", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	for (let i = 0; i < 10; i++) {
		transport.writable = 0;
		server.broadcast(on);
		server.clock.advance(stuckTime - 1000);
		transport.drain(8192);
		equal(hex(transport.take()), frameOf(on));
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

test("who has shown the token is trusted", () => {
	const server = new FakeServer({ token: "a-long-token" });
	const transport = server.request(`${upgrade("/ws")}\nAuthorization: Bearer a-long-token`);
	transport.take();
	transport.arrive(bytesOf("8182 00000000 '{}'"));
	equal(transport.takeText().endsWith("\u0007trusted"), true);
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

test("a message that memory has no room for is refused, in one frame and in fragments", () => {
	const server = new FakeServer({ maxMessage: 65_536, maxClients: 4 });
	const refused = "03f1";
	const answer = (...frames: string[]) => {
		const transport = server.webSocket("/ws");
		transport.take();
		for (const frame of frames) transport.arrive(bytesOf(frame));
		const bytes = transport.take();
		transport.fail();
		return bytes[0] === 0x88 ? hex(bytes.subarray(2, 4)) : "taken";
	};
	server.room = 10_192;
	equal(answer("82fe 07d0 00000000 07*2000"), "taken");
	equal(answer("82fe 07d1 00000000"), refused, "8,192 are left for everything else");
	server.room = 12_000;
	equal(answer("02fe 0bb8 00000000 07*3000", "80fe 0bb8 00000000 07*3000"), "taken");
	equal(answer("02fe 0bb8 00000000 07*3000", "80fe 0bb9 00000000"), refused, "half of it, since it may be copied");
	server.room = 0;
	equal(answer("8282 00000000 0102"), refused);
});

test("an endpoint that takes parts is handed what memory cannot hold, so that the echo returns in fragments", () => {
	const server = new FakeServer({ maxMessage: 65_536, maxClients: 4 });
	const check = (echo: string, ...pieces: string[]) => {
		const transport = server.webSocket("/echo");
		for (const piece of pieces) transport.arrive(bytesOf(piece));
		equal(hex(transport.take()), hex(bytesOf(echo)));
		transport.fail();
	};
	const { traffic } = server;
	server.room = 8192 + 4;
	check("8204 01020304", "8284 00000000 0102", "0304");
	check("0202 0102 8003 030405 8101 06", "8285 00000000 0102", "030405", "8181 00000000 06");
	check("8203 010203", "0281 00000000 01", "8082 00000000 0203");
	// The second fragment is too much: what is held goes out before it. A character is cut, and a Ping comes between.
	const piece = "61*4097";
	const two = ["0181 00000000 61", "8981 00000000 01", `00fe 1002 00000000 ${piece} e2`];
	check(`8a01 01 0101 61 007e 1002 ${piece} e2 0001 82 8001 ac`, ...two, "0081 00000000 82", "8081 00000000 ac");
	check(`8a01 01 0101 61 007e 1002 ${piece} e2 8802 03ef`, ...two, "8081 00000000 ff");
	equal([traffic.messagesIn, traffic.messagesOut], [5, 5]);
	check("8802 03f1", "0282 00000000 0102", "80ff 0000000000010000 00000000");
});

test("while a part waits for the client, no more of its message is read", () => {
	const server = new FakeServer({ maxMessage: 65_536 });
	server.room = 0;
	const transport = server.webSocket("/echo");
	transport.writable = 25;
	transport.arrive(bytesOf("82fe 03e8 00000000"));
	transport.arrive(bytesOf("07*10"), 100);
	server.clock.advance(0);
	equal(transport.unread, 97);
	let length = 0;
	for (let turn = 0; turn < 100; turn++) {
		length += transport.take().length;
		transport.drain(25);
		server.clock.advance(0);
	}
	equal([transport.unread, length], [0, 1000 + 2 * 100]);
});

test("where messages are small nobody asks for room", () => {
	const server = new FakeServer({ maxMessage: 2048 });
	server.room = 0;
	const transport = server.webSocket("/echo");
	transport.arrive(bytesOf("82fe 0800 00000000 07*2048"));
	equal(transport.take().length, 2052);
});
