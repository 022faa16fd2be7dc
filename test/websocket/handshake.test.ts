import { requestFields } from "../../src/server/respond.js";
import { answerUpgrade, asksForWebSocket, type UpgradeRequest } from "../../src/websocket/handshake.js";
import { upgradeRequestFields } from "../../src/websocket/index.js";
import { sampleAccept, sampleKey, sha1 } from "../fakes/sha1.js";
import { equal, test } from "../harness.js";

const good: Record<string, string> = {
	upgrade: "websocket",
	connection: "Upgrade",
	"sec-websocket-key": sampleKey,
	"sec-websocket-version": "13",
};

const request = (fields: Record<string, string | undefined> = {}, method = "GET", minor = 1): UpgradeRequest => {
	const all: Record<string, string | undefined> = { ...good, ...fields };
	return { method, minor, field: (name) => all[name] };
};

const answer = (fields?: Record<string, string | undefined>, method?: string, minor?: number) => {
	const { status, protocol, fields: answered } = answerUpgrade(request(fields, method, minor), ["b", "a"], sha1);
	return `${status} ${answered.map(([name, value]) => `${name}=${value}`).join(" ")}${protocol && ` (${protocol})`}`;
};

test("the RFC's example is accepted", () => {
	equal(answer(), `101 Upgrade=websocket Connection=Upgrade Sec-WebSocket-Accept=${sampleAccept}`);
});

test("tokens are found in lists and in any case", () => {
	equal(answer({ upgrade: "h2c, WebSocket", connection: "keep-alive,UPGRADE" }).slice(0, 3), "101");
	equal(asksForWebSocket(request({ upgrade: "websockets" })), false);
	equal(asksForWebSocket(request({ upgrade: undefined })), false);
	equal([asksForWebSocket(request()), asksForWebSocket(request({}, "GET", 0))], [true, false]);
});

test("what is missing or wrong is refused", () => {
	const refused: readonly [string, Record<string, string | undefined>, number][] = [
		["no Upgrade", { upgrade: undefined }, 426],
		["another Upgrade", { upgrade: "h2c" }, 426],
		["no Connection", { connection: undefined }, 400],
		["another Connection", { connection: "keep-alive" }, 400],
		["no key", { "sec-websocket-key": undefined }, 400],
		["empty key", { "sec-websocket-key": "" }, 400],
		["key of 15 bytes", { "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAA" }, 400],
		["key of 17 bytes", { "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAAA=" }, 400],
		["key with loose bits", { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZR==" }, 400],
		["key not base64", { "sec-websocket-key": "dGhlIHNhbXBsZSBub25j*Q==" }, 400],
		["no version", { "sec-websocket-version": undefined }, 426],
		["version 8", { "sec-websocket-version": "8" }, 426],
		["version 13, 8", { "sec-websocket-version": "13, 8" }, 426],
		["malformed protocols", { "sec-websocket-protocol": "a b" }, 400],
	];
	for (const [name, fields, status] of refused) equal(answer(fields).slice(0, 3), String(status), name);
	equal(answer({}, "POST").slice(0, 3), "405");
	equal(answer({}, "GET", 0).slice(0, 3), "426");
});

test("a refusal says what is missing, and how to go on", () => {
	const reasonOf = (fields: Record<string, string | undefined>, method?: string, minor?: number) =>
		answerUpgrade(request(fields, method, minor), [], sha1).reason;
	equal(reasonOf({}), "");
	equal(reasonOf({ upgrade: undefined }), "A WebSocket handshake needs HTTP/1.1, Upgrade: websocket and version 13.");
	equal(reasonOf({}, "GET", 0), "A WebSocket handshake needs HTTP/1.1, Upgrade: websocket and version 13.");
	equal(reasonOf({ "sec-websocket-key": "" }), "A WebSocket handshake needs a valid Sec-WebSocket-Key.");
	equal(answer({}, "POST"), "405 Upgrade=websocket Connection=Upgrade Allow=GET Sec-WebSocket-Version=13");
	equal(answer({ connection: "close" }), "400 Upgrade=websocket Connection=Upgrade Sec-WebSocket-Version=13");
});

test("426 says which version, and which protocol", () => {
	equal(answer({ "sec-websocket-version": "8" }), "426 Upgrade=websocket Connection=Upgrade Sec-WebSocket-Version=13");
	equal(answer({ upgrade: undefined }), "426 Upgrade=websocket Connection=Upgrade Sec-WebSocket-Version=13");
});

test("a subprotocol is one the client has offered, the server's favourite first", () => {
	equal(/Sec-WebSocket-Protocol=b .*\(b\)$/.test(answer({ "sec-websocket-protocol": "a, b" })), true);
	equal(answer({ "sec-websocket-protocol": "x,,a," }).endsWith("(a)"), true);
	equal(answer({ "sec-websocket-protocol": "" }).slice(0, 3), "101");
	equal(answer({ "sec-websocket-protocol": "c" }).includes("Protocol"), false);
	equal(answer({ "sec-websocket-protocol": "B" }).includes("Protocol"), false);
});

test("every field that is asked for is on the list of those to be kept, and on the firmware's", () => {
	const asked = new Set<string>();
	const { field, ...rest } = request();
	const noting = (name: string) => {
		asked.add(name);
		return field(name);
	};
	equal(answerUpgrade({ ...rest, field: noting }, [], sha1).status, 101);
	equal([...asked].sort(), [...upgradeRequestFields].sort());
	for (const name of asked) equal(requestFields.includes(name), true, name);
});

test("extensions are declined, and must be in order", () => {
	const offers: readonly (readonly [offer: string, status: string])[] = [
		["permessage-deflate; client_max_window_bits", "101"],
		["permessage-deflate;server_no_context_takeover;client_max_window_bits=15 , x-webkit-deflate-frame", "101"],
		[', a ; b = c;\td="e",,', "101"],
		['a; b="\\c\\d"', "101"],
		["", "400"],
		[" , ", "400"],
		["foo; =;;", "400"],
		["fo o@", "400"],
		["foo;", "400"],
		["foo; bar baz", "400"],
		["foo; bar=", "400"],
		["foo; bar=b=c", "400"],
		["foo=bar", "400"],
		['"foo"', "400"],
		['foo; bar="', "400"],
		['foo; bar=""', "400"],
		['foo; bar="a b"', "400"],
		['foo; bar="a,b"', "400"],
		['foo; bar="a;b"', "400"],
		['foo; bar="a\\"', "400"],
		['foo; bar="a\\\\b"', "400"],
		['foo; bar="a"b', "400"],
		["foo, b@r", "400"],
	];
	for (const [offer, status] of offers) {
		const answered = answer({ "sec-websocket-extensions": offer });
		equal([answered.slice(0, 3), answered.includes("Extensions")], [status, false], offer);
	}
});
