/*
	What the clients of the session fuzzer ask for, and how the device is configured meanwhile.
*/

import { upgrade } from "../fakes/server.js";
import { charactersOf, type Random } from "../harness.js";
import type { Wish } from "./client.js";
import { write } from "./frames.js";
import { pick } from "./fuzzer.js";

const token = "open-sesame";
const bearer = "\nAuthorization: Bearer ";

/** Content follows a head behind an empty line. */
const put = (content: string, fields = ""): string =>
	`PUT /json HTTP/1.1\nContent-Type: application/json\nContent-Length: ${content.length}${fields}\n\n${content}`;

export const requests: readonly string[] = [
	upgrade("/ws"),
	upgrade("/ws"),
	upgrade("/ws") + bearer + token,
	upgrade("/ws") + bearer,
	upgrade("/INDEX"),
	upgrade("/device"),
	upgrade("/echo"),
	upgrade("/nothing"),
	"GET / HTTP/1.1",
	"HEAD /index.html HTTP/1.1\nAccept-Encoding: gzip",
	'GET / HTTP/1.1\nIf-None-Match: "plain"',
	"POST /ws HTTP/1.1",
	`GET /login HTTP/1.1${bearer}${token}`,
	"GET /json HTTP/1.1",
	"HEAD /metrics HTTP/1.1",
	"BREW /json HTTP/1.1",
	put('{"leds":{"led1":"On"}}'),
	put('{"names":{"dip1":"Pump"}}', bearer + token),
	put('{"leds":{}}', "\nExpect: 100-continue"),
	put("x".repeat(200)),
	put("{}", bearer),
];

const commands = [
	'{"leds":{"led1":"On"}}',
	'{"leds":{"led1":"Off","led2":"On"}}',
	'{"ledcb0":"true"}',
	'{"names":{"dip1":"Pump"}}',
	'{"names":{"dip1":"","dip8":"Fan"}}',
	'{"names":{"dip2":"Fan","dip9":"Pump"}}',
	"[]",
].map(charactersOf);

export function bytesOfRequest(request: string): Uint8Array {
	const [head = "", content = ""] = request.split("\n\n");
	return charactersOf(`${head.replaceAll("\n", "\r\n")}\r\nHost: localhost\r\n\r\n${content}`);
}

/** Settings near their lower limits, so that they are met. */
export function settingsOf(random: Random): Readonly<Record<string, unknown>> {
	const maxClients = 1 + random.below(3);
	return {
		maxClients,
		maxConnections: maxClients + random.below(4),
		maxMessage: pick(random, [125, 300]),
		headTimeout: pick(random, [0, 1000, 5000]),
		pingInterval: pick(random, [0, 1000, 10_000]),
		pingTimeout: pick(random, [0, 1000, 5000]),
		...pick(random, [{}, { token }, { token, tokenFor: "all" }]),
	};
}

/** What comes of a request, if it is granted. */
export function wishOf(request: string): Wish {
	const wishes: Readonly<Record<string, Wish>> = {
		"/ws": "all",
		"/INDEX": "state",
		"/device": "device",
		"/echo": "echo",
	};
	const [, path] = request.split(" ");
	return request.includes("Upgrade:") && path in wishes ? wishes[path] : "something";
}

/** A command for LEDs or names, or not quite, as a frame. */
export function command(random: Random): Uint8Array {
	const payload = pick(random, commands);
	const key = random.bytes(4);
	return write({ opcode: 1, last: true, reserved: 0, payload, key, extended: undefined, claimed: undefined });
}

/** Whether a request shows a token, right or wrong. */
export const showsToken = (request: string): boolean => request.includes(bearer);
