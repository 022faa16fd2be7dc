import { RequestParser } from "../../src/http/request.js";
import { encodeHead } from "../../src/http/response.js";
import { ResponseParser } from "../../src/http/responsehead.js";
import { answerFields, encodeUpgrade, judgeAnswer, type Opening } from "../../src/websocket/clienthandshake.js";
import { answerUpgrade } from "../../src/websocket/handshake.js";
import { upgradeRequestFields } from "../../src/websocket/index.js";
import { sampleAccept, sampleKey, sha1 } from "../fakes/sha1.js";
import { asciiOf } from "../fakes/text.js";
import { equal, test, throws } from "../harness.js";

const opening: Opening = { host: "server.example.com", resource: "/chat?x=1", key: sampleKey };

test("a request is a head of HTTP with everything that is needed", () => {
	equal(asciiOf(encodeUpgrade(opening)).split("\r\n"), [
		"GET /chat?x=1 HTTP/1.1",
		"Host: server.example.com",
		"Upgrade: websocket",
		"Connection: Upgrade",
		`Sec-WebSocket-Key: ${sampleKey}`,
		"Sec-WebSocket-Version: 13",
		"",
		"",
	]);
	const more = encodeUpgrade({
		...opening,
		origin: "http://example.com",
		protocols: ["chat", "superchat"],
		fields: [
			["Authorization", "Bearer x y"],
			["X-Empty", ""],
		],
	});
	equal(asciiOf(more).split("\r\n").slice(6), [
		"Origin: http://example.com",
		"Sec-WebSocket-Protocol: chat, superchat",
		"Authorization: Bearer x y",
		"X-Empty: ",
		"",
		"",
	]);
});

test("what would make another request of it throws", () => {
	const wrong: readonly (readonly [change: Partial<Opening>, what: string])[] = [
		[{ host: "a\r\nX: y" }, "host"],
		[{ host: "" }, "host"],
		[{ host: "a/b" }, "host"],
		[{ resource: "" }, "resource"],
		[{ resource: "chat" }, "resource"],
		[{ resource: "/a b" }, "resource"],
		[{ resource: "/a\r\nX:y" }, "resource"],
		[{ resource: "/a#b" }, "resource"],
		[{ resource: "/é" }, "resource"],
		[{ key: "" }, "key"],
		[{ key: "AAAAAAAAAAAAAAAAAAAAAA" }, "key"],
		[{ key: `${sampleKey}\r\nX: y` }, "key"],
		[{ origin: "http://a\r\nX: y" }, "origin"],
		[{ origin: "http://a b" }, "origin"],
		[{ protocols: ["a", "a"] }, "protocols"],
		[{ protocols: ["a", ""] }, "protocols"],
		[{ protocols: ["a b"] }, "protocols"],
		[{ protocols: ["a,b"] }, "protocols"],
		[{ fields: [["X", "y\r\nZ: z"]] }, "X"],
		[{ fields: [["X", "y\n"]] }, "X"],
		[{ fields: [["X", "\0"]] }, "X"],
		[{ fields: [["X", "é"]] }, "X"],
		[{ fields: [["X: y\r\nZ", "z"]] }, "X: y"],
		[{ fields: [["", "z"]] }, ""],
		[{ fields: [["Host", "other"]] }, "Host"],
		[{ fields: [["Content-Length", "1"]] }, "Content-Length"],
		[{ fields: [["transfer-encoding", "chunked"]] }, "transfer-encoding"],
		[{ fields: [["Sec-WebSocket-Extensions", "permessage-deflate"]] }, "Sec-WebSocket-Extensions"],
	];
	for (const [change, what] of wrong) throws(() => encodeUpgrade({ ...opening, ...change }), `RangeError: ${what}`);
});

const good: Readonly<Record<string, string>> = {
	Upgrade: "websocket",
	Connection: "Upgrade",
	"Sec-WebSocket-Accept": sampleAccept,
};

/** The outcome of an answer with changed fields, in words. */
function outcome(changes: Record<string, string | undefined> = {}, start = "HTTP/1.1 101 X", protocols = ["b", "a"]) {
	const fields = Object.entries({ ...good, ...changes }).filter(([, value]) => value !== undefined);
	const parser = new ResponseParser(answerFields, asciiOf);
	const head = [start, ...fields.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");
	parser.receive(
		Uint8Array.from(head, (character) => character.charCodeAt(0)),
		0,
	);
	if (!parser.response) return parser.refusal?.reason ?? "unfinished";
	const { failure, status, protocol } = judgeAnswer(parser.response, { ...opening, protocols }, sha1);
	return `${status} ${failure || "open"}${protocol && ` (${protocol})`}`;
}

test("the RFC's answer opens the connection", () => {
	equal(outcome(), "101 open");
	equal(outcome({ Upgrade: "WebSocket", Connection: "keep-alive, UPGRADE" }), "101 open");
	equal(outcome({ "Sec-WebSocket-Protocol": "a" }), "101 open (a)");
	equal(outcome({ "Set-Cookie": "x=y", Server: "z" }, "HTTP/1.1 101 "), "101 open");
});

test("any other answer does not", () => {
	const answers: readonly (readonly [changes: Record<string, string | undefined>, part: string])[] = [
		[{ Upgrade: undefined }, "Upgrade is not"],
		[{ Upgrade: "h2c" }, "Upgrade is not"],
		[{ Upgrade: "websocket, h2c" }, "Upgrade is not"],
		[{ Connection: undefined }, "Connection does not"],
		[{ Connection: "close" }, "Connection does not"],
		[{ Connection: "Upgraded" }, "Connection does not"],
		[{ "Sec-WebSocket-Accept": undefined }, "Sec-WebSocket-Accept does not"],
		[{ "Sec-WebSocket-Accept": "" }, "Sec-WebSocket-Accept does not"],
		[{ "Sec-WebSocket-Accept": sampleAccept.toLowerCase() }, "Sec-WebSocket-Accept does not"],
		[{ "Sec-WebSocket-Accept": sampleKey }, "Sec-WebSocket-Accept does not"],
		[{ "sec-websocket-accept": sampleAccept }, "stands twice"],
		[{ "Sec-WebSocket-Extensions": "permessage-deflate" }, "Sec-WebSocket-Extensions has"],
		[{ "Sec-WebSocket-Extensions": "" }, "Sec-WebSocket-Extensions has"],
		[{ "Sec-WebSocket-Protocol": "c" }, "Sec-WebSocket-Protocol has"],
		[{ "Sec-WebSocket-Protocol": "A" }, "Sec-WebSocket-Protocol has"],
		[{ "Sec-WebSocket-Protocol": "" }, "Sec-WebSocket-Protocol has"],
		[{ "Sec-WebSocket-Protocol": "a, b" }, "Sec-WebSocket-Protocol has"],
		[{ "Sec-WebSocket-Protocol": "a", "sec-websocket-protocol": "a" }, "Sec-WebSocket-Protocol has"],
	];
	for (const [changes, part] of answers) equal(outcome(changes).includes(part), true, JSON.stringify(changes));
	equal(outcome({ "Sec-WebSocket-Protocol": "a" }, undefined, []).includes("Protocol has"), true);
	equal(outcome({}, "HTTP/1.0 101 X"), "101 The answer is not of HTTP/1.1.");
});

test("another status is told as it is", () => {
	equal(outcome({}, "HTTP/1.1 401 Unauthorized"), "401 The server has answered 401 Unauthorized");
	equal(outcome({ Location: "/y" }, "HTTP/1.1 302 "), "302 The server has answered 302");
	equal(outcome({}, "HTTP/1.1 200 OK"), "200 The server has answered 200 OK");
});

test("both sides of the handshake understand each other", () => {
	const asked = { ...opening, protocols: ["x", "a"], fields: [["Cookie", "a=b"]] as const };
	const request = new RequestParser(["host", ...upgradeRequestFields], asciiOf);
	request.receive(encodeUpgrade(asked), 0);
	if (!request.request) throw new Error(request.refusal?.reason);
	const { status, fields } = answerUpgrade(request.request, ["b", "a"], sha1);
	const response = new ResponseParser(answerFields, asciiOf);
	response.receive(encodeHead(status, fields), 0);
	if (!response.response) throw new Error(response.refusal?.reason);
	equal(judgeAnswer(response.response, asked, sha1), { failure: "", status: 101, protocol: "a" });
});
