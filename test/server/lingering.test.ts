import { lingerTime, responseTime } from "../../src/server/lingering.js";
import { FakeServer, on } from "../fakes/server.js";
import { bytesOf, equal, hex, test } from "../harness.js";

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

test("a refused request is answered, and what follows is drained", () => {
	const server = new FakeServer();
	const transport = server.connect();
	transport?.arrive(bytesOf("'nonsense' 0d0a"));
	equal(transport?.takeText().slice(0, 12), "HTTP/1.1 400");
	transport?.arrive(bytesOf("'more'"));
	equal([transport?.unread, transport?.closed], [0, false]);
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

test("our half is closed behind the answer; once the client's is, too, all is over", () => {
	const server = new FakeServer();
	const transport = server.request("GET / HTTP/1.1");
	equal([transport.ended, transport.closed], [true, false]);
	transport.finish();
	equal([transport.closed, server.hub.connections], [true, 0]);
});

test("a WebSocket whose TCP connection ends without a Close frame is over", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	transport.finish();
	equal([transport.closed, server.hub.webSockets], [true, 0]);
});

test("after a violation the server closes as soon as the client's Close has come", () => {
	const server = new FakeServer();
	const transport = server.webSocket();
	transport.arrive(bytesOf("8184 00000000 'a' ff 'bc' 8982 00000000 'hi'"));
	equal([hex(transport.take().subarray(2, 4)), transport.closed], ["03ef", false]);
	transport.arrive(bytesOf("8882 00000000 03"));
	equal(transport.closed, false);
	transport.arrive(bytesOf("ef"));
	equal([transport.closed, server.hub.connections], [true, 0]);
});
