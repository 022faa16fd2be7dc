import { RequestParser } from "../../src/http/request.js";
import { isAwaited } from "../../src/server/answer.js";
import { isGuarded, requestFieldsOf, respond } from "../../src/server/respond.js";
import type { Resource } from "../../src/server/route.js";
import { siteOf, upgrade } from "../fakes/server.js";
import { asciiOf, text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

const uri = "http://172.29.0.1/setup.html";
const setUp: Resource = {
	type: "text/plain",
	represent: () => text.encode("set up"),
	takes: "text/plain",
	take: (body) => ({ status: 200, type: "text/plain", body }),
};

interface Situation {
	readonly host?: string;
	readonly isGuest?: boolean;
	readonly isOpen?: boolean;
	readonly onlyPort?: number;
	readonly fields?: string;
}

/** A board with a token for everything. */
function ask(start: string, situation: Situation = {}) {
	const { host = "172.29.0.1", isGuest = true, isOpen = true, onlyPort, fields = "" } = situation;
	const routes = [
		{ path: "/setup.html", page: "index.html" },
		{ path: "/setup", resource: setUp },
	];
	const portal = isOpen ? { uri, path: "/setup.html", routes } : undefined;
	const site = { ...siteOf({ token: "0123456789", tokenFor: "all" }), portal, onlyPort };
	const parser = new RequestParser(requestFieldsOf(site), asciiOf);
	parser.receive(text.encode(`${start} HTTP/1.1\r\n${fields}Host: ${host}\r\n\r\n`), 0);
	const { request } = parser;
	if (!request) throw new Error(`not a request: ${start}`);
	const answered = respond(request, site, { secure: false, isGuest, hasPlace: () => true });
	if (isAwaited(answered)) return `awaits ${answered.length}`;
	const location = answered.fields.find(([name]) => name === "Location")?.[1];
	return [answered.status, location, isGuarded(request, site, isGuest) ? "guarded" : undefined]
		.filter((part) => part !== undefined)
		.join(" ");
}

const post = { fields: "Content-Type: text/plain\r\nContent-Length: 3\r\n" };
const foreign = { host: "captive.apple.com" };
const station = { isGuest: false };

test("guests are led to the page, by GET and HEAD", () => {
	for (const path of ["/", "/hotspot-detect.html", "/index.html", "/setup", "/json"])
		for (const method of ["GET", "HEAD"])
			equal(ask(`${method} ${path}`, foreign).slice(0, 32), `302 ${uri}`.slice(0, 32), path);
	equal(ask("GET /generate_204"), "302 /setup.html");
	equal(ask("GET /"), "302 /setup.html");
	equal(ask("GET http://captive.apple.com/index.html"), `302 ${uri}`);
});

test("guests have the portal's routes without the token, and nothing else", () => {
	equal(ask("GET /setup"), "200");
	equal(ask("POST /setup", post), "awaits 3");
	equal(ask("GET /setup.html"), "200");
	equal(ask("GET /index.html"), "200");
	equal(ask("GET /json"), "401 guarded");
	equal(ask("POST /json", { fields: "Content-Type: application/json\r\nContent-Length: 2\r\n" }), "401 guarded");
	equal(ask("GET /settings"), "401 guarded");
	equal(ask("GET /ws"), "401 guarded");
	equal(ask("GET /login"), "401 guarded");
	equal(ask("PUT /nothing", post), "404");
});

test("what changes something, and a WebSocket, needs a Host and an Origin of ours", () => {
	equal(ask("POST /setup", { ...post, ...foreign }), "403");
	equal(ask("POST /setup", { fields: `${post.fields}Origin: http://evil.example\r\n` }), "403");
	equal(ask("POST /setup", { fields: `${post.fields}Origin: null\r\n` }), "403");
	equal(ask("POST /setup", { fields: `${post.fields}Origin: http://172.29.0.1\r\n` }), "awaits 3");
	const [start, ...fields] = upgrade("/ws").split("\n");
	const webSocket = { fields: `${fields.join("\r\n")}\r\n` };
	equal(ask(start.replace(" HTTP/1.1", ""), { ...webSocket, ...foreign }), "403 guarded");
	equal(ask(start.replace(" HTTP/1.1", ""), webSocket), "401 guarded");
});

test("from elsewhere there is no portal, nor when it is closed", () => {
	for (const situation of [station, { isOpen: false }]) {
		equal(ask("GET /setup", situation), "404");
		equal(ask("GET /setup.html", situation), "404");
		equal(ask("POST /setup", { ...post, ...situation }), "404");
		equal(ask("GET /hotspot-detect.html", { ...situation, ...foreign }), "403");
		equal(ask("GET /", situation), "200");
	}
});

test("where there is https alone, guests have the pages and the portal without it", () => {
	const onlyPort = 443;
	equal(ask("GET /setup.html", { onlyPort }), "200");
	equal(ask("POST /setup", { ...post, onlyPort }), "awaits 3");
	equal(ask("GET /json", { onlyPort }).slice(0, 12), "308 https://");
	equal(ask("GET /setup.html", { onlyPort, ...station }).slice(0, 12), "308 https://");
});
