// The virtual board's web server: the files of board/, the board's state, and the switches to move.
//
//   GET /board                 {"switches":["On", …8],"leds":["Off", …8],"boot":"Off"}
//   GET /board/events          the same as server-sent events, with "page", the address of the device's page: at once,
//                              and after each change
//   PUT /board/switches/3      On or Off moves switch 3 of 1–8: 204; anything else 400 with the reason
//   PUT /board/boot            On holds BOOT, Off lets it go
//   POST /board/restart        presses EN: the firmware begins anew, with the switches as they are: 202
//
// Strategy: whoever reaches this server moves the switches, so it listens on the loopback address only, answers only
// to the names of that address (against DNS rebinding), and refuses changes that another site's page asks for.
// A slow event stream misses states, never the newest one.

import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, resolve } from "node:path";
import { POSITIONS, type Position, type VirtualBoard } from "./virtualboard.js";

export interface BoardServerOptions {
	board: VirtualBoard;
	/** The folder with index.html and the files it uses. */
	files: string;
	/** EN has been pressed. */
	onRestart?(): void;
}

const LOOPBACK_NAMES: readonly string[] = Object.freeze(["localhost", "127.0.0.1", "[::1]"]);
const MAX_BODY = 16;
const MAX_STREAMS = 32;

const TYPES: Readonly<Record<string, string>> = Object.freeze({
	".html": "text/html; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
});

const HEADERS = Object.freeze({
	"Cache-Control": "no-store",
	"Content-Security-Policy":
		"default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy": "no-referrer",
});

interface Exchange extends BoardServerOptions {
	request: IncomingMessage;
	response: ServerResponse;
	path: string;
	streams: Set<ServerResponse>;
}

/** A server that is not listening yet. */
export function createBoardServer(options: BoardServerOptions): Server {
	const streams = new Set<ServerResponse>();
	return createServer((request, response) => {
		const [path = "/"] = (request.url ?? "/").split("?");
		for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
		answer({ ...options, request, response, path, streams }).catch((error: Error) => {
			end(response, 500, error.message);
		});
	});
}

async function answer(exchange: Exchange): Promise<void> {
	const { request, response, path } = exchange;
	if (!LOOPBACK_NAMES.includes(hostName(request))) return end(response, 403, "This server answers to localhost only.");

	const place = /^\/board\/switches\/([^/]*)$/.exec(path)?.[1];
	if (place !== undefined) return methods(exchange, ["PUT"]) ? putSwitch(exchange, place) : undefined;
	if (path === "/board/boot") return methods(exchange, ["PUT"]) ? putBoot(exchange) : undefined;
	if (path === "/board/restart") return methods(exchange, ["POST"]) ? restart(exchange) : undefined;
	if (!methods(exchange, ["GET", "HEAD"])) return;
	if (path === "/board") {
		const { switches, leds, boot } = exchange.board;
		return end(response, 200, JSON.stringify({ switches, leds, boot }), "application/json");
	}
	if (path === "/board/events") return stream(exchange);
	return file(exchange);
}

/** Whether the request's method is one of `allowed`; answers it otherwise. */
function methods({ request, response }: Exchange, allowed: readonly string[]): boolean {
	if (allowed.includes(request.method ?? "")) return true;
	response.setHeader("Allow", allowed.join(", "));
	end(response, 405, `Use ${allowed.join(" or ")} here.`);
	return false;
}

async function putSwitch(exchange: Exchange, place: string): Promise<void> {
	const { response, board } = exchange;
	if (isRefused(exchange)) return;
	const number = /^\d$/.test(place) ? Number(place) : 0;
	if (number < 1 || number > POSITIONS) return end(response, 400, `The switches are 1 to ${POSITIONS}.`);

	const position = await positionOf(exchange);
	if (position === undefined) return;
	board.move(number - 1, position);
	response.writeHead(204).end();
}

async function putBoot(exchange: Exchange): Promise<void> {
	if (isRefused(exchange)) return;
	const position = await positionOf(exchange);
	if (position === undefined) return;
	exchange.board.hold(position === "On");
	exchange.response.writeHead(204).end();
}

function restart(exchange: Exchange): void {
	if (isRefused(exchange)) return;
	const { response, onRestart } = exchange;
	response.on("finish", () => onRestart?.());
	response.writeHead(202).end();
}

/** Whether another site's page asks; answers it then. */
function isRefused({ request, response }: Exchange): boolean {
	if (!isCrossSite(request)) return false;
	end(response, 403, "Only the virtual board's own page may move its switches and buttons.");
	return true;
}

/** What the request's body says; answers anything else. */
async function positionOf({ request, response }: Exchange): Promise<Position | undefined> {
	let body = "";
	for await (const chunk of request) {
		body += chunk;
		if (body.length <= MAX_BODY) continue;
		response.setHeader("Connection", "close");
		break;
	}
	if (isPosition(body)) return body;
	end(response, 400, "The body is On or Off.");
	return undefined;
}

function stream({ request, response, board, streams }: Exchange): void {
	if (streams.size === MAX_STREAMS) {
		end(response, 503, "Too many event streams are open.");
		return;
	}
	response.writeHead(200, { "Content-Type": "text/event-stream" });
	if (request.method === "HEAD") {
		response.end();
		return;
	}
	const send = () => response.writableNeedDrain || response.write(`data: ${JSON.stringify(board)}\n\n`);
	response.on("drain", send);
	const unwatch = board.watch(send);
	streams.add(response);
	response.on("close", () => {
		unwatch();
		streams.delete(response);
	});
	send();
}

async function file({ response, path, files }: Exchange): Promise<void> {
	const name = path === "/" ? "index.html" : path.slice(1);
	const type = TYPES[extname(name)];
	if (type === undefined || !/^[\w-]+\.\w+$/.test(name)) return end(response, 404, "There is no such page.");
	try {
		end(response, 200, await readFile(resolve(files, name)), type);
	} catch {
		end(response, 404, "There is no such page.");
	}
}

function isPosition(body: string): body is Position {
	return body === "On" || body === "Off";
}

function hostName(request: IncomingMessage): string {
	return (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
}

/** Browsers say where a request comes from; programs need not. */
function isCrossSite(request: IncomingMessage): boolean {
	const { origin, host, "sec-fetch-site": site } = request.headers;
	if (origin !== undefined && origin !== `http://${host}`) return true;
	return site !== undefined && site !== "same-origin" && site !== "none";
}

function end(
	response: ServerResponse,
	status: number,
	body: string | Buffer,
	type = "text/plain; charset=utf-8",
): void {
	response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
	response.end(body);
}
