import { RequestParser } from "../../src/http/request.js";
import { isAwaited } from "../../src/server/answer.js";
import { Merit } from "../../src/server/place.js";
import { cookieOf, requestFieldsOf, respond } from "../../src/server/respond.js";
import { siteOf, upgrade } from "../fakes/server.js";
import { asciiOf, text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function answer(lines: string, full = false, changes = {}, secure = false) {
	const site = siteOf(changes);
	const parser = new RequestParser(requestFieldsOf(site), asciiOf, cookieOf(site, secure));
	parser.receive(text.encode(`${lines.replaceAll("\n", "\r\n")}\r\nHost: board\r\n\r\n`), 0);
	if (!parser.request) throw new Error(`not a request: ${lines}`);
	const answered = respond(parser.request, site, { secure, isGuest: false, hasPlace: () => !full });
	const response = isAwaited(answered) ? answered.respond(text.encode("{}")) : answered;
	const field = (name: string) => response.fields.find(([known]) => known === name)?.[1];
	return { ...response, field, size: response.body.length };
}

test("the page, plain and in gzip, with what a cache needs", () => {
	const plain = answer("GET / HTTP/1.1");
	equal(
		[plain.status, plain.field("Content-Type"), plain.field("Content-Length")],
		[200, "text/html; charset=utf-8", "20"],
	);
	equal(
		[plain.field("ETag"), plain.field("Vary"), plain.field("Content-Encoding")],
		['"plain"', "Accept-Encoding", undefined],
	);
	equal([plain.field("Cache-Control"), plain.field("Connection")], ["no-cache", "close"]);
	const gzip = answer("GET /?x HTTP/1.1\nAccept-Encoding: gzip");
	equal(
		[gzip.field("ETag"), gzip.field("Content-Encoding"), gzip.field("Vary"), gzip.size],
		['"zip"', "gzip", "Accept-Encoding", 102],
	);
});

test("304 where the client has it already", () => {
	const known = answer('GET / HTTP/1.1\nIf-None-Match: "plain"');
	equal([known.status, known.size, known.field("ETag"), known.field("Vary")], [304, 0, '"plain"', "Accept-Encoding"]);
	equal(answer('GET / HTTP/1.1\nAccept-Encoding: gzip\nIf-None-Match: "plain"').status, 200);
});

test("HEAD says all of it, without the body", () => {
	const head = answer("HEAD / HTTP/1.1");
	equal([head.status, head.size, head.field("Content-Length")], [200, 0, "20"]);
	for (const [path, status] of [
		["/nothing", 404],
		["/app.js", 500],
		["/ws", 426],
		["/ws HTTP/1.1\nContent-Length: 1\nX: y", 400],
	] as const) {
		const missing = answer(`HEAD ${path}${path.includes("HTTP") ? "" : " HTTP/1.1"}`);
		equal([missing.status, missing.size, Number(missing.field("Content-Length")) > 0], [status, 0, true], path);
	}
});

test("security fields come with every page and every failure", () => {
	for (const lines of ["GET / HTTP/1.1", "GET /nothing HTTP/1.1", "POST / HTTP/1.1", "GET /ws HTTP/1.1"]) {
		const { field } = answer(lines);
		equal(field("X-Content-Type-Options"), "nosniff", lines);
		const policy = field("Content-Security-Policy") ?? "";
		equal([policy.includes("frame-ancestors 'none'"), policy.includes("unsafe")], [true, false], lines);
	}
});

test("statuses", () => {
	const statuses: readonly (readonly [string, number])[] = [
		["GET /index.html HTTP/1.1", 200],
		["GET /INDEX HTTP/1.1", 200],
		["GET /%69ndex HTTP/1.1", 200],
		["GET /nothing HTTP/1.1", 404],
		["GET /../etc/passwd HTTP/1.1", 404],
		["GET /app.js HTTP/1.1", 500],
		["POST / HTTP/1.1", 405],
		["BREW / HTTP/1.1", 501],
		["POST /nothing HTTP/1.1", 404],
		["OPTIONS /nothing HTTP/1.1", 404],
		["BREW /nothing HTTP/1.1", 501],
		["OPTIONS / HTTP/1.1", 405],
		["TRACE / HTTP/1.1", 405],
		["PATCH / HTTP/1.1", 405],
		["get / HTTP/1.1", 501],
		["OPTIONS * HTTP/1.1", 404],
		["GET * HTTP/1.1", 404],
		["GET /ws HTTP/1.1", 426],
		["HEAD /ws HTTP/1.1", 426],
		[upgrade("/ws"), 101],
		[upgrade("/WS"), 101],
		[upgrade("/INDEX"), 101],
		[upgrade("/INDEX.HTML"), 101],
		[upgrade("/echo?x=y"), 101],
		[upgrade("/device"), 101],
		["GET /device HTTP/1.1", 426],
		["GET /device.html HTTP/1.1", 500],
		[upgrade("/device.html"), 404],
		[upgrade("/"), 404],
		[upgrade("/nothing"), 404],
		[`${upgrade("/ws")}\nContent-Length: 4`, 400],
		[`${upgrade("/ws")}\nContent-Length: 0`, 101],
		["GET /index HTTP/1.1\nUpgrade: h2c\nConnection: Upgrade", 200],
		// RFC 9110 §7.8: ignored in HTTP/1.0.
		[upgrade("/index").replace("HTTP/1.1", "HTTP/1.0"), 200],
		[upgrade("/json").replace("HTTP/1.1", "HTTP/1.0"), 200],
		[upgrade("/ws").replace("HTTP/1.1", "HTTP/1.0"), 426],
		// A sender MUST say so in Connection, too: what else it may have meant is a WebSocket all the same (RFC 6455 §4.2.1).
		[upgrade("/index").replace("Connection: Upgrade", "Connection: close"), 400],
	];
	for (const [lines, status] of statuses) equal(answer(lines).status, status, lines);
	for (const method of ["POST", "OPTIONS", "TRACE"])
		equal(answer(`${method} / HTTP/1.1`).field("Allow"), "GET, HEAD", method);
});

const json = "Content-Type: application/json\nContent-Length: 2";

test("a resource, and content for it", () => {
	const statuses: readonly (readonly [string, number])[] = [
		["GET /json HTTP/1.1", 200],
		["GET /JSON?pretty HTTP/1.1", 200],
		["HEAD /json HTTP/1.1", 200],
		[`PUT /json HTTP/1.1\n${json}`, 200],
		[`POST /json HTTP/1.1\n${json}`, 200],
		["PUT /json HTTP/1.1\nContent-Type: Application/JSON ; charset=utf-8\nContent-Length: 2", 200],
		[`PUT /json HTTP/1.1\n${json}\nExpect: 100-Continue`, 200],
		[`PUT /json HTTP/1.1\n${json}\nContent-Encoding: identity`, 200],
		["PUT /json HTTP/1.1\nContent-Type: application/json", 411],
		["PUT /json HTTP/1.1\nContent-Type: text/plain\nContent-Length: 2", 415],
		["PUT /json HTTP/1.1\nContent-Type: application/jsonx\nContent-Length: 2", 415],
		["PUT /json HTTP/1.1\nContent-Length: 2", 415],
		[`PUT /json HTTP/1.1\n${json}\nContent-Encoding: gzip`, 415],
		[`PUT /json HTTP/1.1\n${json}\nExpect: a-miracle`, 417],
		["DELETE /json HTTP/1.1", 405],
		["OPTIONS /json HTTP/1.1", 405],
		["BREW /json HTTP/1.1", 501],
		[`PUT /metrics HTTP/1.1\n${json}`, 405],
		[`PUT / HTTP/1.1\n${json}`, 405],
		[upgrade("/json"), 404],
		[`PUT /json HTTP/1.1\n${json}\nOrigin: http://evil.example`, 403],
		[`PUT /json HTTP/1.1\n${json}\nOrigin: http://board`, 200],
		["GET /json HTTP/1.1\nOrigin: http://evil.example", 403],
	];
	for (const [lines, status] of statuses) equal(answer(lines).status, status, lines);
	const head = answer("HEAD /json HTTP/1.1");
	equal([head.size, head.field("Content-Length"), head.field("Content-Type")], [0, "14", "application/json"]);
	equal(answer(`PUT /metrics HTTP/1.1\n${json}`).field("Allow"), "GET, HEAD");
	equal(answer("BREW /json HTTP/1.1").field("Allow"), "GET, HEAD, PUT, POST");
	equal(answer("PUT /json HTTP/1.1\nContent-Length: 2").field("Accept"), "application/json");
});

test("content needs the token, and an Origin where one is required", () => {
	const put = `PUT /json HTTP/1.1\n${json}`;
	const right = `\nAuthorization: Bearer ${token}`;
	for (const [lines, changes, status] of [
		[put, { token }, 401],
		[`${put}\nAuthorization: Bearer wrong`, { token }, 401],
		[put + right, { token }, 200],
		["GET /json HTTP/1.1", { token }, 200],
		["GET /json HTTP/1.1", { token, tokenFor: "all" }, 401],
		[`GET /json HTTP/1.1${right}`, { token, tokenFor: "all" }, 200],
		["GET /metrics HTTP/1.1", { token, tokenFor: "all" }, 401],
		[put, { requireOrigin: true }, 403],
		["GET /json HTTP/1.1", { requireOrigin: true }, 200],
	] as const)
		equal(answer(lines, false, changes).status, status, lines);
});

test("another site's page gets nothing", () => {
	for (const lines of [upgrade("/ws"), "GET / HTTP/1.1", "HEAD / HTTP/1.1"]) {
		const { status, size } = answer(`${lines}\nOrigin: http://evil.example`);
		equal([status, size > 0], [403, !lines.startsWith("HEAD")], lines);
	}
	equal(answer(`${upgrade("/ws")}\nOrigin: http://board`).status, 101);
});

test("where an Origin is required, a page is still there, which browsers ask for without one", () => {
	const requireOrigin = true;
	equal(answer("GET / HTTP/1.1", false, { requireOrigin }).status, 200);
	equal(answer(upgrade("/ws"), false, { requireOrigin }).status, 403);
	equal(answer(`${upgrade("/ws")}\nOrigin: http://board`, false, { requireOrigin }).status, 101);
});

const token = "open-sesame";
test("malformed extensions are refused, offered ones declined", () => {
	const offer = (extensions: string) => answer(`${upgrade("/ws")}\nSec-WebSocket-Extensions: ${extensions}`);
	equal([offer("foo; =;;").status, offer("fo o@").status], [400, 400]);
	const declined = offer("permessage-deflate; client_max_window_bits");
	equal([declined.status, declined.field("Sec-WebSocket-Extensions")], [101, undefined]);
});

const cookie = `Cookie: a=b; dipsocket=${token}; c=d`;
const bearer = `Authorization: Bearer ${token}`;

test("a token for commanding: everybody may watch, who shows it is trusted", () => {
	const merit = (field: string) => answer(`${upgrade("/ws")}\n${field}`, false, { token }).upgrade?.merit;
	const { webSocket, trusted } = Merit;
	equal([merit("X: y"), merit(cookie), merit(bearer), merit(`${bearer}x`)], [webSocket, trusted, trusted, webSocket]);
	equal(answer(upgrade("/ws")).upgrade?.merit, webSocket, "without a token");
});

test("a token for watching, too: 401 without it, but the page is there to ask for it", () => {
	const all = { token, tokenFor: "all" };
	const refused = answer(upgrade("/ws"), false, all);
	equal([refused.status, refused.field("WWW-Authenticate")], [401, "Bearer"]);
	equal(answer(upgrade("/device"), false, all).status, 401);
	equal(answer("GET /ws HTTP/1.1", true, all).status, 401, "before 503");
	equal(answer(`${upgrade("/ws")}\n${cookie}`, false, all).status, 101);
	equal(answer("GET / HTTP/1.1", false, all).status, 200);
});

test("login: a cookie for the right token, 401 for a wrong one", () => {
	const right = answer(`GET /login HTTP/1.1\n${bearer}`, false, { token });
	equal([right.status, right.size], [204, 0]);
	equal(right.field("Set-Cookie"), `dipsocket=${token}; Path=/; Max-Age=315360000; HttpOnly; SameSite=Strict`);
	for (const wrong of ["X: y", `${bearer}x`, "Authorization: Basic b3Blbg==", "Authorization: Bearer"]) {
		const { status, field } = answer(`GET /login HTTP/1.1\n${wrong}`, false, { token });
		equal([status, field("Set-Cookie")], [401, undefined], wrong);
	}
	equal(answer(`GET /login HTTP/1.1\n${bearer}`).status, 404, "without a token");
});

test("when every place is taken: 503, also for the page's question why", () => {
	equal([answer(upgrade("/ws"), true).status, answer("GET /ws HTTP/1.1", true).status], [503, 503]);
	equal(answer("GET / HTTP/1.1", true).status, 200);
	equal(answer(upgrade("/ws"), true).field("Retry-After"), "5");
});

test("https alone: everything else is sent there, once the Host is ours", () => {
	const site = siteOf();
	const only = (lines: string, host = "board", port = 443, secure = false) => {
		const parser = new RequestParser(requestFieldsOf(site), asciiOf);
		parser.receive(text.encode(`${lines.replaceAll("\n", "\r\n")}\r\nHost: ${host}\r\n\r\n`), 0);
		if (!parser.request) throw new Error(`not a request: ${lines}`);
		const answered = respond(
			parser.request,
			{ ...site, onlyPort: port },
			{ secure, isGuest: false, hasPlace: () => true },
		);
		if (isAwaited(answered)) return [answered.length];
		return [answered.status, answered.fields.find(([name]) => name === "Location")?.[1]];
	};
	equal(only("GET /a%20b?c=d HTTP/1.1"), [308, "https://board/a%20b?c=d"]);
	equal(only("GET / HTTP/1.1", "10.0.0.7:8080", 8443), [308, "https://10.0.0.7:8443/"]);
	equal(only("PUT /json HTTP/1.1\nContent-Type: application/json\nContent-Length: 2"), [308, "https://board/json"]);
	equal(only(upgrade("/ws"))[0], 308);
	equal(only("GET / HTTP/1.1", "evil.example"), [403, undefined]);
	equal(only("GET / HTTP/1.1", "board", 443, true), [200, undefined]);
});

test("a cookie that came encrypted never goes out in the clear, and stands in the way of none that did", () => {
	const login = (fields: string, secure: boolean) =>
		answer(`GET /login HTTP/1.1\n${fields}`, false, { token: "abcdefgh" }, secure);
	const cookie = (secure: boolean) => login("Authorization: Bearer abcdefgh", secure).field("Set-Cookie") ?? "";
	equal([cookie(true).endsWith("; Secure"), cookie(false).includes("Secure")], [true, false]);
	const [own, other] = [cookie(true), cookie(false)].map((field) => `Cookie: ${field.split(";")[0]}`);
	equal([own, other], ["Cookie: __Host-dipsocket=abcdefgh", "Cookie: dipsocket=abcdefgh"]);
	const statuses = (fields = "") => [login(fields, true).status, login(fields, false).status];
	equal(
		[statuses(own), statuses(other)],
		[
			[204, 401],
			[401, 204],
		],
	);
});
