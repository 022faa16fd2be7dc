import { wrongTokenDelay } from "../../src/server/token.js";
import { FakeServer, frameOf, history, names, off, upgrade } from "../fakes/server.js";
import { sampleAccept } from "../fakes/sha1.js";
import { asciiOf, text } from "../fakes/text.js";
import { bytesOf, concat, equal, hex, test } from "../harness.js";

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

test("with a token, other cookies are nobody's business", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const others = `a=${"x".repeat(3000)}; b=\u00ff`;
	for (const cookie of [others, `${others}; dipsocket=open-sesame`])
		equal(server.request(`GET / HTTP/1.1\nCookie: ${cookie}`).takeText().slice(0, 12), "HTTP/1.1 200");
	const login = server.request(`GET /login HTTP/1.1\nCookie: ${others}; dipsocket=open-sesame`);
	equal(login.takeText().slice(0, 12), "HTTP/1.1 204");
});

test("a wrong token: the answer waits, whatever it is, and frames behind it are not lost", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const wrong = (path: string) => `${upgrade(path)}\nAuthorization: Bearer open-sesamx`;
	const client = server.request(wrong("/ws"));
	client.arrive(bytesOf("8182 00000000 'hi'"));
	const login = server.request("GET /login HTTP/1.1\nCookie: dipsocket=wrong");
	for (const path of ["/", "/index.html"])
		equal(
			server.request(`GET ${path} HTTP/1.1\nCookie: dipsocket=wrong`).takeText().slice(0, 12),
			"HTTP/1.1 200",
			path,
		);
	server.clock.advance(wrongTokenDelay - 250);
	equal([client.takeText(), login.takeText(), server.hub.webSockets], ["", "", 0]);
	server.clock.advance(500);
	const text = client.takeText();
	equal(
		[text.slice(0, 12), text.endsWith("not trusted"), login.takeText().slice(0, 12)],
		["HTTP/1.1 101", true, "HTTP/1.1 401"],
	);
});

test("a held request does not take a place that was filled meanwhile", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const held = server.request(`${upgrade("/ws")}\nAuthorization: Bearer wrong`);
	server.webSocket();
	server.webSocket();
	server.clock.advance(wrongTokenDelay + 250);
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

test("a client that closes its half behind its request gets the whole answer, and then the end", () => {
	const server = new FakeServer();
	const transport = server.request("GET / HTTP/1.1", 100);
	transport.finish();
	let page = transport.takeText();
	for (let i = 0; i < 20; i++) {
		transport.drain(100);
		page += transport.takeText();
	}
	equal([page.endsWith("<title>board</title>"), transport.closed, server.hub.connections], [true, true, 0]);
});

test("half of a request is none", () => {
	const server = new FakeServer();
	const transport = server.connect();
	transport?.arrive(bytesOf("'GET / HT'"));
	transport?.finish();
	equal([transport?.takeText(), transport?.closed, server.hub.connections], ["", true, 0]);
});

test("a held request is answered though its client has closed its half", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const transport = server.request("GET /login HTTP/1.1\nCookie: dipsocket=wrong");
	transport.finish();
	server.clock.advance(wrongTokenDelay + 250);
	equal(transport.takeText().slice(0, 12), "HTTP/1.1 401");
});

const headOfPut = (length: string, fields = "") =>
	text.encode(
		`PUT /json HTTP/1.1\r\nHost: board\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${fields}\r\n`,
	);
const bytesOfPut = (content: string, fields = "") =>
	concat([headOfPut(String(content.length), fields), text.encode(content)]);

test("content split at every byte, and what comes behind it is left alone", () => {
	const bytes = concat([bytesOfPut('{"a":"b"}'), text.encode("GET / HTTP/1.1")]);
	for (let cut = 0; cut <= bytes.length; cut++) {
		const transport = new FakeServer().connect();
		transport?.arrive(bytes.subarray(0, cut));
		transport?.arrive(bytes.subarray(cut));
		const answer = transport?.takeText() ?? "";
		equal([answer.slice(0, 12), answer.endsWith('\r\n\r\n{"a":"b"}')], ["HTTP/1.1 200", true], `split at ${cut}`);
	}
});

test("100 for a client that waits for it, once, and not when the content has come", () => {
	const bytes = bytesOfPut("{}", "Expect: 100-continue\r\n");
	const waiting = new FakeServer().connect();
	waiting?.arrive(bytes.subarray(0, bytes.length - 2));
	equal(waiting?.takeText(), "HTTP/1.1 100 Continue\r\n\r\n");
	waiting?.arrive(bytes.subarray(bytes.length - 2));
	equal(waiting?.takeText().slice(0, 12), "HTTP/1.1 200");
	const hasty = new FakeServer().connect();
	hasty?.arrive(bytes);
	equal(hasty?.takeText().slice(0, 12), "HTTP/1.1 200");
	const none = new FakeServer().connect();
	none?.arrive(bytesOfPut("", "Expect: 100-continue\r\n"));
	equal(none?.takeText().slice(0, 12), "HTTP/1.1 200");
	const full = new FakeServer().connect(0);
	full?.arrive(bytes.subarray(0, bytes.length - 2));
	full?.drain(8192);
	equal(full?.takeText(), "HTTP/1.1 100 Continue\r\n\r\n");
});

test("413 for more than a message may have, before any of it is held", () => {
	const answerTo = (length: string, server = new FakeServer()) => {
		const transport = server.connect();
		transport?.arrive(headOfPut(length));
		return transport?.takeText().slice(9, 12);
	};
	equal([answerTo("1000"), answerTo("1001"), answerTo("99999999999999999999999")], ["", "413", "413"]);
	const short = new FakeServer({ maxMessage: 100_000 });
	short.room = 20_000;
	equal([answerTo("10000", short), answerTo("20000", short)], ["", "413"]);
});

test("half a content is answered with 408 when the head's time is over, and forgotten when its client goes", () => {
	const server = new FakeServer();
	const bytes = bytesOfPut('{"a":"b"}');
	const slow = server.connect();
	slow?.arrive(bytes.subarray(0, bytes.length - 4));
	server.clock.advance(4750);
	slow?.arrive(bytes.subarray(bytes.length - 4, bytes.length - 3));
	server.clock.advance(500);
	equal(slow?.takeText().slice(9, 12), "408");
	for (const end of ["finish", "fail"] as const) {
		const gone = server.connect();
		gone?.arrive(bytes.subarray(0, bytes.length - 4));
		gone?.[end]();
		equal([gone?.takeText(), gone?.closed], ["", true]);
	}
});

test("content of a client with a wrong token is never read", () => {
	const server = new FakeServer({ token: "open-sesame" });
	const transport = server.connect();
	transport?.arrive(bytesOfPut("{}", "Authorization: Bearer wrong\r\n"));
	equal(transport?.takeText(), "");
	server.clock.advance(wrongTokenDelay + 250);
	equal(transport?.takeText().slice(9, 12), "401");
});
